"""Accreditations and certificates on the office's side."""

from typing import Any

from flask import redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.accreditations.amending import amendments_of, open_amendment
from accreditation.accreditations.amendment_models import Kind
from accreditation.accreditations.editions import edition_of
from accreditation.accreditations.granting import confirm_wco_reference
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.pausing import pause_of
from accreditation.accreditations.scoping import LEVELS, scope_changes_of
from accreditation.certificates.models import Certificate
from accreditation.certificates.preparation import content_of, faults_of_certificate
from accreditation.certificates.register import answer_on
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.legacy.standing import imported_as
from accreditation.missions.grace import in_force_until, missions_led_now
from accreditation.transition import facts_of
from accreditation.visibility import accreditations_visible_to, certificates_visible_to
from accreditation.web.access import current_actor, current_region, needs, signed_in
from accreditation.web.by_state import listed
from accreditation.web.cases.finding import visible_row
from accreditation.web.forms import typed_text
from accreditation.web.keyset import Key
from accreditation.web.renewals.told import told_by_request
from accreditation.web.rocb import blueprint
from accreditation.web.standing import tone_of
from accreditation.web.subject_steps import shown, take
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role
from accreditation.workflow.states import HELD, IN_FORCE

_PAGES = {"correct_name": "rocb.name", "change_scope": "rocb.scope", "suspend_on_request": "rocb.pause"}
READERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON, Role.AUDITOR)


def found_accreditation(public_id: str) -> Accreditation:
    """The visible accreditation of that address, or NotPermitted."""
    found: Accreditation = visible_row(Accreditation, public_id, accreditations_visible_to(current_actor()))
    return found


@blueprint.get("/accreditations")
@needs(*READERS)
def accreditations() -> str:
    """Every accreditation of the region, the nearest deadline first."""
    query = select(Accreditation).options(
        joinedload(Accreditation.person),
        joinedload(Accreditation.subject),
        joinedload(Accreditation.category),
        joinedload(Accreditation.administration),
    )
    keys = [Key(Accreditation.due_at, nullable=True), Key(Accreditation.id)]
    visible, address = accreditations_visible_to(current_actor()), url_for("rocb.accreditations")
    return render_template("rocb/accreditations.html", **listed("accreditation", query, visible, keys, address))


@blueprint.get("/accreditations/<public_id>")
@signed_in
def accreditation(public_id: str) -> str:
    """One person's status, its certificates and what can be done."""
    found = found_accreditation(public_id)
    certificates = db.session.scalars(
        select(Certificate).where(Certificate.accreditation_id == found.id).order_by(Certificate.id.desc())
    ).all()
    scheme = edition_of(db.session(), found)
    return render_template(
        "rocb/accreditation.html",
        certificates=certificates,
        imported=imported_as(db.session(), found),
        reasons=scheme.reasons,
        confirms=current_actor().holds(Role.WCO_LIAISON, found.region_id),
        reads_certificates=bool(current_actor().roles() & set(READERS)),
        tone_of=tone_of,
        **_amending(found),
        **told_by_request(found, _with_steps_of_use(found, shown(found))),
    )


def _with_steps_of_use(found: Accreditation, page: dict[str, Any]) -> dict[str, Any]:
    """Without the steps of a pause where nobody asked for one, or none lasts."""
    asked = open_amendment(db.session(), found, Kind.PAUSE) is not None
    of_use = {"suspend_on_request": asked, "resume": pause_of(found) is not None}
    return page | {"steps": [offer for offer in page["steps"] if of_use.get(offer.transition.name, True)]}


def _amending(found: Accreditation) -> dict[str, Any]:
    """What this person may ask to change, what was asked last of each kind, and which steps have a page of their own."""
    reads = permissions.may(permissions.ASK_TO_AMEND, current_actor(), facts_of(db.session(), found))
    asked = amendments_of(db.session(), found) if reads else ()
    return {
        "asks": reads and found.state in HELD,
        "asked": {each.kind.value: each for each in reversed(asked)},
        "asks_for_pause": found.person_id == current_actor().person_id and found.state in IN_FORCE,
        "paused_until": pause_of(found),
        "lasts_until": in_force_until(db.session(), [found])[found.id],
        "leads": missions_led_now(db.session(), found.person_id),
        "levels": LEVELS,
        "scopes": scope_changes_of(db.session(), found),
        "pages": {step: url_for(endpoint, public_id=found.public_id) for step, endpoint in _PAGES.items()},
    }


@blueprint.post("/accreditations/<public_id>/steps")
@signed_in
def take_accreditation_step(public_id: str) -> Response:
    """Suspend, reinstate, renew, end, withdraw."""
    return take(found_accreditation(public_id), url_for("rocb.accreditation", public_id=public_id))


@blueprint.post("/accreditations/<public_id>/wco")
@needs(Role.WCO_LIAISON)
def confirm_reference(public_id: str) -> Response:
    """The liaison records the decision reference of the WCO."""
    found = found_accreditation(public_id)
    confirm_wco_reference(db.session(), current_actor(), found, typed_text("reference", 80))
    db.session.commit()
    return redirect(url_for("rocb.accreditation", public_id=public_id))


def _certificate(number: str) -> Certificate:
    query = select(Certificate).where(Certificate.number == number, certificates_visible_to(current_actor()))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotPermitted
    return found


@blueprint.get("/certificates/<number>")
@needs(*READERS)
def certificate(number: str) -> str:
    """What will be printed, what stands against it, and issuing."""
    found = _certificate(number)
    reserved = found.state.value == "reserved"
    return render_template(
        "rocb/certificate.html",
        content=content_of(db.session(), found) if reserved else None,
        faults=faults_of_certificate(db.session(), found) if reserved else (),
        answer=answer_on(db.session(), found) if found.issued_at else None,
        stopped_at=None if found.issued_at else current_region().issuing_stopped_at,
        **shown(found),
    )


@blueprint.post("/certificates/<number>/steps")
@needs(Role.ROCB_OFFICER, "approve_content")
def take_certificate_step(number: str) -> Response:
    """Issues the certificate: the document is drawn, signed, logged and sent by itself."""
    return take(_certificate(number), url_for("rocb.certificate", number=number))

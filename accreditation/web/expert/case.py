"""My applications: where each stands, what happens next, and the steps that are mine."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.filing import appeals_in
from accreditation.applications.answering import answer_items
from accreditation.applications.emergency import EmergencyContact
from accreditation.applications.identity import has_identity_paper
from accreditation.applications.message_models import Side
from accreditation.applications.messages import standings_of
from accreditation.applications.models import Application
from accreditation.applications.screening import open_request_of
from accreditation.applications.sealed import is_given
from accreditation.certificates.models import Certificate
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.history import StateChange, timeline_of
from accreditation.missions.facts import missions_of
from accreditation.reviews.decision_models import Decision
from accreditation.transition import perform_transition
from accreditation.visibility import certificates_visible_to
from accreditation.web import ledger, referees
from accreditation.web.access import current_actor, needs, signed_in
from accreditation.web.cases.asked import Asked, asked_of
from accreditation.web.cases.finding import FoundCase, seen_version
from accreditation.web.expert import blueprint
from accreditation.web.expert.happened import happened, in_both_zones
from accreditation.web.expert.own import own_case, reasons_of_the_refusal
from accreditation.web.expert.places import places_of
from accreditation.web.expert.withdrawing import what_withdrawing_does
from accreditation.web.files import as_attachment, storage
from accreditation.web.forms import typed_text
from accreditation.web.language import moment, said
from accreditation.web.standing import badge_of, standing_of, tone_of
from accreditation.web.stations import station_of
from accreditation.workflow import permissions
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.machine import Party, available_transitions
from accreditation.workflow.states import ApplicationState

_PAGES_OF_THEIR_OWN = {"submit", "answer_to_screening", "answer_to_review"}


@blueprint.get("/applications")
@signed_in
def home() -> str:
    """My applications, accreditations and certificates."""
    me = current_actor().person_id
    applications = db.session.scalars(
        select(Application)
        .where(Application.applicant_id == me)
        .options(joinedload(Application.call))
        .order_by(Application.created_at.desc())
    ).all()
    held = db.session.execute(
        select(Accreditation, Certificate)
        .outerjoin(Certificate, Certificate.accreditation_id == Accreditation.id)
        .where(Accreditation.person_id == me)
        .options(joinedload(Accreditation.subject), joinedload(Accreditation.category))
        .order_by(Accreditation.granted_on.desc(), Certificate.id.desc())
    ).all()
    return render_template(
        "expert/home.html",
        applications=applications,
        talks=standings_of(db.session(), [application.id for application in applications], Side.APPLICANT),
        held=held,
        tone_of=tone_of,
        badge_of=badge_of,
        lifecycle=APPLICATION,
    )


@blueprint.get("/applications/<number>")
@signed_in
def show(number: str) -> str:
    """Where I stand, what is waited for, and the one act that matters."""
    return _page(own_case(number))


def _page(found: FoundCase, error: str = "", refused_field: str = "grounds") -> str:
    application = found.application
    session = db.session()
    timeline = timeline_of(session, application.id)
    decisions = session.scalars(
        select(Decision)
        .where(Decision.application_id == application.id, Decision.released_at.is_not(None))
        .order_by(Decision.released_at.desc())
    ).all()
    return render_template(
        "expert/show.html",
        application=application,
        version=found.version,
        standing=standing_of(APPLICATION, application, application.scheme, Party.APPLICANT),
        station=station_of(application.state, [change.to_state for change in timeline]),
        happened=happened(application, timeline),
        until_there=_until_there(application),
        places=places_of(found) if found.may(permissions.EDIT) else [],
        steps=_steps(found),
        asked=_asked(found),
        file_places=found.facts.places_asked,
        decision=decisions[0] if decisions else None,
        reasons=reasons_of_the_refusal(application, decisions, timeline),
        **_appeals(found),
        asks_identity=found.may(permissions.GIVE_IDENTITY_PAPER) and not has_identity_paper(session, application),
        gives_identity=found.may(permissions.GIVE_IDENTITY_PAPER),
        gives_contact=found.may(permissions.GIVE_EMERGENCY_CONTACT),
        contact_given=is_given(session, EmergencyContact, application),
        missions=_missions_offered(application, timeline),
        lifecycle=APPLICATION,
        talks=found.may(permissions.TALK),
        talk=standings_of(session, [application.id], Side.APPLICANT).get(application.id),
        error=error,
        refused_field=refused_field,
        typed=request.form,
        **referees.seen_by_applicant(found),
    )


def _appeals(found: FoundCase) -> dict[str, Any]:
    """Whether an appeal may be filed, and those that were, newest first, with how each stands."""
    mine = appeals_in(db.session(), found.application, current_actor().person_id)
    return {
        "appeals": found.may(permissions.APPEAL_AGAINST),
        "appealed": [(each, standing_of(APPEAL, each)) for each in mine],
    }


def _until_there(application: Application) -> str:
    """The deadline in the time zone of the call, where that shows another time than the reader's."""
    due, zone = application.due_at, application.call.time_zone
    return moment(due, zone) if due is not None and "·" in in_both_zones(due, zone) else ""


def _asked(found: FoundCase) -> Asked | None:
    """What waits for answers, or None."""
    open_request = open_request_of(db.session(), found.application) if found.may(permissions.ANSWER) else None
    return asked_of(found.application, [open_request])[0] if open_request is not None else None


def _missions_offered(application: Application, timeline: Sequence[StateChange]) -> list[Any]:
    """A mission is planned for the pre-accredited alone: nothing is looked for in a case that never came so far."""
    if ApplicationState.PRE_ACCREDITED not in {application.state, *(change.to_state for change in timeline)}:
        return []
    rows = missions_of(db.session(), [application.id]).get(application.id, [])
    return [row for row in rows if row.state.value == "offered"]


def _steps(found: FoundCase) -> list[Any]:
    offers = available_transitions(APPLICATION, found.application, current_actor(), found.facts)
    return [offer for offer in offers if offer.transition.name not in _PAGES_OF_THEIR_OWN]


@blueprint.route("/applications/<number>/steps/<name>", methods=["GET", "POST"])
@signed_in
def step(number: str, name: str) -> Response | str:
    """One of my own steps; what it costs is said before it is taken."""
    found = own_case(number)
    offer = next((offer for offer in _steps(found) if offer.transition.name == name), None)
    if offer is None and request.method == "GET":
        return redirect(url_for("expert.show", number=number))
    if offer is None:
        raise NotPermitted
    if request.method == "GET":
        withdrawal = what_withdrawing_does(found) if name == "withdraw" else None
        shown = {"application": found.application, "version": found.version}
        return render_template("expert/step.html", offer=offer, withdrawal=withdrawal, **shown)
    perform_transition(
        db.session(),
        found.application,
        name,
        actor=current_actor(),
        note=typed_text("note"),
        seen_version=seen_version(),
    )
    db.session.commit()
    flash(_("Done: %(step)s.", step=said(offer.transition.label)), "success")
    return redirect(url_for("expert.show", number=number))


@blueprint.post("/applications/<number>/answers")
@needs(permissions.ANSWER, "answer_to_screening", "answer_to_review")
def answer(number: str) -> Response | tuple[str, int]:
    """Answers item by item: kept first, so that nothing is lost, then sent when all are there."""
    found = own_case(number)
    is_stale = found.version != seen_version()
    try:
        answer_items(db.session(), current_actor(), found.application, request.form)
    except Invalid as refusal:
        return _page(found, said(refusal.reasons[0]), f"item-{refusal.field}"), 422
    db.session.commit()
    if request.form.get("act") != "send":
        flash(_("Saved."), "success")
    elif is_stale:
        flash(_("Your answers are saved. The page was older than the case: look at it again, then send."), "warning")
    else:
        try:
            _send_answers(found.application)
        except TransitionRefused as refusal:
            return _page(own_case(number), " ".join(said(reason) for reason in refusal.reasons), "asked"), 422
    return redirect(url_for("expert.show", number=number))


def _send_answers(application: Application) -> None:
    name = "answer_to_screening" if application.asked_from == "screening" else "answer_to_review"
    perform_transition(db.session(), application, name, actor=current_actor(), seen_version=application.version)
    db.session.commit()
    flash(_("Your answers are sent."), "success")


@blueprint.get("/certificates/<number>.pdf")
@signed_in
def certificate(number: str) -> Response:
    """The signed document, for its holder and whoever may see the certificate."""
    found = db.session.execute(
        select(Certificate).where(Certificate.number == number, certificates_visible_to(current_actor()))
    ).scalar_one_or_none()
    if found is None or found.issued_at is None or found.storage_key is None:
        raise NotPermitted
    ledger.note_reading("certificate_file", found.region_id, found.id)
    return as_attachment(storage().fetch(found.storage_key), f"{found.number}.pdf", "application/pdf")

"""Steps of workshops, missions, accreditations, certificates and appeals: one page shape, one way to take them."""

from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from accreditation.accreditations.editions import edition_of
from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.schemes.models import Scheme
from accreditation.training.models import Workshop
from accreditation.transition import facts_of, lifecycle_of, offers, perform_transition, version_told
from accreditation.web import ledger
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import seen_version
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.standing import standing_of
from accreditation.workflow import permissions


def shown(subject: Any) -> dict[str, Any]:
    """What `shared/subject.html` needs: standing, steps with their obstacles, history."""
    lifecycle = lifecycle_of(subject)
    ledger.note_reading(lifecycle.name, subject.region_id, subject.id)
    facts = facts_of(db.session(), subject)
    reads = permissions.may(permissions.READ_JUDGEMENTS, current_actor(), facts)
    return {
        "subject": subject,
        "version": version_told(subject, reads_judgements=reads),
        "lifecycle": lifecycle,
        "standing": standing_of(lifecycle, subject, _scheme_of(subject)),
        "facts": facts,
        "steps": offers(db.session(), subject, current_actor()),
        "timeline": timeline_of(db.session(), subject.id),
    }


def _scheme_of(subject: Any) -> Scheme:
    """The edition under which a workshop, mission, accreditation, certificate or appeal is."""
    if isinstance(subject, Workshop):
        return subject.call.scheme
    if isinstance(subject, Certificate):
        subject = subject.accreditation
    if isinstance(subject, Appeal):
        return subject.scheme
    if isinstance(subject, Accreditation):
        return edition_of(db.session(), subject)
    return db.session.get_one(Application, subject.application_id).scheme


def take(subject: Any, back: str) -> Response:
    """The step named in the form, with its note and reasons."""
    lifecycle = lifecycle_of(subject)
    name = request.form.get("step", "")
    known = {offer.transition.name: offer.transition for offer in offers(db.session(), subject, current_actor())}
    if name not in known:
        raise NotPermitted
    perform_transition(
        db.session(),
        subject,
        name,
        actor=current_actor(),
        note=typed_text("note"),
        reasons=request.form.getlist("reasons"),
        seen_version=seen_version(),
    )
    db.session.commit()
    flash(f"{said(lifecycle.transition(name).done)}.", "success")
    return redirect(back)

"""My case: where it stands, what happens next, and the one act that matters."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy import select

from accreditation.appeals.filing import appeals_in
from accreditation.applications.emergency import EmergencyContact
from accreditation.applications.identity import has_identity_paper
from accreditation.applications.message_models import Side
from accreditation.applications.messages import standings_of
from accreditation.applications.models import Application
from accreditation.applications.screening import open_request_of
from accreditation.applications.sealed import is_given
from accreditation.extensions import db
from accreditation.history import StateChange, timeline_of
from accreditation.missions.facts import missions_of
from accreditation.reviews.decision_models import Decision
from accreditation.training.facts import next_workshop
from accreditation.training.models import Workshop
from accreditation.web import referees
from accreditation.web.access import current_actor, signed_in
from accreditation.web.cases.asked import Asked, asked_of
from accreditation.web.cases.finding import FoundCase
from accreditation.web.expert import blueprint
from accreditation.web.expert.happened import happened, in_both_zones
from accreditation.web.expert.own import own_case, reasons_of_the_refusal
from accreditation.web.expert.places import places_of
from accreditation.web.language import moment
from accreditation.web.standing import standing_of
from accreditation.web.stations import station_of
from accreditation.workflow import permissions
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.machine import Party, available_transitions
from accreditation.workflow.states import SEATED, ApplicationState

_PAGES_OF_THEIR_OWN = {"submit", "answer_to_screening", "answer_to_review"}


@blueprint.get("/applications/<number>")
@signed_in
def show(number: str) -> str:
    """Where I stand, what is waited for, and the one act that matters."""
    return page_of(own_case(number))


def page_of(found: FoundCase, error: str = "", refused_field: str = "grounds") -> str:
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
        steps=steps_of(found),
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
        workshop=own_workshop(application),
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


def own_workshop(application: Application) -> Workshop | None:
    """Where a seat is offered, kept or taken: the workshop, or the one that is to come."""
    if application.state not in SEATED:
        return None
    if application.workshop_id is not None:
        return db.session.get(Workshop, application.workshop_id)
    return next_workshop(db.session(), application.call_id)


def _missions_offered(application: Application, timeline: Sequence[StateChange]) -> list[Any]:
    """A mission is planned for the pre-accredited alone: nothing is looked for in a case that never came so far."""
    if ApplicationState.PRE_ACCREDITED not in {application.state, *(change.to_state for change in timeline)}:
        return []
    rows = missions_of(db.session(), [application.id]).get(application.id, [])
    return [row for row in rows if row.state.value == "offered"]


def steps_of(found: FoundCase) -> list[Any]:
    offers = available_transitions(APPLICATION, found.application, current_actor(), found.facts)
    return [offer for offer in offers if offer.transition.name not in _PAGES_OF_THEIR_OWN]

"""What must be true of a dossier at the instant of a step."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.referees.asking import ask_referees
from accreditation.applications.request_models import InformationRequest
from accreditation.history import StateChange
from accreditation.workflow.deadlines import add_months
from accreditation.workflow.effects import Consequence


def record_submission(_session: Session, application: Application, change: StateChange) -> None:
    application.submitted_at = change.at


def close_request(session: Session, application: Application, change: StateChange) -> None:
    query = select(InformationRequest).where(
        InformationRequest.application_id == application.id, InformationRequest.closed_at.is_(None)
    )
    for request in session.scalars(query):
        request.closed_at = change.at


def extend_time(_session: Session, application: Application, _change: StateChange) -> None:
    """One more period of the scheme for finding a mission, counted from the present end."""
    present = application.due_at or clock.now()
    application.extended_until = add_months(present, application.scheme.numbers["extension_months"])
    application.extensions_used += 1


def use_resit(_session: Session, application: Application, _change: StateChange) -> None:
    application.resits_used += 1
    application.workshop_id = None


def give_seat_back(_session: Session, application: Application, _change: StateChange) -> None:
    application.workshop_id = None


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.RECORD_SUBMISSION: record_submission,
    Consequence.ASK_REFEREES: ask_referees,
    Consequence.CLOSE_REQUEST: close_request,
    Consequence.EXTEND_TIME: extend_time,
    Consequence.USE_RESIT: use_resit,
    Consequence.GIVE_SEAT_BACK: give_seat_back,
}

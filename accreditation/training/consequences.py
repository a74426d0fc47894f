"""What a step of a workshop does to its candidates, at the same instant and through the same door."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import TransitionRefused
from accreditation.history import StateChange
from accreditation.texts import N_
from accreditation.training.facts import next_workshop
from accreditation.training.marking_models import Attendance
from accreditation.training.models import Workshop
from accreditation.transition import perform_by_system, set_deadline
from accreditation.workflow.effects import Consequence
from accreditation.workflow.states import SEATED, ApplicationState


def candidates_of(session: Session, workshop: Workshop, states: Iterable[ApplicationState]) -> list[Application]:
    """Applications seated in a workshop, in order of id, which is also the order of locking."""
    query = select(Application).where(Application.workshop_id == workshop.id, Application.state.in_(list(states)))
    return list(session.scalars(query.order_by(Application.id)))


def take_workshop_seat(session: Session, application: Application, _change: StateChange) -> None:
    """The seat is in the call's workshop that is open for candidates."""
    workshop = next_workshop(session, application.call_id)
    if workshop is None:
        raise TransitionRefused(N_("The call has no workshop that is open for candidates."))
    application.workshop_id = workshop.id
    application.deferred_until = None


def redate_candidates(session: Session, workshop: Workshop, _change: StateChange | None = None) -> None:
    """Deadlines of those seated in it, and of the call's waiting list, follow the dates of the workshop."""
    query = select(Application).where(or_(Application.workshop_id == workshop.id, _waits_for(workshop)))
    for candidate in session.scalars(query.order_by(Application.id)):
        set_deadline(session, candidate)


def _waits_for(workshop: Workshop) -> ColumnElement[bool]:
    return and_(Application.call_id == workshop.call_id, Application.state == ApplicationState.WAITLISTED)


def _close_waiting_list(session: Session, workshop: Workshop) -> None:
    """Whoever still waits when it begins lapses now, if the timer did not come round; on hold, for the next workshop."""
    query = select(Application).where(_waits_for(workshop)).order_by(Application.id)
    for candidate in session.scalars(query):
        if candidate.on_hold or candidate.due_at is None or candidate.due_at >= clock.now():
            set_deadline(session, candidate)
        else:
            perform_by_system(session, candidate, "lapse")


def seat_candidates(session: Session, workshop: Workshop, _change: StateChange) -> None:
    """Those present on the first day enter; those absent lose their place; invitations unanswered are returned."""
    present = set(
        session.scalars(
            select(Attendance.application_id).where(
                Attendance.workshop_id == workshop.id, Attendance.day == workshop.starts_on, Attendance.present
            )
        )
    )
    for candidate in candidates_of(session, workshop, [ApplicationState.INVITED, ApplicationState.CONFIRMED]):
        if candidate.state is ApplicationState.INVITED:
            perform_by_system(session, candidate, "return_seat")
        else:
            perform_by_system(session, candidate, "take_seat" if candidate.id in present else "miss_workshop")
    _close_waiting_list(session, workshop)


def complete_candidates(session: Session, workshop: Workshop, _change: StateChange) -> None:
    for candidate in candidates_of(session, workshop, [ApplicationState.IN_WORKSHOP]):
        perform_by_system(session, candidate, "complete_workshop")


def return_candidates(session: Session, workshop: Workshop, change: StateChange) -> None:
    for candidate in candidates_of(session, workshop, SEATED):
        perform_by_system(session, candidate, "return_seat", note=change.note)
    redate_candidates(session, workshop)


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.TAKE_WORKSHOP_SEAT: take_workshop_seat,
    Consequence.REDATE_CANDIDATES: redate_candidates,
    Consequence.SEAT_CANDIDATES: seat_candidates,
    Consequence.COMPLETE_CANDIDATES: complete_candidates,
    Consequence.RETURN_CANDIDATES: return_candidates,
}

"""Which workshop may promise a seat to whom an appeal gave back their place."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.appeals.models import Appeal, Kind
from accreditation.applications.models import Application
from accreditation.training.facts import next_workshop
from accreditation.training.models import SeatPromise, Workshop
from accreditation.training.seats import seats_taken
from accreditation.workflow.states import AppealState, ApplicationState


@dataclass(frozen=True)
class Room:
    """The workshop that takes candidates of the call now, if any, with its seats and how many are taken."""

    workshop: Workshop | None
    seats: int
    taken: int

    @property
    def is_full(self) -> bool:
        return self.workshop is None or self.taken >= self.seats


def was_upheld(session: Session, application: Application) -> bool:
    """An appeal in this case was upheld, in whole or in part."""
    upheld = (AppealState.UPHELD, AppealState.PARTLY_UPHELD)
    query = select(Appeal.id).where(
        Appeal.application_id == application.id, Appeal.kind == Kind.APPEAL, Appeal.state.in_(upheld)
    )
    return session.scalars(query.limit(1)).first() is not None


def room_for(session: Session, application: Application) -> Room:
    """How the workshop stands that the candidate would be invited to."""
    workshop = next_workshop(session, application.call_id)
    if workshop is None:
        return Room(None, 0, 0)
    return Room(workshop, workshop.seats, seats_taken(session, {workshop.id})[workshop.id])


def promise_of(session: Session, application: Application) -> SeatPromise | None:
    return session.scalars(select(SeatPromise).where(SeatPromise.application_id == application.id)).one_or_none()


def may_promise(session: Session, application: Application) -> bool:
    """Short-listed after an appeal was upheld, and nothing promised yet."""
    waits = application.state is ApplicationState.SHORTLISTED
    return waits and was_upheld(session, application) and promise_of(session, application) is None

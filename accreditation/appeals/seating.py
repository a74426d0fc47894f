"""A place for somebody short-listed only after an appeal, where the workshop filled up meanwhile: never in another's stead."""

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.room import Room, may_promise, room_for
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, no_longer_than
from accreditation.jobs import outbox
from accreditation.texts import N_
from accreditation.training.models import SeatPromise
from accreditation.transition import facts_of, lock_case, set_deadline, touch
from accreditation.workflow.actors import Actor, head_of_office
from accreditation.workflow.deadlines import add_months

TELL_SEAT = "tell_seat_after_appeal"
EXTRA, NEXT = "extra", "next"


def promise_seat(session: Session, actor: Actor, application: Application, choice: str, note: str) -> SeatPromise:
    """By the head of the office: a seat above the number in the workshop that is open, or one kept in the next.

    A seat in the next workshop is kept for `deferral_months`, like that of a candidate who was deferred.
    """
    application = lock_case(session, application)
    if head_of_office(actor, facts_of(session, application)) is not None or not may_promise(session, application):
        raise NotPermitted
    room = room_for(session, application)
    _refuse_incomplete(room, choice, note)
    workshop_id = room.workshop.id if room.workshop is not None else None
    promise = SeatPromise(
        region_id=application.region_id,
        application_id=application.id,
        call_id=application.call_id,
        workshop_id=workshop_id if choice == EXTRA else None,
        passed_over_id=workshop_id if choice == NEXT else None,
        choice=choice,
        note=no_longer_than(2000, note, "note"),
        promised_by_id=actor.person_id,
        promised_at=clock.now(),
    )
    session.add(promise)
    if choice == NEXT:
        months = application.scheme.numbers["deferral_months"]
        application.deferred_until = add_months(promise.promised_at, months).date()
    _tell(session, application)
    touch(application)
    session.flush()
    set_deadline(session, application)
    return promise


def _refuse_incomplete(room: Room, choice: str, note: str) -> None:
    if choice not in (EXTRA, NEXT):
        raise Invalid(N_("Choose one of the two."), field="choice")
    if choice == EXTRA and room.workshop is None:
        raise Invalid(N_("The call has no workshop that is open for candidates."), field="choice")
    if not note.strip():
        raise Invalid(N_("Say why, for the record."), field="note")


def _tell(session: Session, application: Application) -> None:
    outbox.put(
        session,
        effect=TELL_SEAT,
        lifecycle="application",
        subject_id=application.id,
        region_id=application.region_id,
        payload={},
    )

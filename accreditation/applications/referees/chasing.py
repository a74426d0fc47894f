"""What the clock does for references: reminders, the end of the time, and the end of the need; each once."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.referees.asking import end, mail, tell_applicant
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import OVER, WAITING, Standing, standing_of
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.people.models import Person
from accreditation.region.calendar import holidays_of
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.states import BEFORE_SELECTION

_WAITING = (
    RefereeRequest.answered_at.is_(None),
    RefereeRequest.declined_at.is_(None),
    RefereeRequest.ended_at.is_(None),
)


def chase_referees(factory: SessionFactory) -> None:
    """Ties accounts that appeared meanwhile, then looks at every request that still waits, one transaction each."""
    with own_transaction(factory) as session:
        _tie_new_accounts(session)
    for act, ids in ((_close, _of_decided_cases(factory)), (_chase, _waiting(factory))):
        for request_id in ids:
            _look_at(factory, request_id, act)


def _tie_new_accounts(session: Session) -> None:
    """So that the tie stays when the account's address changes later."""
    owner = select(Person.id).where(Person.email == RefereeRequest.email, Person.merged_into_id.is_(None))
    new = RefereeRequest.person_id.is_(None) & RefereeRequest.email.in_(select(Person.email))
    values = {"person_id": owner.scalar_subquery()}
    session.execute(update(RefereeRequest).where(new).values(**values).execution_options(synchronize_session=False))


def _ids(factory: SessionFactory, *conditions: Any) -> Sequence[uuid.UUID]:
    query = select(RefereeRequest.id).join(Application, Application.id == RefereeRequest.application_id)
    with factory() as session:
        return session.scalars(query.where(*_WAITING, *conditions).order_by(RefereeRequest.id)).all()


def _of_decided_cases(factory: SessionFactory) -> Sequence[uuid.UUID]:
    return _ids(factory, Application.state.not_in(BEFORE_SELECTION))


def _waiting(factory: SessionFactory) -> Sequence[uuid.UUID]:
    return _ids(factory, Application.state.in_(BEFORE_SELECTION), RefereeRequest.expiry_told_at.is_(None))


def _look_at(factory: SessionFactory, request_id: uuid.UUID, act: Callable[[Session, RefereeRequest], None]) -> None:
    with own_transaction(factory) as session:
        request = session.get_one(RefereeRequest, request_id, with_for_update=True)
        act(session, request)


def _close(session: Session, request: RefereeRequest) -> None:
    """The case went on or ended without this reference: the referee is told not to write it."""
    if standing_of(request, request.application) is not Standing.CANCELLED or request.ended_at is not None:
        return
    if request.expires_at >= clock.now():
        mail(session, request, "referee_not_needed")
    end(session, request, OVER)


def _chase(session: Session, request: RefereeRequest) -> None:
    standing = standing_of(request, request.application)
    if standing is Standing.EXPIRED and request.expiry_told_at is None:
        request.expiry_told_at = clock.now()
        tell_applicant(session, request, "ask_for_another_referee")
    elif standing in WAITING and (passed := _periods_passed(session, request)) > request.reminders:
        request.reminders, request.reminded_at = passed, clock.now()
        mail(session, request, "remind_referee")


def _periods_passed(session: Session, request: RefereeRequest) -> int:
    """How often the edition's number of working days has gone by since the referee was asked."""
    every = request.application.scheme.numbers.get("reference_reminder_working_days", 0)
    holidays = holidays_of(session, request.region_id)
    passed = 0
    while every and add_working_days(request.asked_at, every * (passed + 1), holidays) < clock.now():
        passed += 1
    return passed

"""Reviewers who were asked: one who is written to alone, and those who neither accept nor decline and are asked again."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.jobs.models import RecurringRun
from accreditation.notifications.cases import Case
from accreditation.people.models import Person
from accreditation.region.calendar import holidays_of
from accreditation.reviews.asking import asked_in_effect_at, days_to_answer
from accreditation.reviews.models import ReviewAssignment
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.states import ApplicationState

REMINDER = "remind_reviewer_to_answer"
MOST_REMINDERS = 3
_UNANSWERED = (
    ReviewAssignment.ended_at.is_(None),
    ReviewAssignment.handed_in_at.is_(None),
    ReviewAssignment.declared_at.is_(None),
)


def the_reviewer_asked(session: Session, case: Case) -> Iterable[Person]:
    """Whom the message names, while they review the case and have not handed in."""
    assignment = _named(session, case)
    return [assignment.reviewer] if assignment is not None and assignment.handed_in_at is None else []


def the_reviewer_without_answer(session: Session, case: Case) -> Iterable[Person]:
    """Whom the message names, while they have neither accepted nor declined."""
    assignment = _named(session, case)
    return [assignment.reviewer] if assignment is not None and assignment.declared_at is None else []


def _named(session: Session, case: Case) -> ReviewAssignment | None:
    if case.assignment_id is None or case.subject.state != ApplicationState.UNDER_REVIEW:
        return None
    assignment = session.get(ReviewAssignment, case.assignment_id)
    return assignment if assignment is not None and assignment.ended_at is None else None


def remind_reviewers(factory: SessionFactory) -> None:
    """Writes each reminder once: after every further period of the scheme's days, three times at most."""
    with own_transaction(factory) as session:
        wanted = dict(_due(session))
        claims = select(RecurringRun.job).where(RecurringRun.job.in_(list(wanted)))
        for claim in wanted.keys() - set(session.scalars(claims)):
            _write(session, claim, wanted[claim])


def _due(session: Session) -> Iterator[tuple[str, ReviewAssignment]]:
    query = (
        select(ReviewAssignment)
        .join(ReviewAssignment.application)
        .options(contains_eager(ReviewAssignment.application).joinedload(Application.scheme))
        .where(*_UNANSWERED, Application.state == ApplicationState.UNDER_REVIEW, Application.on_hold.is_(False))
    )
    for assignment in session.scalars(query.order_by(ReviewAssignment.id)):
        if passed := _periods_passed(session, assignment):
            since = asked_in_effect_at(assignment).isoformat()
            yield f"remind:{uuid.uuid5(assignment.id, f'{since}:{passed}').hex}", assignment


def _periods_passed(session: Session, assignment: ReviewAssignment) -> int:
    """How often the days to answer have gone by, counted up to the last reminder."""
    every = days_to_answer(assignment.application.scheme.numbers)
    holidays, since = holidays_of(session, assignment.region_id), asked_in_effect_at(assignment)
    ends = (add_working_days(since, every * (each + 1), holidays) for each in range(MOST_REMINDERS))
    return sum(end < clock.now() for end in ends)


def _write(session: Session, claim: str, assignment: ReviewAssignment) -> None:
    now = clock.now()
    session.add(RecurringRun(job=claim, due_at=asked_in_effect_at(assignment), lease_until=now, done_at=now))
    values: dict[str, Any] = {"assignment": str(assignment.id)}
    outbox.put(
        session,
        effect=REMINDER,
        lifecycle="application",
        subject_id=assignment.application_id,
        region_id=assignment.region_id,
        payload=values,
    )

"""What is asked before anybody is invited, and what the office has still to look at."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from accreditation.applications.models import Application
from accreditation.conflicts.among_reviewers import standing_conflicts
from accreditation.conflicts.finding import bars, conflicts_between
from accreditation.conflicts.kinds import Conflict
from accreditation.people.models import Person
from accreditation.people.names import folded
from accreditation.reviews.models import ReviewAssignment
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import BEFORE_SELECTION, BEYOND_ENDORSEMENT

MOST_PEOPLE = 20
_SHOWN = (joinedload(Application.applicant), joinedload(Application.administration))


def near_to(actor: Actor) -> list[uuid.UUID]:
    """The actor and those tied to the actor: what stands against them somebody else looks at."""
    return sorted(person_id for person_id in (actor.person_id, *actor.related_to) if person_id is not None)


def people_called(session: Session, actor: Actor, region_id: uuid.UUID, typed: str) -> Sequence[Person]:
    """Accounts in use of the region by a part of the name, or by the whole address; nobody close to the actor."""
    words = folded(typed).split()
    if not words:
        return []
    by_name = [Person.search_name.contains(word, autoescape=True) for word in words]
    matches = [Person.email == typed.strip().lower()] if "@" in typed else by_name
    query = select(Person).where(
        Person.region_id == region_id, Person.disabled_at.is_(None), Person.id.not_in(near_to(actor)), *matches
    )
    return session.scalars(query.order_by(Person.register_name, Person.id).limit(MOST_PEOPLE)).all()


@dataclass(frozen=True)
class Answer:
    """Of the cases asked about: those the person could take, and those not, each with every conflict found."""

    free: Sequence[Application]
    bound: Sequence[tuple[Application, tuple[Conflict, ...]]]

    @property
    def asked(self) -> int:
        return len(self.free) + len(self.bound)


def could_take(
    session: Session, visible: ColumnElement[bool], person: Person, *narrowed: ColumnElement[bool]
) -> Answer:
    """Which cases that are not selected yet this person could review. Cases the asker may not see are not in it, nor counted."""
    query = (
        select(Application)
        .where(visible, Application.state.in_(BEFORE_SELECTION), *narrowed)
        .options(*_SHOWN)
        .order_by(Application.number)
    )
    cases = session.scalars(query).all()
    found = conflicts_between(session, cases, [person])
    ties = [(case, found.get((case.id, person.id), ())) for case in cases]
    return Answer(
        free=[case for case, conflicts in ties if not bars(conflicts)],
        bound=[(case, conflicts) for case, conflicts in ties if bars(conflicts)],
    )


@dataclass(frozen=True)
class Open:
    """A reviewer of a running case with conflicts that nobody dismissed."""

    case: Application
    reviewer: Person
    conflicts: tuple[Conflict, ...]
    has_scored: bool


def to_look_at(session: Session, actor: Actor, visible: ColumnElement[bool]) -> list[Open]:
    """In cases that the actor may see, of reviewers not close to the actor; scores that are in come first."""
    query = (
        select(Application)
        .where(visible, Application.state.in_(BEYOND_ENDORSEMENT))
        .where(Application.id.in_(select(ReviewAssignment.application_id).where(ReviewAssignment.ended_at.is_(None))))
        .options(*_SHOWN)
        .order_by(Application.number)
    )
    cases = session.scalars(query).all()
    standing = standing_conflicts(session, cases)
    if not standing:
        return []
    rows = session.scalars(
        select(ReviewAssignment)
        .where(ReviewAssignment.application_id.in_(standing), ReviewAssignment.ended_at.is_(None))
        .where(ReviewAssignment.reviewer_id.not_in(near_to(actor)))
        .options(joinedload(ReviewAssignment.reviewer))
    )
    by_id = {case.id: case for case in cases}
    found = [
        Open(by_id[row.application_id], row.reviewer, conflicts, row.handed_in_at is not None)
        for row in rows
        if (conflicts := standing[row.application_id].get(row.reviewer_id))
    ]
    return sorted(found, key=lambda each: (not each.has_scored, each.case.number, each.reviewer.register_name))

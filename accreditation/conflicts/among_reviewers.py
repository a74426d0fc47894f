"""Conflicts that stand between cases and those who review them: what the door, the office and its list go by."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.conflicts.finding import conflicts_between
from accreditation.conflicts.kinds import Conflict, Kind
from accreditation.people.models import Person
from accreditation.reviews.models import ReviewAssignment
from accreditation.workflow.states import BEFORE_SELECTION, ApplicationState

_JUDGED = BEFORE_SELECTION - {ApplicationState.AWAITING_ENDORSEMENT, ApplicationState.INFORMATION_REQUESTED}
# What people do together once the review is over is no reason to doubt it.
_LATER_WORK = frozenset({Kind.WORKSHOP, Kind.MENTOR, Kind.MISSION})

Standing = Mapping[uuid.UUID, Mapping[uuid.UUID, tuple[Conflict, ...]]]


def conflict_facts(session: Session, applications: Sequence[Application]) -> dict[uuid.UUID, dict[str, Any]]:
    """Per application the keyword argument of ApplicationFacts that this chapter knows: a count, found when one is asked."""
    reviewed = [application for application in applications if application.state in _JUDGED]

    @cache
    def standing() -> Standing:
        return standing_conflicts(session, reviewed)

    def counting(case_id: uuid.UUID) -> Callable[[], int]:
        return lambda: len(standing().get(case_id, ()))

    return {row.id: {"reviewers_conflicted": counting(row.id)} for row in applications}


def that_bear(application: Application, conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Those of a reviewer that still bear on the case: all of them until it is selected, then no later work together."""
    if application.state in BEFORE_SELECTION:
        return tuple(conflicts)
    return tuple(conflict for conflict in conflicts if conflict.kind not in _LATER_WORK)


def standing_conflicts(session: Session, cases: Sequence[Application]) -> Standing:
    """By case and reviewer whose assignment stands, the conflicts that nobody dismissed. A constant number of queries."""
    if not cases:
        return {}
    query = (
        select(ReviewAssignment.application_id, Person)
        .join(Person, Person.id == ReviewAssignment.reviewer_id)
        .where(ReviewAssignment.application_id.in_([case.id for case in cases]), ReviewAssignment.ended_at.is_(None))
    )
    reviewers: dict[uuid.UUID, dict[uuid.UUID, Person]] = defaultdict(dict)
    for case_id, person in session.execute(query):
        reviewers[case_id][person.id] = person
    reviewed = [case for case in cases if case.id in reviewers]
    people = {person_id: person for those in reviewers.values() for person_id, person in those.items()}
    found = conflicts_between(session, reviewed, list(people.values()))
    standing: dict[uuid.UUID, dict[uuid.UUID, tuple[Conflict, ...]]] = defaultdict(dict)
    for case in reviewed:
        for person_id in reviewers[case.id]:
            bearing = that_bear(case, [each for each in found.get((case.id, person_id), ()) if each.stands])
            if bearing:
                standing[case.id][person_id] = bearing
    return standing

"""What the rule book may know of reviews and decisions, and how far the scores of two reviewers lie apart."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.people.models import Person
from accreditation.reviews.models import Decision, ReviewAssignment
from accreditation.workflow.states import ApplicationState

Partial = dict[uuid.UUID, dict[str, Any]]
_S = ApplicationState
_REVIEWED = {
    _S.SCREENING,
    _S.UNDER_REVIEW,
    _S.INFORMATION_REQUESTED,
    _S.NOT_SELECTED,
    _S.WAITLISTED,
    _S.SHORTLISTED,
}
_DECIDED_HERE = {
    _S.AWAITING_SHORTLISTING,
    _S.WAITLISTED,
    _S.AWAITING_PRE_ACCREDITATION,
    _S.AWAITING_ACCREDITATION,
}


def weighted_level(levels: Mapping[str, int], criteria: Sequence[Mapping[str, Any]]) -> float | None:
    """Mean level (1 to 5) by the scheme's weights over the criteria that have one; None when none has."""
    weighed = [(criterion["weight"], levels[criterion["key"]]) for criterion in criteria if criterion["key"] in levels]
    total = sum(weight for weight, _ in weighed)
    return sum(weight * level for weight, level in weighed) / total if total else None


def review_facts(
    session: Session, applications: Sequence[Application], barred: Mapping[uuid.UUID, frozenset[uuid.UUID]]
) -> Partial:
    """Per application the keyword arguments of ApplicationFacts that this chapter knows.

    By application, `barred`: everyone whose part in the case keeps them from deciding it.
    """
    found: Partial = {application.id: {} for application in applications}
    reviewed = [application for application in applications if application.state in _REVIEWED]
    if reviewed:
        _add_reviews(session, reviewed, found)
    decided = [application for application in applications if application.state in _DECIDED_HERE]
    if decided:
        _add_decisions(session, decided, barred, found)
    return found


def _add_reviews(session: Session, applications: Sequence[Application], found: Partial) -> None:
    query = select(ReviewAssignment).where(
        ReviewAssignment.application_id.in_([application.id for application in applications]),
        ReviewAssignment.ended_at.is_(None),
    )
    by_case: dict[uuid.UUID, list[ReviewAssignment]] = defaultdict(list)
    for assignment in session.scalars(query):
        by_case[assignment.application_id].append(assignment)
    for application in applications:
        rows = by_case[application.id]
        levels = [
            weighted_level({score.criterion: score.level for score in row.scores}, application.scheme.scoring)
            for row in rows
            if row.handed_in_at
        ]
        known = [level for level in levels if level is not None]
        found[application.id] |= {
            "reviewers": len(rows),
            "scores_in": sum(row.handed_in_at is not None for row in rows),
            "score_spread": max(known) - min(known) if len(known) > 1 else None,
        }


def _add_decisions(
    session: Session,
    applications: Sequence[Application],
    barred: Mapping[uuid.UUID, frozenset[uuid.UUID]],
    found: Partial,
) -> None:
    homes = {application.id: application.administration_id for application in applications}
    query = (
        select(Decision, Person.administration_id)
        .join(Person, Person.id == Decision.decided_by_id)
        .where(Decision.application_id.in_(homes), Decision.released_at.is_(None), Decision.set_aside_at.is_(None))
    )
    for decision, administration_id in session.execute(query.order_by(Decision.decided_at)):
        case_id = decision.application_id
        found[case_id] |= {
            "decision": decision.outcome,
            "decision_reasons": len(decision.reasons),
            "deciders_conflicted": int(
                decision.decided_by_id in barred[case_id] or administration_id == homes[case_id]
            ),
        }

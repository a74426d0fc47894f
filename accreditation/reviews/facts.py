"""What the rule book may know of reviews and decisions."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.people.models import Person
from accreditation.reviews.counting import desk_result, spread_of
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.discussing import open_discussions
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.panel_facts import has_a_panel
from accreditation.reviews.panel_models import PanelVote
from accreditation.reviews.scoring import levels_of
from accreditation.workflow.panel import RECUSED
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
_SELECTING = {_S.AWAITING_SHORTLISTING, _S.WAITLISTED}
_DECIDED_HERE = {
    _S.AWAITING_SHORTLISTING,
    _S.WAITLISTED,
    _S.AWAITING_PRE_ACCREDITATION,
    _S.AWAITING_ACCREDITATION,
}


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
    selecting = [row for row in applications if row.state in _SELECTING and row.scheme.numbers.get("desk_floor_bars")]
    if selecting:
        _add_floors(session, selecting, found)
    decided = [application for application in applications if application.state in _DECIDED_HERE]
    if decided:
        _add_decisions(session, decided, barred, found)
    return found


@cache
def _assignments() -> Select[tuple[ReviewAssignment]]:
    """Those of applications that did not end."""
    return select(ReviewAssignment).where(
        ReviewAssignment.application_id.in_(bindparam("ids", expanding=True)), ReviewAssignment.ended_at.is_(None)
    )


def _add_reviews(session: Session, applications: Sequence[Application], found: Partial) -> None:
    by_case: dict[uuid.UUID, list[ReviewAssignment]] = defaultdict(list)
    for assignment in session.scalars(_assignments(), {"ids": [application.id for application in applications]}):
        by_case[assignment.application_id].append(assignment)
    discussed = open_discussions(session, by_case)
    for application in applications:
        rows = by_case[application.id]
        spread = spread_of([levels_of(row) for row in rows if row.handed_in_at], application.scheme.scoring)
        found[application.id] |= {
            "reviewers": len(rows),
            "scores_in": sum(row.handed_in_at is not None for row in rows),
            "score_spread": spread.overall,
            "criterion_spread": spread.widest,
            "scores_are_discussed": application.id in discussed,
        }


def _add_floors(session: Session, applications: Sequence[Application], found: Partial) -> None:
    """How many criteria of the desk review lie below their floor, where the edition lets that bar from selection."""
    reviews: dict[uuid.UUID, list[dict[str, int]]] = defaultdict(list)
    handed_in = _assignments().where(ReviewAssignment.handed_in_at.is_not(None))
    for assignment in session.scalars(handed_in, {"ids": [application.id for application in applications]}):
        reviews[assignment.application_id].append(levels_of(assignment))
    for application in applications:
        result = desk_result(reviews[application.id], application.scheme.scoring, application.scheme.numbers)
        found[application.id]["desk_below_floor"] = len(result.below_floor) if result else 0


def _add_decisions(
    session: Session,
    applications: Sequence[Application],
    barred: Mapping[uuid.UUID, frozenset[uuid.UUID]],
    found: Partial,
) -> None:
    homes = {application.id: application.administration_id for application in applications}
    deciders: dict[uuid.UUID, dict[uuid.UUID, uuid.UUID | None]] = {}
    for case_id, outcome, reasons, decider_id, administration_id in session.execute(_recorded(), {"ids": list(homes)}):
        found[case_id] |= {"decision": outcome, "decision_reasons": len(reasons)}
        deciders[case_id] = {decider_id: administration_id}
    voted = [row.id for row in applications if row.id in deciders and has_a_panel(row)]
    for case_id, voter_id, administration_id in _who_voted(session, voted) if voted else ():
        deciders[case_id][voter_id] = administration_id
    for case_id, people in deciders.items():
        found[case_id]["deciders_conflicted"] = sum(
            person_id in barred[case_id] or home == homes[case_id] for person_id, home in people.items()
        )


@cache
def _recorded() -> Select[Any]:
    """Of judgements not yet published: case, outcome, reasons, who made it, and whose administration that person serves."""
    return (
        select(
            Decision.application_id,
            Decision.outcome,
            Decision.reasons,
            Decision.decided_by_id,
            Person.administration_id,
        )
        .join(Person, Person.id == Decision.decided_by_id)
        .where(
            Decision.application_id.in_(bindparam("ids", expanding=True)),
            Decision.released_at.is_(None),
            Decision.set_aside_at.is_(None),
        )
        .order_by(Decision.decided_at)
    )


def _who_voted(
    session: Session, case_ids: Sequence[uuid.UUID]
) -> Iterator[tuple[uuid.UUID, uuid.UUID, uuid.UUID | None]]:
    """Case, person and their administration: whoever took part in the vote since the case came before the panel."""
    query = (
        select(PanelVote.application_id, PanelVote.person_id, Person.administration_id)
        .join(Person, Person.id == PanelVote.person_id)
        .join(Application, Application.id == PanelVote.application_id)
        .where(
            PanelVote.application_id.in_(case_ids),
            PanelVote.replaced_at.is_(None),
            PanelVote.choice != RECUSED,
            PanelVote.cast_at >= Application.state_since,
        )
    )
    yield from session.execute(query)

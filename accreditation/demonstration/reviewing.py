"""Desk reviews of the demo's cases, up to the panel's decision."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.demonstration.selection import Case, check, reason_of
from accreditation.people.models import Person
from accreditation.reviews.decisions import record_decision
from accreditation.reviews.declaring import declare_no_interest
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assign_reviewer
from accreditation.reviews.scoring import hand_in, save_scores


def send_to_review(case: Case, day: int) -> None:
    def prepare(session: Session, actor: Any, application: Application) -> None:
        check(case, session, actor, application)
        for key in case.reviewers():
            assign_reviewer(session, actor, application, session.get_one(Person, case.stage.people[key]))

    case.take(day, "start_review", "oficial", before=prepare)


def review(case: Case, day: int, *, only_first: bool = False) -> None:
    """Each reviewer declares, scores and hands in; with `only_first` the second has not opened the file yet."""
    for offset, key in enumerate(case.reviewers()[: 1 if only_first else None]):
        moment = case.stage.moment(day, 10) + timedelta(days=offset)
        with case.stage.at(min(moment, case.stage.opened_at)) as session:
            actor = case.stage.actor(session, key)
            query = select(ReviewAssignment).where(
                ReviewAssignment.application_id == case.application_id, ReviewAssignment.reviewer_id == actor.person_id
            )
            assignment = session.scalars(query).one()
            declare_no_interest(session, actor, assignment)
            base = {"strong": 4, "weak": 3, "poor": 2}[case.strength]
            levels: dict[str, tuple[int | None, str]] = {
                criterion["key"]: (min(5, base + case.stage.dice.randrange(2)), "Demo")
                for criterion in assignment.application.scheme.scoring
            }
            save_scores(session, actor, assignment, levels)
            hand_in(session, actor, assignment, "")


def hand_to_panel(case: Case, day: int) -> None:
    case.take(day, "close_review", "oficial")


def decide(case: Case, day: int, outcome: str, who: str, group: str = "", statement: str = "") -> None:
    """Records a decision and publishes it."""
    reasons = [reason_of(case, group)] if group else []
    case.take(day, outcome, who, before=recording(outcome, reasons, statement))


def recording(outcome: str, reasons: Sequence[str], statement: str) -> Callable[[Session, Any, Application], None]:
    """What is done before a decision is published: it is recorded, on the case as it stands."""

    def write(session: Session, actor: Any, application: Application) -> None:
        record_decision(
            session,
            actor,
            application,
            outcome,
            reasons=reasons,
            statement=statement,
            seen_version=application.version,
        )

    return write

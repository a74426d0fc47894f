"""What must be true of decisions at the instant a step publishes or reopens them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.history import StateChange
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import SET_ASIDE, ReviewAssignment
from accreditation.workflow.effects import Consequence


def release_decision(session: Session, application: Application, change: StateChange) -> None:
    """The decision that this step publishes; any other left open at this stage is set aside."""
    query = select(Decision).where(
        Decision.application_id == application.id, Decision.released_at.is_(None), Decision.set_aside_at.is_(None)
    )
    for decision in session.scalars(query):
        if decision.outcome == change.transition:
            decision.released_at = change.at
        else:
            decision.set_aside_at = change.at


def set_decision_aside(session: Session, application: Application, change: StateChange) -> None:
    """The published decision that this step overturns no longer stands; it stays on record."""
    published = select(Decision).where(
        Decision.application_id == application.id, Decision.released_at.is_not(None), Decision.set_aside_at.is_(None)
    )
    latest = session.scalars(published.order_by(Decision.released_at.desc()).limit(1)).first()
    if latest is not None:
        latest.set_aside_at = change.at


def set_unpublished_aside(session: Session, application: Application, change: StateChange) -> None:
    """What was decided on scores that the case goes back for is decided anew."""
    query = select(Decision).where(
        Decision.application_id == application.id, Decision.released_at.is_(None), Decision.set_aside_at.is_(None)
    )
    for decision in session.scalars(query):
        decision.set_aside_at = change.at


def end_reviews(session: Session, application: Application, change: StateChange) -> None:
    """After an appeal: the reviews stay on record as they were handed in, count no longer, and others review."""
    standing = (ReviewAssignment.application_id == application.id, ReviewAssignment.ended_at.is_(None))
    for assignment in session.scalars(select(ReviewAssignment).where(*standing)):
        assignment.ended_at, assignment.ended_reason = change.at, SET_ASIDE
    session.flush()


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.RELEASE_DECISION: release_decision,
    Consequence.SET_DECISION_ASIDE: set_decision_aside,
    Consequence.SET_UNPUBLISHED_ASIDE: set_unpublished_aside,
    Consequence.END_REVIEWS: end_reviews,
}

"""Asking a reviewer: the mail to one who is asked while the review is under way, and how long an answer may take."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.jobs import outbox
from accreditation.reviews.models import ReviewAssignment
from accreditation.schemes.earlier import number_in
from accreditation.workflow.states import ApplicationState

# Effect: one reviewer is asked like those of the beginning.
INVITED = "invite_another_reviewer"


def invite_reviewer(session: Session, application: Application, assignment: ReviewAssignment) -> None:
    """Mails whoever joins a review that is under way; before, the beginning of the review mails everybody."""
    if application.state is ApplicationState.UNDER_REVIEW:
        outbox.put(
            session,
            effect=INVITED,
            lifecycle="application",
            subject_id=application.id,
            region_id=application.region_id,
            payload={"assignment": str(assignment.id)},
        )


def days_to_answer(numbers: Mapping[str, int]) -> int:
    """Working days in which a reviewer accepts or declines."""
    return number_in(numbers, "review_answer_working_days")


def asked_in_effect_at(assignment: ReviewAssignment) -> datetime:
    """Since when an answer is waited for: the later of being asked and the beginning of the review."""
    began: datetime = assignment.application.state_since
    return max(assignment.asked_at or began, began)

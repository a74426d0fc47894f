"""A conflict found late: the scores no longer count, and a case that nobody has published a decision on goes back to review."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.conflicts.dismissing import case_to_weigh, note_tie, reason_given
from accreditation.conflicts.finding import bars, conflicts_between
from accreditation.conflicts.kinds import Kind
from accreditation.errors import Invalid, NotPermitted
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import close_assignment
from accreditation.texts import N_
from accreditation.transition import perform_by_system
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState

# Kept with the step; the history does not say whose scores they were.
_BACK = N_("Scores were voided because of a conflict of interest that was found late.")
_REVIEWED_NOW = frozenset(
    {ApplicationState.UNDER_REVIEW, ApplicationState.INFORMATION_REQUESTED, ApplicationState.AWAITING_SHORTLISTING}
)


def void_scores(
    session: Session, actor: Actor, application: Application, assignment: ReviewAssignment, reason: str
) -> None:
    """An officer voids what a reviewer handed in, where a conflict stands: kept on record, and counted nowhere."""
    application = case_to_weigh(session, actor, application, assignment.reviewer)
    session.refresh(assignment)
    if (
        assignment.application_id != application.id
        or assignment.handed_in_at is None
        or assignment.ended_at is not None
    ):
        raise NotPermitted
    found = conflicts_between(session, [application], [assignment.reviewer])
    if not bars(found.get((application.id, assignment.reviewer_id))):
        raise Invalid(N_("No conflict of interest stands. Record the tie first."), field="reason")
    void(session, actor, application, assignment, reason_given(reason))


def void(session: Session, actor: Actor, application: Application, assignment: ReviewAssignment, reason: str) -> None:
    handed_in_at = assignment.handed_in_at
    close_assignment(assignment, "conflict")
    assignment.handed_in_at = handed_in_at
    assignment.voided_at, assignment.voided_by_id, assignment.voided_reason = clock.now(), actor.person_id, reason
    note_tie(session, actor, application, "void_scores", assignment.reviewer, Kind.VOIDED, reason)
    if application.state is ApplicationState.AWAITING_SHORTLISTING and not application.on_hold:
        perform_by_system(session, application, "return_to_review", _BACK.message_id)


def voided_in(session: Session, application: Application) -> list[ReviewAssignment]:
    """The assignments of a case whose scores were voided, oldest first."""
    query = select(ReviewAssignment).where(
        ReviewAssignment.application_id == application.id, ReviewAssignment.voided_at.is_not(None)
    )
    return list(session.scalars(query.order_by(ReviewAssignment.voided_at, ReviewAssignment.id)))


def decided_on_voided(session: Session, application: Application) -> list[Decision]:
    """Decisions already published that were taken on scores voided since; nothing undoes them silently."""
    voided = voided_in(session, application)
    if not voided or application.state in _REVIEWED_NOW:
        return []
    first = min(assignment.voided_at for assignment in voided if assignment.voided_at)
    query = select(Decision).where(
        Decision.application_id == application.id,
        Decision.stage.in_((ApplicationState.AWAITING_SHORTLISTING.value, ApplicationState.WAITLISTED.value)),
        Decision.released_at <= first,
        Decision.set_aside_at.is_(None),
    )
    return list(session.scalars(query.order_by(Decision.released_at)))

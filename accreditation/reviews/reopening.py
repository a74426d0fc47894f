"""Scores that were handed in are opened again; what stood before is kept."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.jobs import outbox
from accreditation.people.staff_notes import note_for_auditor
from accreditation.reviews.models import ReviewAssignment, Score
from accreditation.reviews.scoring import REOPENED
from accreditation.reviews.scoring_models import FormerScore
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState


def keep_former(session: Session, actor: Actor, score: Score, reason: str) -> None:
    """What stood before, with why it gave way."""
    session.add(
        FormerScore(
            assignment_id=score.assignment_id,
            criterion=score.criterion,
            level=score.level,
            comment=score.comment,
            reason=reason,
            replaced_by_id=actor.person_id,
            replaced_at=clock.now(),
        )
    )


def former_scores(session: Session, assignments: Iterable[ReviewAssignment]) -> Mapping[uuid.UUID, list[FormerScore]]:
    """By assignment, what was handed in before, oldest first. One query."""
    found: dict[uuid.UUID, list[FormerScore]] = {assignment.id: [] for assignment in assignments}
    query = select(FormerScore).where(FormerScore.assignment_id.in_(found)).order_by(FormerScore.id)
    for score in session.scalars(query):
        found[score.assignment_id].append(score)
    return found


def reopen_scores(session: Session, actor: Actor, assignment: ReviewAssignment, why: str) -> None:
    """The reviewer may change what was handed in, while the case is under review; what stood is kept, and the reason too."""
    application = lock_case(session, assignment.application)
    session.refresh(assignment)
    allowed = permissions.may(permissions.ASSIGN, actor, facts_of(session, application), application.state)
    if not allowed or application.state is not ApplicationState.UNDER_REVIEW or assignment.ended_at is not None:
        raise NotPermitted
    if assignment.handed_in_at is None:
        raise ChangedMeanwhile(N_("These scores are open already."))
    reason = why.strip()
    if not reason:
        raise Invalid(N_("Say why the scores are opened again: it stays on record."), field="why")
    for score in assignment.scores:
        keep_former(session, actor, score, reason)
    assignment.handed_in_at = None
    details = {"number": application.number, "reviewer": str(assignment.reviewer_id), "why": reason}
    note_for_auditor(
        session, actor, "reopen_scores", region_id=application.region_id, subject_id=application.id, details=details
    )
    touch(application)
    outbox.put(
        session, effect=REOPENED, lifecycle="application", subject_id=application.id, region_id=application.region_id,
        payload={},
    )  # fmt: skip
    session.flush()

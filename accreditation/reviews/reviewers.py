"""Assigning reviewers and taking them off."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.models import Person
from accreditation.reviews.asking import invite_reviewer
from accreditation.reviews.models import SET_ASIDE, ReviewAssignment
from accreditation.texts import N_, Text
from accreditation.transition import board, facts_of, lock_case, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor


def conflicts_of(session: Session, application: Application, reviewer: Person) -> Text | None:
    """Why this person may not review this application, or None: the check made before anyone is asked."""
    found = board().conflicts(session, [application], [reviewer]).get((application.id, reviewer.id), ())
    return next((conflict.reason for conflict in found if conflict.stands), None)


def assign_reviewer(session: Session, actor: Actor, application: Application, reviewer: Person) -> ReviewAssignment:
    """Asks one reviewer, by mail where the review is under way; an earlier assignment of the same person is taken up again."""
    application = locked(session, actor, application, permissions.ASSIGN)
    conflict = conflicts_of(session, application, reviewer)
    if conflict is not None:
        raise Invalid(conflict, field="reviewer")
    assignment = assignment_of(session, application, reviewer.id)
    if assignment is not None and assignment.ended_reason == SET_ASIDE:
        raise Invalid(N_("The review of this person was set aside after an appeal."), field="reviewer")
    if assignment is None:
        assignment = ReviewAssignment(
            region_id=application.region_id, application_id=application.id, reviewer_id=reviewer.id
        )
        session.add(assignment)
    assignment.assigned_by_id, assignment.asked_at = actor.person_id, clock.now()
    assignment.ended_at, assignment.ended_reason, assignment.ended_note, assignment.decline_reason = None, "", "", ""
    touch(application)
    session.flush()
    invite_reviewer(session, application, assignment)
    return assignment


def take_off(session: Session, actor: Actor, application: Application, assignment: ReviewAssignment, why: str) -> None:
    """Ends an assignment; its scores no longer count."""
    application = lock_case(session, application)
    allowed = permissions.may(permissions.ASSIGN, actor, facts_of(session, application), application.state)
    if not allowed or assignment.application_id != application.id:
        raise NotPermitted
    close_assignment(assignment, why)
    touch(application)
    session.flush()


def close_assignment(assignment: ReviewAssignment, why: str) -> None:
    """The reviewer has no part in the case any more, and nothing handed in counts."""
    assignment.ended_at, assignment.ended_reason = clock.now(), why.strip()
    assignment.handed_in_at = None


def assignment_of(session: Session, application: Application, reviewer_id: uuid.UUID) -> ReviewAssignment | None:
    query = select(ReviewAssignment).where(
        ReviewAssignment.application_id == application.id, ReviewAssignment.reviewer_id == reviewer_id
    )
    return session.scalars(query).one_or_none()

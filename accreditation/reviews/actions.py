"""Assigning reviewers, scoring and handing in."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.models import Person
from accreditation.reviews.models import SET_ASIDE, ReviewAssignment, Score
from accreditation.texts import N_, Text
from accreditation.transition import board, facts_of, lock_case, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

EXTREMES = (1, 5)


def conflicts_of(session: Session, application: Application, reviewer: Person) -> Text | None:
    """Why this person may not review this application, or None: the check made before anyone is asked."""
    found = board().conflicts(session, [application], [reviewer]).get((application.id, reviewer.id), ())
    return next((conflict.reason for conflict in found if conflict.stands), None)


def assign_reviewer(session: Session, actor: Actor, application: Application, reviewer: Person) -> ReviewAssignment:
    """Asks one reviewer; an earlier assignment of the same person that ended is taken up again."""
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
    assignment.assigned_by_id, assignment.ended_at, assignment.ended_reason = actor.person_id, None, ""
    touch(application)
    session.flush()
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


def own_assignment(session: Session, actor: Actor, assignment: ReviewAssignment) -> Application:
    """The case, locked, if the assignment is the actor's, stands, and the case is under review."""
    application = lock_case(session, assignment.application)
    session.refresh(assignment)
    allowed = permissions.may(permissions.SCORE, actor, facts_of(session, application), application.state)
    if not allowed or assignment.reviewer_id != actor.person_id or assignment.ended_at is not None:
        raise NotPermitted
    return application


def save_scores(
    session: Session, actor: Actor, assignment: ReviewAssignment, levels: Mapping[str, tuple[int | None, str]]
) -> None:
    """Keeps levels (1 to 5) and comments as they are typed; nothing is final before handing in."""
    application = own_assignment(session, actor, assignment)
    if assignment.declared_at is None or assignment.handed_in_at is not None:
        raise NotPermitted
    known = {criterion["key"] for criterion in application.scheme.scoring}
    present = {score.criterion: score for score in assignment.scores}
    for criterion, (level, comment) in levels.items():
        if criterion not in known or level is None:
            continue
        score = present.get(criterion)
        if score is None:
            score = Score(assignment_id=assignment.id, criterion=criterion)
            assignment.scores.append(score)
        score.level, score.comment = level, comment.strip()
    session.flush()


def missing_before_hand_in(assignment: ReviewAssignment) -> list[tuple[str, Text]]:
    """(criterion, what is missing): a level for each, and a comment where the level is an extreme."""
    scores = {score.criterion: score for score in assignment.scores}
    found = []
    for criterion in assignment.application.scheme.scoring:
        score = scores.get(criterion["key"])
        if score is None:
            found.append((criterion["key"], N_("Choose a level.")))
        elif score.level in EXTREMES and not score.comment:
            found.append((criterion["key"], N_("Explain a lowest or highest level in a comment.")))
    return found


def hand_in(session: Session, actor: Actor, assignment: ReviewAssignment, overall_comment: str) -> None:
    """The scores count from now on and can no longer be changed by the reviewer."""
    application = own_assignment(session, actor, assignment)
    missing = missing_before_hand_in(assignment)
    if assignment.declared_at is None or missing:
        raise Invalid(
            missing[0][1] if missing else N_("Declare your interests first."), field=missing[0][0] if missing else None
        )
    assignment.overall_comment, assignment.handed_in_at = overall_comment.strip(), clock.now()
    touch(application)
    session.flush()

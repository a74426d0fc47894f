"""Scoring a case: kept as one types, handed in for good, reopened by the office with a reason."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.reviews.models import ReviewAssignment, Score
from accreditation.texts import N_, Text
from accreditation.transition import facts_of, lock_case
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

# Where an edition of before does not say at which levels a comment is needed.
EXTREMES = (1, 5)
# Effect: the reviewer learns that the scores are open again.
REOPENED = "tell_scores_reopened"

Typed = Mapping[str, tuple[int | None, str]]


def own_review(session: Session, actor: Actor, assignment: ReviewAssignment) -> Application:
    """The case, locked, if the assignment is the actor's, stands, and the case is under review."""
    application = lock_case(session, assignment.application)
    session.refresh(assignment)
    allowed = permissions.may(permissions.SCORE, actor, facts_of(session, application), application.state)
    if not allowed or assignment.reviewer_id != actor.person_id or assignment.ended_at is not None:
        raise NotPermitted
    return application


def save_scores(
    session: Session,
    actor: Actor,
    assignment: ReviewAssignment,
    typed: Typed,
    overall_comment: str | None = None,
    *,
    seen: int | None = None,
) -> None:
    """Keeps levels (1 to 5) and comments as they are typed, complete or not; nothing is final before handing in.

    `seen` is the version of the assignment that the page showed; ChangedMeanwhile where another window saved since.
    """
    application = own_review(session, actor, assignment)
    if assignment.declared_at is None or assignment.handed_in_at is not None:
        raise NotPermitted
    if seen is not None and assignment.version != seen:
        raise ChangedMeanwhile(N_("Your scores were saved in another window meanwhile."))
    present = {score.criterion: score for score in assignment.scores}
    for criterion in application.scheme.scoring:
        level, comment = typed.get(criterion["key"], (None, ""))
        score = present.get(criterion["key"])
        if score is None and (level is not None or comment.strip()):
            score = Score(assignment_id=assignment.id, criterion=criterion["key"])
            assignment.scores.append(score)
        if score is not None and criterion["key"] in typed:
            score.level, score.comment = level if level is not None else score.level, comment.strip()
    if overall_comment is not None:
        assignment.overall_comment = overall_comment.strip()
    assignment.updated_at = clock.now()
    # So that the version rises with every saving, also where only a score changed.
    flag_modified(assignment, "updated_at")
    session.flush()


def levels_of(row: Any) -> dict[str, int]:
    """The levels chosen so far, by criterion, of an assignment or of a reading for practice."""
    return {score.criterion: score.level for score in row.scores if score.level is not None}


def given_in(row: Any) -> Typed:
    """The saved scores of an assignment, or of a reading for practice, in the shape in which they are typed."""
    return {score.criterion: (score.level, score.comment) for score in row.scores}


def comment_is_needed(criterion: Mapping[str, Any], level: int | None) -> bool:
    return level in criterion.get("comment_at", EXTREMES)


def missing_in(criteria: Iterable[Mapping[str, Any]], typed: Typed) -> list[tuple[str, Text]]:
    """(criterion, what is missing): a level for each, and a comment where the edition wants one."""
    found = []
    for criterion in criteria:
        level, comment = typed.get(criterion["key"], (None, ""))
        if level is None:
            found.append((criterion["key"], N_("Choose a level.")))
        elif comment_is_needed(criterion, level) and not comment.strip():
            found.append((criterion["key"], N_("Say in a comment why you give level %(level)s.", level=level)))
    return found


def missing_before_hand_in(assignment: ReviewAssignment) -> list[tuple[str, Text]]:
    """What keeps these scores from being handed in."""
    typed = {score.criterion: (score.level, score.comment) for score in assignment.scores}
    return missing_in(assignment.application.scheme.scoring, typed)


def hand_in(session: Session, actor: Actor, assignment: ReviewAssignment, overall_comment: str | None = None) -> None:
    """The scores count from now on and can no longer be changed by the reviewer."""
    own_review(session, actor, assignment)
    if assignment.declared_at is None:
        raise Invalid(N_("Declare your interests first."))
    if missing := missing_before_hand_in(assignment):
        raise Invalid(missing[0][1], field=missing[0][0])
    if overall_comment is not None:
        assignment.overall_comment = overall_comment.strip()
    # The version of the case does not rise: it stands in pages of the other reviewers, who must not learn of this.
    assignment.handed_in_at = assignment.handed_in_at or clock.now()
    session.flush()


def handed_in(session: Session, application_id: uuid.UUID) -> Sequence[ReviewAssignment]:
    """The reviews that count, in the order in which they were asked for."""
    query = select(ReviewAssignment).where(
        ReviewAssignment.application_id == application_id,
        ReviewAssignment.ended_at.is_(None),
        ReviewAssignment.handed_in_at.is_not(None),
    )
    return session.scalars(query.order_by(ReviewAssignment.id)).all()

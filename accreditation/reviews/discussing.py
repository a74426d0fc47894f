"""Discussing scores that differ: opened and closed by the office, between reviewers who have all handed in.

A fact beside the case, not a state: the guard `the_scores_agree` waits for its end (docs/decisions, "Scores that differ").
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, no_longer_than
from accreditation.jobs import outbox
from accreditation.region.calendar import holidays_of
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reopening import keep_former
from accreditation.reviews.scoring import Typed, missing_in, own_review
from accreditation.reviews.scoring_models import DiscussionEntry, ScoreDiscussion
from accreditation.schemes.earlier import number_in
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow import permissions, score_guards
from accreditation.workflow.actors import Actor
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.states import ApplicationState

LONGEST = 4000
# Effect: every reviewer of the case is asked to discuss.
ASKED = "ask_to_discuss_scores"


def discussions_of(session: Session, application: Application) -> Sequence[ScoreDiscussion]:
    """Every discussion of the case, the latest first."""
    query = select(ScoreDiscussion).where(ScoreDiscussion.application_id == application.id)
    return session.scalars(query.order_by(ScoreDiscussion.id.desc())).all()


def open_discussions(session: Session, application_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, ScoreDiscussion]:
    """By application, the discussion that is open. One query."""
    found = session.scalars(_open_ones(), {"ids": list(application_ids)})
    return {discussion.application_id: discussion for discussion in found}


@cache
def _open_ones() -> Select[tuple[ScoreDiscussion]]:
    return select(ScoreDiscussion).where(
        ScoreDiscussion.application_id.in_(bindparam("ids", expanding=True)), ScoreDiscussion.closed_at.is_(None)
    )


def _for_office(session: Session, actor: Actor, application: Application) -> Application:
    application = lock_case(session, application)
    allowed = permissions.may(permissions.ASSIGN, actor, facts_of(session, application), application.state)
    if not allowed or application.state is not ApplicationState.UNDER_REVIEW:
        raise NotPermitted
    return application


def open_discussion(session: Session, actor: Actor, application: Application, question: str) -> ScoreDiscussion:
    """Asks everybody who scored to discuss. Invalid where somebody is still scoring or the scores do not differ."""
    application = _for_office(session, actor, application)
    facts, numbers = facts_of(session, application), application.scheme.numbers
    if facts.scores_are_discussed:
        raise ChangedMeanwhile(N_("The reviewers are discussing their scores already."))
    if not numbers.get("score_discussion"):
        raise Invalid(N_("This edition of the scheme does not provide for a discussion."))
    if score_guards.every_score_is_in(facts) is not None or not score_guards.scores_differ(facts):
        raise Invalid(N_("A discussion opens when all have handed in and their scores lie too far apart."))
    now = clock.now()
    days = number_in(numbers, "discussion_working_days")
    assert actor.person_id is not None
    discussion = ScoreDiscussion(
        region_id=application.region_id,
        application_id=application.id,
        question=no_longer_than(LONGEST, question, "question"),
        opened_by_id=actor.person_id,
        opened_at=now,
        due_at=add_working_days(now, days, holidays_of(session, application.region_id)),
    )
    session.add(discussion)
    outbox.put(
        session, effect=ASKED, lifecycle="application", subject_id=application.id, region_id=application.region_id,
        payload={},
    )  # fmt: skip
    touch(application)
    session.flush()
    return discussion


def close_discussion(session: Session, actor: Actor, application: Application) -> None:
    """The scores are judged anew as they stand now."""
    application = _for_office(session, actor, application)
    discussion = open_discussions(session, [application.id]).get(application.id)
    if discussion is None:
        raise ChangedMeanwhile(N_("The discussion was closed meanwhile."))
    discussion.closed_at, discussion.closed_by_id = clock.now(), actor.person_id
    touch(application)
    session.flush()


def _as_reviewer(session: Session, actor: Actor, assignment: ReviewAssignment) -> tuple[Application, ScoreDiscussion]:
    """The case, locked, and its open discussion, for a reviewer who has handed in."""
    application = own_review(session, actor, assignment)
    if assignment.handed_in_at is None:
        raise NotPermitted
    discussion = open_discussions(session, [application.id]).get(application.id)
    if discussion is None:
        raise ChangedMeanwhile(N_("The discussion was closed meanwhile."))
    return application, discussion


def contribute(session: Session, actor: Actor, assignment: ReviewAssignment, words: str) -> None:
    """One entry, for good; it does not take the place of a score."""
    application, discussion = _as_reviewer(session, actor, assignment)
    written = no_longer_than(LONGEST, words, "words")
    if not written:
        raise Invalid(N_("Write what you want to say to the other reviewer."), field="words")
    assert actor.person_id is not None
    discussion.entries.append(
        DiscussionEntry(discussion_id=discussion.id, author_id=actor.person_id, written_at=clock.now(), words=written)
    )
    touch(application)
    session.flush()


def revise(session: Session, actor: Actor, assignment: ReviewAssignment, typed: Typed, reason: str) -> None:
    """Changes one's own scores while the discussion is open; what stood before is kept, with the reason."""
    application, _discussion = _as_reviewer(session, actor, assignment)
    if missing := missing_in(application.scheme.scoring, typed):
        raise Invalid(missing[0][1], field=f"score-{missing[0][0]}")
    scores = {score.criterion: score for score in assignment.scores}
    changed = [
        (scores[key], level, comment.strip())
        for key, (level, comment) in typed.items()
        if key in scores and (scores[key].level, scores[key].comment) != (level, comment.strip())
    ]
    if not changed:
        raise Invalid(N_("Nothing differs from what you handed in."))
    if not reason.strip():
        raise Invalid(N_("Say why you change your scores: it stays on record."), field="reason")
    for score, level, comment in changed:
        keep_former(session, actor, score, reason.strip())
        score.level, score.comment = level, comment
    touch(application)
    session.flush()


def letter_of(assignment: ReviewAssignment, assignments: Sequence[ReviewAssignment]) -> str:
    """A, B, C: how a reviewer is called among those who handed in, in the order in which they were asked."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[[each.id for each in assignments].index(assignment.id)]

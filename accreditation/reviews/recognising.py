"""A reviewer of a blind call says that they recognise the applicant: whether it was right, nobody tells them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, no_longer_than
from accreditation.reviews.declaration_models import Recognition
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assignment_of
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

LONGEST = 1000


def recognise(session: Session, actor: Actor, application: Application, *, is_free: bool, words: str) -> Recognition:
    """Kept for the office. Whoever is not free to judge declares the interest in the same transaction."""
    application = locked(session, actor, application, permissions.DECLARE_INTEREST)
    mine = assignment_of(session, application, actor.person_id) if actor.person_id else None
    if mine is None or mine.ended_at is not None or not application.call.is_blind:
        raise NotPermitted
    if recognition_by(session, mine) is not None:
        raise ChangedMeanwhile(N_("You said so already; the office knows."))
    if is_free and not words.strip():
        raise Invalid(N_("Say in a few words what made you recognise the person."), field="words")
    said = Recognition(
        region_id=application.region_id,
        assignment_id=mine.id,
        is_free=is_free,
        words=no_longer_than(LONGEST, words, "words"),
        said_at=clock.now(),
    )
    session.add(said)
    touch(application)
    session.flush()
    return said


def recognition_by(session: Session, assignment: ReviewAssignment) -> Recognition | None:
    """What this reviewer said of it, if anything."""
    return session.scalars(select(Recognition).where(Recognition.assignment_id == assignment.id)).one_or_none()


def recognitions_in(session: Session, application_id: uuid.UUID) -> Sequence[Recognition]:
    """Whatever was said in a case, oldest first; also by those who stepped back since."""
    query = select(Recognition).join(Recognition.assignment).where(ReviewAssignment.application_id == application_id)
    return session.scalars(query.order_by(Recognition.said_at, Recognition.id)).all()


def how_blind(session: Session, visible: ColumnElement[bool]) -> tuple[int, int, int]:
    """Over these cases: reviews that began, in how many the person was recognised, and in how many of these judged freely."""
    began = (
        select(func.count(), func.count(Recognition.id), func.count(Recognition.id).filter(Recognition.is_free))
        .select_from(ReviewAssignment)
        .outerjoin(Recognition, Recognition.assignment_id == ReviewAssignment.id)
        .where(
            ReviewAssignment.application_id.in_(select(Application.id).where(visible)),
            or_(ReviewAssignment.declared_at.is_not(None), Recognition.id.is_not(None)),
        )
    )
    every, recognised, free = session.execute(began).one()
    return every, recognised, free

"""Scoring a practice dossier: as a real case is scored, kept as one types and handed in once. It counts nowhere."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import flag_modified

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.practice.models import PracticeDossier, PracticeReading, PracticeScore
from accreditation.reviews.scoring import Typed, given_in, missing_in
from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor, Role


def reading_of(session: Session, region_id: uuid.UUID, public_id: str, actor: Actor) -> PracticeReading:
    """The actor's own reading of a dossier that was opened, or NotPermitted."""
    query = (
        select(PracticeReading)
        .join(PracticeReading.dossier)
        .where(
            PracticeDossier.public_id == public_id,
            PracticeDossier.region_id == region_id,
            PracticeDossier.opened_at.is_not(None),
            PracticeReading.reviewer_id == actor.person_id,
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotPermitted
    return found


def readings_of(session: Session, actor: Actor) -> Sequence[PracticeReading]:
    """What the actor was asked to score for practice, the latest first."""
    query = (
        select(PracticeReading)
        .join(PracticeReading.dossier)
        .options(joinedload(PracticeReading.dossier).joinedload(PracticeDossier.scheme))
        .where(PracticeReading.reviewer_id == actor.person_id)
    )
    return session.scalars(query.order_by(PracticeReading.id.desc())).all()


def practice_that_waits(session: Session, actor: Actor) -> Sequence[PracticeReading]:
    """Of these what a reviewer has not handed in and still can."""
    if Role.REVIEWER not in actor.roles():
        return []
    return [each for each in readings_of(session, actor) if each.handed_in_at is None and each.dossier.is_open]


def _own(session: Session, actor: Actor, reading: PracticeReading) -> None:
    session.refresh(reading, with_for_update=True)
    if reading.reviewer_id != actor.person_id or reading.handed_in_at is not None or not reading.dossier.is_open:
        raise NotPermitted


def save(
    session: Session, actor: Actor, reading: PracticeReading, typed: Typed, overall_comment: str, *, seen: int | None
) -> None:
    """Keeps levels and comments as they are typed, complete or not. ChangedMeanwhile where another window saved since."""
    _own(session, actor, reading)
    if seen is not None and reading.version != seen:
        raise ChangedMeanwhile(N_("Your scores were saved in another window meanwhile."))
    present = {score.criterion: score for score in reading.scores}
    for criterion in reading.dossier.scheme.scoring:
        key = criterion["key"]
        level, comment = typed.get(key, (None, ""))
        if key not in present and (level is not None or comment.strip()):
            present[key] = PracticeScore(reading_id=reading.id, criterion=key)
            reading.scores.append(present[key])
        if key in present:
            present[key].level, present[key].comment = level or present[key].level, comment.strip()
    reading.overall_comment, reading.updated_at = overall_comment.strip(), clock.now()
    flag_modified(reading, "updated_at")
    session.flush()


def missing_before_hand_in(reading: PracticeReading) -> list[tuple[str, Text]]:
    """What keeps these scores from being handed in."""
    return missing_in(reading.dossier.scheme.scoring, given_in(reading))


def hand_in(session: Session, actor: Actor, reading: PracticeReading) -> None:
    """Final; from now on the reviewer reads what was expected, and how the others scored."""
    _own(session, actor, reading)
    if missing := missing_before_hand_in(reading):
        raise Invalid(missing[0][1], field=missing[0][0])
    reading.handed_in_at = clock.now()
    session.flush()

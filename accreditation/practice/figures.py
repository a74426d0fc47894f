"""How a practice dossier was scored: levels by criterion, distance from what the office expected, and agreement."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accreditation.calibration.agree import Agreement, agreement_on, agreements
from accreditation.calibration.ratings import LEVELS, Given, ratings_of
from accreditation.practice.models import PracticeDossier, PracticeReading
from accreditation.reviews.scoring import levels_of
from accreditation.schemes.models import Scheme


@dataclass(frozen=True)
class OnCriterion:
    """One criterion with what was expected and how many gave each level from 1 to 5."""

    criterion: Mapping[str, Any]
    expected: int
    reason: str
    counts: tuple[int, ...]

    @property
    def as_expected(self) -> int:
        return self.counts[self.expected - 1]


@dataclass(frozen=True)
class Distance:
    """Level less expected level over the criteria: mean, furthest below, furthest above, and the mean without sign."""

    reading: PracticeReading
    mean: float
    low: int
    high: int
    apart: float


def handed_in(session: Session, dossier: PracticeDossier) -> Sequence[PracticeReading]:
    """What was handed in, in the order in which it came."""
    query = select(PracticeReading).options(joinedload(PracticeReading.reviewer))
    query = query.where(PracticeReading.dossier_id == dossier.id, PracticeReading.handed_in_at.is_not(None))
    return session.scalars(query.order_by(PracticeReading.handed_in_at, PracticeReading.id)).all()


def reviewers_asked(session: Session, dossier: PracticeDossier) -> Sequence[PracticeReading]:
    """Everybody who was asked, with what came of it."""
    query = select(PracticeReading).options(joinedload(PracticeReading.reviewer))
    return session.scalars(query.where(PracticeReading.dossier_id == dossier.id).order_by(PracticeReading.id)).all()


def by_criterion(dossier: PracticeDossier, readings: Sequence[PracticeReading]) -> list[OnCriterion]:
    """In the order of the rubric."""
    given = [levels_of(reading) for reading in readings]
    found = []
    for criterion in dossier.scheme.scoring:
        key = criterion["key"]
        levels = [each[key] for each in given if key in each]
        counts = tuple(levels.count(level) for level in range(1, LEVELS + 1))
        expected = dossier.expected[key]
        found.append(OnCriterion(criterion, expected["level"], expected["reason"], counts))
    return found


def distance_of(dossier: PracticeDossier, reading: PracticeReading) -> Distance:
    """Of one reviewer who handed in."""
    apart = [level - dossier.expected[key]["level"] for key, level in levels_of(reading).items()]
    return Distance(reading, fmean(apart), min(apart), max(apart), fmean(abs(each) for each in apart))


def agreement_over(dossier: PracticeDossier, readings: Sequence[PracticeReading]) -> Agreement | None:
    """On one dossier, with its criteria as the cases that all rated; None where fewer than two handed in."""
    given = [
        Given(key, reading.reviewer_id, "all", level)
        for reading in readings
        for key, level in levels_of(reading).items()
    ]
    return agreement_on(ratings_of(given), 0) if len(readings) > 1 else None


def agreements_over_dossiers(session: Session, region_id: uuid.UUID, code: str) -> Sequence[Agreement]:
    """By criterion over the practice dossiers of a scheme; empty with fewer than two that two or more handed in."""
    query = (
        select(PracticeReading)
        .join(PracticeReading.dossier)
        .join(Scheme, Scheme.id == PracticeDossier.scheme_id)
        .where(PracticeDossier.region_id == region_id, Scheme.code == code, PracticeReading.handed_in_at.is_not(None))
    )
    readings = session.scalars(query).all()
    ids = [reading.dossier_id for reading in readings]
    if len({each for each in ids if ids.count(each) > 1}) < 2:
        return []
    given = [
        Given(reading.dossier_id, reading.reviewer_id, key, level)
        for reading in readings
        for key, level in levels_of(reading).items()
    ]
    return agreements(ratings_of(given))

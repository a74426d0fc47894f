"""What pages read of a calibration: results that are kept. Nothing is fitted here."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from accreditation.applications.models import Application
from accreditation.calibration.gather import levels_on
from accreditation.calibration.models import CalibrationRun, CaseLevel, RaterSeverity, Stage
from accreditation.workflow.actors import Actor


@dataclass(frozen=True)
class Adjusted:
    """A level on the scale 1 to 5 as given (`raw`), and as raters of mean severity would have given it, low to high.

    `is_thin`: a rater of the case has read too few others. `as_of`: when the figures were worked out.
    """

    raw: float
    adjusted: float
    low: float
    high: float
    is_thin: bool
    as_of: datetime


def adjusted_levels(
    session: Session, application_ids: Collection[uuid.UUID], stage: Stage = Stage.DESK
) -> Mapping[uuid.UUID, Adjusted]:
    """By case; a case is left out where nothing was worked out, or where levels were added or voided since. Two queries.

    Whoever shows it asks permissions.READ_JUDGEMENTS for the case, as for the scores.
    """
    ids = list(application_ids)
    query = (
        select(CaseLevel, CalibrationRun.finished_at)
        .join(CalibrationRun, CalibrationRun.id == CaseLevel.run_id)
        .where(
            CaseLevel.application_id.in_(ids), CalibrationRun.stage == stage, CalibrationRun.finished_at.is_not(None)
        )
        .order_by(CalibrationRun.finished_at)
    )
    rows = session.execute(query).all() if ids else []
    now = levels_on(session, stage, ids) if rows else {}
    return {
        level.application_id: Adjusted(level.raw, level.adjusted, level.low, level.high, level.is_thin, as_of)
        for level, as_of in rows
        if now.get(level.application_id) == level.ratings
    }


def _of_series(region_id: uuid.UUID, code: str, stage: Stage) -> tuple[ColumnElement[bool], ...]:
    return CalibrationRun.region_id == region_id, CalibrationRun.code == code, CalibrationRun.stage == stage


def runs_of(session: Session, region_id: uuid.UUID, code: str, stage: Stage) -> tuple[CalibrationRun | None, ...]:
    """The run that counts, and the one that is under way; None where there is none. One query."""
    query = select(CalibrationRun).where(*_of_series(region_id, code, stage)).order_by(CalibrationRun.asked_at.desc())
    runs = session.scalars(query).all()
    finished = next((run for run in runs if run.finished_at is not None), None)
    newest = runs[0] if runs else None
    return finished, newest if newest is not finished else None


def severities_in(session: Session, run: CalibrationRun) -> Sequence[RaterSeverity]:
    """Every rater of a run, the mildest first."""
    query = select(RaterSeverity).where(RaterSeverity.run_id == run.id).options(joinedload(RaterSeverity.rater))
    return session.scalars(query.order_by(RaterSeverity.value, RaterSeverity.id)).all()


def own_severities(
    session: Session, person_id: uuid.UUID, region_id: uuid.UUID
) -> Sequence[tuple[RaterSeverity, CalibrationRun]]:
    """A person's own severity, in the finished runs of the region."""
    query = (
        select(RaterSeverity, CalibrationRun)
        .join(CalibrationRun, CalibrationRun.id == RaterSeverity.run_id)
        .where(
            RaterSeverity.rater_id == person_id,
            CalibrationRun.region_id == region_id,
            CalibrationRun.finished_at.is_not(None),
        )
        .order_by(CalibrationRun.code, CalibrationRun.stage)
    )
    return [(severity, run) for severity, run in session.execute(query)]


def holds_a_tie_in(session: Session, actor: Actor, run: CalibrationRun) -> bool:
    """Whether somebody whom the reader is close to, or the reader, is in the figures: a tie declared after the run."""
    close = [actor.person_id, *actor.related_to]
    rated = exists().where(
        CaseLevel.run_id == run.id,
        CaseLevel.application_id == Application.id,
        Application.applicant_id.in_(close),
    )
    return bool(session.scalar(select(rated)))

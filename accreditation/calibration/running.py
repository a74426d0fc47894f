"""A calibration is asked for, and carried out by a worker: read, fitted outside of any transaction, kept."""

import uuid

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.calibration.asking import CALIBRATE, ask, number_of
from accreditation.calibration.figures import Found, worked_out
from accreditation.calibration.gather import ratings_given, series_with_levels
from accreditation.calibration.models import CalibrationRun, CaseLevel, RaterSeverity
from accreditation.database import new_id
from accreditation.jobs.carry_out import Handler, SessionFactory, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.schemes.models import Scheme

_AT_ONCE = 500


def calibrate(factory: SessionFactory, row: OutboxRow) -> None:
    """Carries out one run; one that is finished, or was replaced meanwhile, is left alone."""
    with own_transaction(factory) as session:
        run = session.get(CalibrationRun, row.subject_id)
        if run is None or run.finished_at is not None:
            return
        run.begun_at = clock.now()
        series = run.region_id, run.code, run.stage
    with factory() as session:
        rated = ratings_given(session, *series)
        thin_below = number_of(session, *series[:2], "severity_cases")
        weights = _weights(session, *series[:2])
    found = worked_out(rated, weights, thin_below)
    with own_transaction(factory) as session:
        _keep(session, row.subject_id, found)


def _weights(session: Session, region_id: uuid.UUID, code: str) -> dict[tuple[uuid.UUID, str], int]:
    editions = session.scalars(select(Scheme).where(Scheme.region_id == region_id, Scheme.code == code))
    return {
        (edition.id, criterion["key"]): criterion["weight"]
        for edition in editions
        for criterion in (*edition.scoring, *edition.rubric)
    }


def _keep(session: Session, run_id: uuid.UUID | None, found: Found) -> None:
    """The results of a run, and what they replace goes."""
    run = session.get(CalibrationRun, run_id, with_for_update=True)
    if run is None or run.finished_at is not None:
        return
    for table, rows in ((RaterSeverity, found.raters), (CaseLevel, found.cases)):
        for start in range(0, len(rows), _AT_ONCE):
            values = [{"id": new_id(), "run_id": run.id, **row} for row in rows[start : start + _AT_ONCE]]
            session.execute(insert(table), values)
    run.figures, run.finished_at = found.figures, clock.now()
    same = (
        CalibrationRun.region_id == run.region_id,
        CalibrationRun.code == run.code,
        CalibrationRun.stage == run.stage,
    )
    older = select(CalibrationRun.id).where(*same, CalibrationRun.asked_at <= run.asked_at, CalibrationRun.id != run.id)
    for table in (RaterSeverity, CaseLevel):
        session.execute(delete(table).where(table.run_id.in_(older)).execution_options(synchronize_session=False))
    session.execute(
        delete(CalibrationRun).where(CalibrationRun.id.in_(older)).execution_options(synchronize_session=False)
    )


def calibrate_all(factory: SessionFactory) -> None:
    """Asks for a run wherever levels were given: what a night brings."""
    with factory() as session:
        everywhere = series_with_levels(session)
    for region_id, code, stage in everywhere:
        with own_transaction(factory) as session:
            ask(session, region_id, code, stage)


HANDLERS: dict[str, Handler] = {CALIBRATE: calibrate}

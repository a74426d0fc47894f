"""Asking for a calibration; the worker carries it out after commit."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.calibration.models import CalibrationRun, Stage
from accreditation.jobs import outbox
from accreditation.people.roles import refuse_outsider
from accreditation.schemes.earlier import number_in
from accreditation.schemes.models import Scheme
from accreditation.workflow.actors import Actor

CALIBRATE = "calibrate"
# A run that has not ended after so long is taken for lost, and may be asked for again.
PATIENCE = timedelta(hours=1)


def ask(
    session: Session, region_id: uuid.UUID, code: str, stage: Stage, asked_by_id: uuid.UUID | None = None
) -> CalibrationRun:
    """A run to be carried out; the one that is under way, where there is one."""
    now = clock.now()
    under_way = select(CalibrationRun).where(
        CalibrationRun.region_id == region_id,
        CalibrationRun.code == code,
        CalibrationRun.stage == stage,
        CalibrationRun.finished_at.is_(None),
        CalibrationRun.asked_at > now - PATIENCE,
    )
    if (found := session.scalars(under_way.limit(1)).first()) is not None:
        return found
    run = CalibrationRun(region_id=region_id, code=code, stage=stage, asked_at=now, asked_by_id=asked_by_id)
    session.add(run)
    session.flush()
    outbox.put(session, effect=CALIBRATE, lifecycle="calibration", subject_id=run.id, region_id=region_id)
    return run


def ask_for_run(session: Session, actor: Actor, region_id: uuid.UUID, code: str, stage: Stage) -> CalibrationRun:
    """Asked by an officer or the head of the region's office."""
    refuse_outsider(actor, region_id)
    return ask(session, region_id, code, stage, actor.person_id)


def number_of(session: Session, region_id: uuid.UUID, code: str, name: str) -> int:
    """A number of the edition in force of a scheme: the newest that was adopted."""
    query = select(Scheme.numbers).where(
        Scheme.region_id == region_id, Scheme.code == code, Scheme.adopted_at.is_not(None)
    )
    numbers = session.scalars(query.order_by(Scheme.edition.desc()).limit(1)).first() or {}
    return number_in(numbers, name)

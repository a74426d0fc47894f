"""How much waits in the outbox, and what was given up."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs.models import OutboxRow
from accreditation.jobs.outbox import still_open
from accreditation.workflow.actors import Actor


@dataclass(frozen=True)
class Backlog:
    """What the outbox holds: rows waiting, since when the oldest one could have gone, and parked rows."""

    waiting: int
    oldest_at: datetime | None
    dead: int


def backlog(session: Session, now: datetime, region_id: uuid.UUID | None = None) -> Backlog:
    """Of one region, or of the whole house for health pages: an oldest row of more than 15 minutes is worth an alarm."""
    own = () if region_id is None else (OutboxRow.region_id == region_id,)
    waiting, oldest = session.execute(
        select(func.count(), func.min(OutboxRow.created_at)).where(still_open(), OutboxRow.created_at <= now, *own)
    ).one()
    dead = session.scalar(select(func.count()).where(OutboxRow.dead_at.is_not(None), *own)) or 0
    return Backlog(waiting=waiting, oldest_at=oldest, dead=dead)


def dead_rows(session: Session, region_id: uuid.UUID, limit: int = 200) -> Sequence[OutboxRow]:
    """Parked rows of a region, newest first, for staff to look at and retry."""
    query = select(OutboxRow).where(OutboxRow.region_id == region_id, OutboxRow.dead_at.is_not(None))
    return session.scalars(query.order_by(OutboxRow.dead_at.desc(), OutboxRow.id).limit(limit)).all()


def retry(session: Session, actor: Actor, row: OutboxRow) -> None:
    """Gives a parked row a fresh start; the row remembers who asked for it and when."""
    now = clock.now()
    asked = [*row.payload.get("retried", []), {"by": str(actor.person_id), "at": now.isoformat()}]
    row.payload = {**row.payload, "retried": asked}
    row.dead_at, row.lease_until, row.attempts, row.next_try_at = None, None, 0, now

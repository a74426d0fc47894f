"""The outbox: rows written with the act that caused them, claimed by one worker at a time, retried, or parked as dead."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs.models import OutboxRow

LEASE = timedelta(minutes=15)
# The pause after the first, second ... failure. Three days and more: a mail server may be down for a weekend.
BACK_OFF = (*(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30)), *(timedelta(hours=1),) * 80)
# What a payload may hold that opens something for whoever knows it.
ONE_USE = frozenset({"token", "path"})


def put(
    session: Session,
    *,
    effect: str,
    lifecycle: str,
    subject_id: uuid.UUID | None = None,
    change_id: uuid.UUID | None = None,
    region_id: uuid.UUID | None = None,
    payload: dict[str, Any] | None = None,
) -> OutboxRow:
    """Writes what must leave the house; it is carried out only if the caller's transaction commits."""
    now = clock.now()
    row = OutboxRow(
        effect=effect,
        lifecycle=lifecycle,
        subject_id=subject_id,
        change_id=change_id,
        region_id=region_id,
        payload=payload or {},
        created_at=now,
        next_try_at=now,
    )
    session.add(row)
    return row


def still_open() -> ColumnElement[bool]:
    return and_(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_(None))


def _not_leased(now: datetime) -> ColumnElement[bool]:
    return or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until <= now)


def _change(session: Session, condition: ColumnElement[bool], **values: Any) -> bool:
    """One conditional UPDATE; whether it met exactly the row it wanted."""
    query = update(OutboxRow).where(condition).values(**values).execution_options(synchronize_session=False)
    return bool(session.execute(query).rowcount == 1)  # type: ignore[attr-defined]


def claim(session: Session, row_id: uuid.UUID, now: datetime, *, ahead_of_time: bool = False) -> OutboxRow | None:
    """Takes the row for LEASE, or None when it is done, dead, another's, or (unless ahead of time) not due yet.

    A row whose workers died again and again without a word is parked like one that failed.
    """
    due = OutboxRow.next_try_at <= now if not ahead_of_time else OutboxRow.next_try_at.is_not(None)
    free = and_(OutboxRow.id == row_id, still_open(), _not_leased(now), due)
    if not _change(session, free, lease_until=now + LEASE, attempts=OutboxRow.attempts + 1):
        return None
    row = session.get_one(OutboxRow, row_id, populate_existing=True)
    if row.attempts > len(BACK_OFF) + 1:
        row.dead_at, row.lease_until = now, None
        row.last_error = row.last_error or "Every worker that took it died."
        return None
    return row


def _held(row: OutboxRow) -> ColumnElement[bool]:
    """Still the claim of this worker: a lease that ran out and was taken by another counts one attempt more."""
    return and_(OutboxRow.id == row.id, OutboxRow.attempts == row.attempts, still_open())


def finish(session: Session, row: OutboxRow, now: datetime) -> bool:
    """Marks a claimed row as done and drops the one-use link it may hold. False when the claim was lost."""
    kept = {name: value for name, value in row.payload.items() if name not in ONE_USE}
    return _change(session, _held(row), done_at=now, lease_until=None, last_error="", payload=kept)


def fail(session: Session, row: OutboxRow, now: datetime, error: str) -> datetime | None:
    """Gives a claimed row back for a later try and says when; None when it was parked, or the claim was lost."""
    if row.attempts > len(BACK_OFF):
        _change(session, _held(row), dead_at=now, lease_until=None, last_error=error)
        return None
    again = now + BACK_OFF[row.attempts - 1]
    return again if _change(session, _held(row), next_try_at=again, lease_until=None, last_error=error) else None


def put_off(session: Session, row_ids: Collection[uuid.UUID], until: datetime) -> None:
    """Lets rows wait with an earlier one of the same case, without counting a try."""
    late = and_(OutboxRow.id.in_(row_ids), OutboxRow.next_try_at < until, still_open())
    session.execute(
        update(OutboxRow).where(late).values(next_try_at=until).execution_options(synchronize_session=False)
    )


def waiting_ids(session: Session, now: datetime, limit: int = 600) -> Sequence[uuid.UUID]:
    """Rows that could go now, oldest first: what a crash left, and what waited for its next try."""
    query = select(OutboxRow.id).where(still_open(), _not_leased(now), OutboxRow.next_try_at <= now)
    return session.scalars(query.order_by(OutboxRow.next_try_at, OutboxRow.id).limit(limit)).all()


def line_of(session: Session, row_id: uuid.UUID, now: datetime) -> Sequence[uuid.UUID]:
    """The open rows of the same case in their order, up to the last one that is due; empty when this row is closed.

    Who reads two messages about one case reads them in the order in which things happened.
    """
    row = session.get(OutboxRow, row_id)
    if row is None or row.done_at or row.dead_at:
        return []
    if row.subject_id is None:
        return [row_id]
    query = select(OutboxRow.id, OutboxRow.next_try_at).where(OutboxRow.subject_id == row.subject_id, still_open())
    line = session.execute(query.order_by(OutboxRow.id)).all()
    last_due = max((place for place, (_, next_try_at) in enumerate(line) if next_try_at <= now), default=-1)
    return [waiting_id for waiting_id, _ in line[: last_due + 1]]

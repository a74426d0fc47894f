"""The job runner: hands ids of outbox rows to Huey after commit. The row is the truth; the queue only says "now"."""

import json
import logging
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from accreditation import clock
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory
from accreditation.jobs.models import OutboxRow

log = logging.getLogger(__name__)

_WRITTEN = "outbox_rows_written"
_CROWDED = 2000


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Queue entries as JSON: reading one never runs code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


def open_queue(jobs_url: str, data_dir: Path) -> Huey:
    """Huey on `postgresql://`, on `redis://` where its client is installed, or on a file in the data folder ("")."""
    options = {"name": "accreditation", "results": False, "serializer": JsonSerializer()}
    if jobs_url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        return PostgresHuey(dsn=jobs_url.replace("+psycopg", "", 1), **options)
    if jobs_url.startswith(("redis://", "rediss://")):
        return RedisHuey(url=jobs_url, **options)
    path = Path(jobs_url.removeprefix("sqlite:///")) if jobs_url else data_dir / "queue.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    # No WAL: SQLite before 3.51.3 may spoil a WAL file that web and worker share. No fsync: the sweep finds what is lost.
    return SqliteHuey(filename=str(path), journal_mode="truncate", fsync=False, timeout=2, **options)


class Runner:
    """A queue, opened when first needed, and the one task it knows: carry out this row."""

    def __init__(self, open_it: Callable[[], Huey], carry_out: Callable[[uuid.UUID], None] | None = None) -> None:
        self._open = open_it
        self._carry_out = carry_out
        self._queue: Huey | None = None
        self._task: Any = None

    def queue(self) -> Huey:
        if self._queue is None:
            queue = self._open()
            self._task = queue.task(retries=0, name="carry_out_row")(self._take)
            self._queue = queue
        return self._queue

    def _take(self, row_id: str) -> None:
        if self._carry_out is None:
            raise RuntimeError("this process hands jobs over and carries none out")
        self._carry_out(uuid.UUID(row_id))

    def hand_over(self, row_ids: Sequence[uuid.UUID]) -> None:
        """Says "now" for each row. Never raises: what the queue does not take, the sweep finds."""
        try:
            self.queue()
            for row_id in row_ids:
                self._task(str(row_id))
        except Exception:
            log.exception("could not hand over %s jobs; the sweep will", len(row_ids))

    def sweep(self, factory: SessionFactory) -> None:
        """Hands over rows that wait: left by a crash or due for another try. A crowded queue is left alone."""
        if self.queue().pending_count() > _CROWDED:
            return
        with factory() as session:
            waiting = outbox.waiting_ids(session, clock.now())
        self.hand_over(waiting)


_runner: Runner | None = None


def connect(runner: Runner | None) -> None:
    """From now on commits in this process hand their outbox rows to this runner; None leaves them to the sweep."""
    global _runner
    _runner = runner


@event.listens_for(Session, "after_flush")
def _note_rows(session: Session, _context: Any) -> None:
    written = [row.id for row in session.new if isinstance(row, OutboxRow)]
    if written:
        session.info.setdefault(_WRITTEN, []).extend(written)


@event.listens_for(Session, "after_commit")
def _hand_over_rows(session: Session) -> None:
    if session.in_nested_transaction():
        return
    written = session.info.pop(_WRITTEN, [])
    if written and _runner is not None:
        _runner.hand_over(written)


@event.listens_for(Session, "after_soft_rollback")
def _forget_rows(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested:
        session.info.pop(_WRITTEN, None)

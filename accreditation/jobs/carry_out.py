"""Carries out outbox rows: claim, do, settle, each in a transaction of its own; rows of one case in their order."""

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto

from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.database import writing
from accreditation.jobs import outbox
from accreditation.jobs.models import OutboxRow

log = logging.getLogger(__name__)

SessionFactory = sessionmaker[Session]
# Opens and commits its own transactions, may be called again for the same row, and then does what is left to do.
Handler = Callable[[SessionFactory, OutboxRow], None]


class TryLater(Exception):
    """The world outside does not answer now: later rows of the same case wait too, so that their order is kept."""


class Outcome(Enum):
    DONE = auto()
    FAILED = auto()
    PUT_OFF = auto()
    NOT_MINE = auto()


@contextmanager
def own_transaction(factory: SessionFactory) -> Iterator[Session]:
    """A session whose only transaction writes from its first statement and commits at the end of the block."""
    with writing(), factory.begin() as session:
        yield session


def run_row(factory: SessionFactory, row_id: uuid.UUID, handlers: Mapping[str, Handler]) -> None:
    """Carries out a row, and before it every earlier open row of the same case. A closed or taken row is a no-op."""
    with factory() as session:
        line = list(outbox.line_of(session, row_id, clock.now()))
    while line:
        outcome = _run_one(factory, line.pop(0), handlers, line)
        if outcome in (Outcome.PUT_OFF, Outcome.NOT_MINE):
            return


def _run_one(
    factory: SessionFactory, row_id: uuid.UUID, handlers: Mapping[str, Handler], behind: list[uuid.UUID]
) -> Outcome:
    with own_transaction(factory) as session:
        row = outbox.claim(session, row_id, clock.now(), ahead_of_time=bool(behind))
        if row is None:
            return Outcome.NOT_MINE
        session.expunge(row)
    try:
        handlers[row.effect](factory, row)
    except Exception as error:
        later = isinstance(error, TryLater)
        log.log(
            logging.WARNING if later else logging.ERROR, "job %s (%s) failed", row_id, row.effect, exc_info=not later
        )
        with own_transaction(factory) as session:
            again = outbox.fail(session, row, clock.now(), f"{type(error).__name__}: {error}"[:2000])
            if later and again is not None:
                outbox.put_off(session, behind, again)
        return Outcome.PUT_OFF if later else Outcome.FAILED
    with own_transaction(factory) as session:
        outbox.finish(session, row, clock.now())
    return Outcome.DONE


def run_all_waiting(factory: SessionFactory, handlers: Mapping[str, Handler]) -> int:
    """Carries out in this process whatever can go now, also what that causes in turn; returns how many hand-overs."""
    count = 0
    while True:
        with factory() as session:
            waiting = outbox.waiting_ids(session, clock.now())
        if not waiting:
            return count
        for row_id in waiting:
            run_row(factory, row_id, handlers)
        count += len(waiting)

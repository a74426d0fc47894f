"""Recurring work: each round of each timer is claimed once, so that any number of workers does it once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from accreditation import clock
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.jobs.models import RecurringRun

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
KEPT = timedelta(days=7)
_START = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Timer:
    """Work done every so often, `offset` after the full period in UTC. It commits by itself, item by item."""

    name: str
    every: timedelta
    work: Callable[[SessionFactory], None]
    offset: timedelta = timedelta()

    def round_at(self, now: datetime) -> datetime:
        """The moment at which the present round was due."""
        return _START + (now - _START - self.offset) // self.every * self.every + self.offset


def claim_round(factory: SessionFactory, job: str, due_at: datetime, now: datetime) -> bool:
    """Whether this worker does this round: nobody began it, or whoever began it died."""
    this = (RecurringRun.job == job, RecurringRun.due_at == due_at)
    with factory() as session:
        found = session.execute(select(RecurringRun.done_at, RecurringRun.lease_until).where(*this)).first()
    if found is not None and (found.done_at is not None or found.lease_until > now):
        return False
    try:
        with own_transaction(factory) as session:
            if found is None:
                session.add(RecurringRun(job=job, due_at=due_at, lease_until=now + LEASE))
                return True
            free = (*this, RecurringRun.done_at.is_(None), RecurringRun.lease_until <= now)
            taken = session.execute(update(RecurringRun).where(*free).values(lease_until=now + LEASE))
            return bool(taken.rowcount == 1)  # type: ignore[attr-defined]
    except IntegrityError:
        return False


def finish_round(factory: SessionFactory, job: str, due_at: datetime) -> None:
    with own_transaction(factory) as session:
        done = update(RecurringRun).where(RecurringRun.job == job, RecurringRun.due_at == due_at)
        session.execute(done.values(done_at=clock.now()))


def run_due(factory: SessionFactory, timers: Sequence[Timer]) -> list[str]:
    """Does the present round of every timer that nobody has done; names those done here.

    One that fails does not stop the others, and is tried again when its lease has run out.
    """
    done = []
    for timer in timers:
        due_at = timer.round_at(clock.now())
        try:
            if not claim_round(factory, timer.name, due_at, clock.now()):
                continue
            timer.work(factory)
            finish_round(factory, timer.name, due_at)
            done.append(timer.name)
        except Exception:
            log.exception("recurring job %s of %s failed", timer.name, due_at)
    return done


def forget_old_rounds(factory: SessionFactory) -> None:
    """Rounds of more than a week ago; claims of single things (with a colon in their name) stay."""
    with own_transaction(factory) as session:
        old = RecurringRun.due_at < clock.now() - KEPT
        session.execute(delete(RecurringRun).where(old, ~RecurringRun.job.contains(":")))

"""The one source of time: every moment in the house is read here, in UTC, and nowhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def _system_time() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock_source", default=_system_time)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source.get()()


def today(timezone: str = "UTC") -> date:
    """The present day in an IANA time zone."""
    return now().astimezone(ZoneInfo(timezone)).date()


@cache
def zones() -> frozenset[str]:
    """The names of all IANA time zones, looked up on the disk once."""
    return frozenset(available_timezones())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block the clock stands still at `moment` (aware): for the demo's history and for tests."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    frozen = moment.astimezone(UTC)
    token = _source.set(lambda: frozen)
    try:
        yield
    finally:
        _source.reset(token)

"""How often something may be tried: one table of numbers, counted in the database so that all processes share it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.people.session_models import LimitHit


@dataclass(frozen=True)
class Limit:
    """At most `most` within `within`, counted `by` account, address, session or for all together."""

    by: str
    most: int
    within: timedelta


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

LIMITS: Mapping[str, tuple[Limit, ...]] = {
    "sign_in": (
        Limit("account", 10, 5 * _MINUTE),
        Limit("address", 10, 5 * _MINUTE),
        Limit("all", 300, 5 * _MINUTE),
    ),
    "call_alert": (Limit("account", 3, _DAY), Limit("address", 20, _HOUR)),
    "complaint": (Limit("account", 3, _DAY), Limit("address", 10, _DAY), Limit("all", 60, _HOUR)),
    "sign_up": (Limit("account", 3, 6 * _HOUR), Limit("address", 20, _HOUR)),
    "reset": (Limit("account", 3, _HOUR), Limit("account", 5, _DAY), Limit("address", 20, _HOUR)),
    "change_address": (Limit("session", 3, 6 * _HOUR),),
    "own_password": (Limit("session", 5, 5 * _MINUTE),),
    "confirm": (Limit("address", 30, 5 * _MINUTE),),
    "link": (Limit("address", 60, _MINUTE),),
    "compare": (Limit("address", 30, _MINUTE),),
    "verify": (Limit("address", 30, _MINUTE), Limit("account", 10, _MINUTE)),
    "verify_file": (Limit("address", 10, _MINUTE), Limit("all", 120, _MINUTE)),
    "search": (Limit("session", 100, _HOUR),),
    "calendar": (Limit("account", 60, _HOUR),),
    "unknown_calendar": (Limit("address", 30, _MINUTE),),
    "message": (Limit("session", 10, 10 * _MINUTE), Limit("session", 60, _DAY)),
    "export": (Limit("session", 30, 10 * _MINUTE),),
    "upload": (Limit("session", 20, 10 * _MINUTE),),
}


def _bucket(name: str, limit: Limit, key: str) -> str:
    seconds = int(limit.within.total_seconds())
    return f"{name}:{limit.by}:{seconds}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _wait_for_others(session: Session, bucket: str) -> None:
    """Two processes must not both count nine. SQLite's write lock does it already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:bucket, 0))"), {"bucket": bucket})


def _allowed_again(session: Session, bucket: str, limit: Limit) -> datetime | None:
    """When the bucket has room again, or None when it has room now."""
    since = clock.now() - limit.within
    hits = select(func.count(), func.min(LimitHit.at)).where(LimitHit.bucket == bucket, LimitHit.at > since)
    count, oldest = session.execute(hits).one()
    return None if count < limit.most else oldest + limit.within


def spend(session: Session, name: str, keys: Mapping[str, str]) -> datetime | None:
    """Counts one attempt against every limit of `name`; `keys`: whom it counts, by `Limit.by`.

    Returns None, or the moment from which it is allowed again; a refused attempt is not counted. The caller commits.
    """
    buckets = [(_bucket(name, limit, keys[limit.by]), limit) for limit in LIMITS[name] if keys.get(limit.by)]
    for bucket, _limit in buckets:
        _wait_for_others(session, bucket)
    refused = [again for bucket, limit in buckets if (again := _allowed_again(session, bucket, limit))]
    if refused:
        return max(refused)
    session.add_all(LimitHit(bucket=bucket, at=clock.now()) for bucket, _limit in buckets)
    return None

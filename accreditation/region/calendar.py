"""The region's own days without work, and moments made of local days."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from accreditation.region.models import Holiday

_OF_THE_REGION = select(Holiday.day).where(
    Holiday.region_id == bindparam("region"), Holiday.administration_id.is_(None)
)


def holidays_of(session: Session, region_id: uuid.UUID) -> frozenset[date]:
    """Days on which the whole region rests. Read once per session."""
    known: dict[uuid.UUID, frozenset[date]] = session.info.setdefault("holidays", {})
    if region_id not in known:
        known[region_id] = frozenset(session.scalars(_OF_THE_REGION, {"region": region_id}))
    return known[region_id]


def forget_holidays(session: Session) -> None:
    """They changed, or a change was taken back: the session reads them again."""
    session.info.pop("holidays", None)


def start_of(day: date, time_zone: str) -> datetime:
    """Midnight at which a local day begins, in UTC."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def end_of(day: date, time_zone: str) -> datetime:
    """The last second of a local day, in UTC."""
    return start_of(day + timedelta(days=1), time_zone) - timedelta(seconds=1)

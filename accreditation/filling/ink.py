"""Values from one seed, as text that both databases read: ids, public ids, salts, moments, JSON."""

import base64
import json
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

DAY = 86400
_SIXTY_BITS = (1 << 60) - 1
_EPOCH = date(1970, 1, 1)


class Ink:
    """The dice of one filling. Moments are whole seconds since 1970, UTC."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)

    def id(self, at: int) -> str:
        """A UUIDv7 of that second, as 32 hexadecimal digits."""
        bits = self.dice.getrandbits(72)
        return f"{at * 1000:012x}7{bits >> 60:03x}8{bits & _SIXTY_BITS:015x}"

    def public_id(self) -> str:
        return base64.urlsafe_b64encode(self.dice.randbytes(16))[:22].decode()

    def salt(self) -> str:
        return f"{self.dice.getrandbits(128):032x}"

    def digest(self) -> str:
        """As long as a SHA-256, of nothing."""
        return f"{self.dice.getrandbits(256):064x}"

    def between(self, first: float, last: float) -> int:
        """Whole seconds between two numbers of days."""
        return int((first + self.dice.random() * (last - first)) * DAY)


def dashed(hexadecimal: str) -> str:
    """An id as it stands in a hash."""
    part = hexadecimal
    return f"{part[:8]}-{part[8:12]}-{part[12:16]}-{part[16:20]}-{part[20:]}"


def plain(row_id: uuid.UUID | None) -> str | None:
    return None if row_id is None else row_id.hex


def moment_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def seconds_of(moment: datetime) -> int:
    return int(moment.timestamp())


@cache
def _day(days: int) -> str:
    return str(_EPOCH + timedelta(days=days))


@cache
def _time(seconds: int) -> str:
    return f" {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000000"


def written(seconds: int | None) -> str | None:
    """A moment as SQLite keeps it and PostgreSQL reads it in a session that speaks UTC."""
    return None if seconds is None else _day(seconds // DAY) + _time(seconds % DAY)


def day_of(seconds: int) -> date:
    return _EPOCH + timedelta(days=seconds // DAY)


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(value: Any) -> str:
    """Compact JSON. Raises ValueError for what a COPY would have to escape, so that rows are written as they are."""
    text = _encoded(value)
    if "\\" in text:
        raise ValueError(f"no backslash may stand in filled values: {text[:80]}")
    return text

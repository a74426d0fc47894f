"""The shape of a scheme's numbers, and those whose unit stands in their name."""

from collections.abc import Mapping
from dataclasses import dataclass

from accreditation.texts import Text

_MOST: Mapping[str, int] = {"days": 1000, "working_days": 250, "months": 120}


@dataclass(frozen=True)
class Number:
    """One number: `name` is its key in `Scheme.numbers`, a whole number from `least` to `most` in `unit`."""

    name: str
    label: Text
    unit: str
    least: int
    most: int


@dataclass(frozen=True)
class Group:
    """Numbers that are read together."""

    title: Text
    numbers: tuple[Number, ...]


def days(key: str, label: Text) -> Number:
    return Number(f"{key}_days", label, "days", 1, _MOST["days"])


def working(key: str, label: Text) -> Number:
    return Number(f"{key}_working_days", label, "working_days", 1, _MOST["working_days"])


def months(key: str, label: Text) -> Number:
    return Number(f"{key}_months", label, "months", 1, _MOST["months"])

"""What a proposal is made from and what it says, as plain data: no database. Symbols: docs/development/assignment.md."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Id = Any  # Hashable, and ordered among its like: ids of rows, or numbers in a test.
Pair = tuple[Id, Id]


class Against(StrEnum):
    """What keeps one reviewer from one case, before ceilings and sub-regions are looked at."""

    ADMINISTRATION = "administration"
    CONFLICT = "conflict"
    STOOD_BACK = "stood_back"


class Binding(StrEnum):
    """The constraint that leaves a case short: the first that makes the circle of reviewers too small."""

    MASTERY = "mastery"
    ADMINISTRATION = "administration"
    CONFLICT = "conflict"
    STOOD_BACK = "stood_back"
    AWAY = "away"
    CEILING = "ceiling"
    SUB_REGION = "sub_region"


@dataclass(frozen=True)
class Case:
    """`needed`: reviewers in all; `standing`: those who review already, and stay."""

    id: Id
    administration: Hashable
    sub_region: str
    subject: str
    language: str
    needed: int
    standing: tuple[Id, ...] = ()


@dataclass(frozen=True)
class Reviewer:
    """`load`: open reviews of all calls, standing ones included; `ceiling`: how many there may be at once."""

    id: Id
    administration: Hashable
    sub_region: str
    subjects: frozenset[str]
    languages: frozenset[str]
    load: int
    ceiling: int
    away: bool = False


@dataclass(frozen=True)
class Weights:
    """What one unit of each undesired thing costs, in points; `elsewhere`: reviewers from another sub-region, at least."""

    load: int = 10
    administration: int = 5
    together: int = 5
    elsewhere: int = 1


@dataclass(frozen=True)
class Problem:
    """`against`: pairs that must not be; `locked`: pairs that stay. How often before: `seen` counts reviewer and
    administration, `together` two reviewers, the lower id first."""

    cases: tuple[Case, ...]
    reviewers: tuple[Reviewer, ...]
    against: Mapping[Pair, Against] = field(default_factory=dict)
    locked: frozenset[Pair] = frozenset()
    seen: Mapping[Pair, int] = field(default_factory=dict)
    together: Mapping[Pair, int] = field(default_factory=dict)
    weights: Weights = Weights()


@dataclass(frozen=True)
class Shortage:
    """`missing` reviewers; `counts`: of those who master subject and language, how many each constraint takes away."""

    missing: int
    binding: Binding
    able: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Proposal:
    """`pairs` (case, reviewer) without the standing ones; `objective` and `bound` in points; `gap` 0.01 is one percent."""

    pairs: tuple[Pair, ...]
    loads: Mapping[Id, int]
    objective: int
    bound: int
    gap: float
    repeats: int
    seconds: float
    short: Mapping[Id, Shortage]

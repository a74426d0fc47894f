"""Levels given by people to cases as plain arrays, the form in which they are counted and fitted. No database."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVELS = 5


@dataclass(frozen=True)
class Given:
    """One level (1 to 5) that a rater gave to a case on a criterion. `home`: the house whose yardstick the rater brings.

    `case`: whatever several rated; in a practice dossier that is each of its criteria.
    """

    case: uuid.UUID | str
    rater: uuid.UUID
    criterion: str
    level: int
    home: uuid.UUID | None = None


@dataclass(frozen=True)
class Ratings:
    """Place of case, rater and criterion of every rating; `step` is the level less one (0 to 4); `home_of` is -1 for none."""

    cases: Sequence[Any]
    raters: Sequence[Any]
    criteria: Sequence[str]
    homes: Sequence[Any]
    case: Whole
    rater: Whole
    criterion: Whole
    step: Whole
    home_of: Whole

    def __len__(self) -> int:
        return len(self.step)

    def only(self, kept: NDArray[np.bool_]) -> "Ratings":
        """The same cases, raters and criteria with part of the ratings."""
        parts = (each[kept] for each in (self.case, self.rater, self.criterion, self.step))
        return Ratings(self.cases, self.raters, self.criteria, self.homes, *parts, self.home_of)


def _places(names: Iterable[Any]) -> dict[Any, int]:
    return {name: place for place, name in enumerate(sorted(set(names), key=str))}


def ratings_of(given: Sequence[Given]) -> Ratings:
    """Arrays in an order that does not depend on the order of `given`. A rater seen in two houses belongs to none."""
    rows = sorted(given, key=lambda each: (str(each.case), each.criterion, str(each.rater)))
    cases, raters = _places(row.case for row in rows), _places(row.rater for row in rows)
    criteria = _places(row.criterion for row in rows)
    seen: dict[Any, set[Any]] = {}
    for row in rows:
        seen.setdefault(row.rater, set()).add(row.home)
    at_home = {rater: next(iter(found)) for rater, found in seen.items() if len(found) == 1 and None not in found}
    homes = _places(at_home.values())
    return Ratings(
        cases=tuple(cases),
        raters=tuple(raters),
        criteria=tuple(criteria),
        homes=tuple(homes),
        case=np.array([cases[row.case] for row in rows], dtype=np.int64),
        rater=np.array([raters[row.rater] for row in rows], dtype=np.int64),
        criterion=np.array([criteria[row.criterion] for row in rows], dtype=np.int64),
        step=np.array([row.level - 1 for row in rows], dtype=np.int64),
        home_of=np.array([homes[at_home[rater]] if rater in at_home else -1 for rater in raters], dtype=np.int64),
    )


def circles_of(ratings: Ratings) -> Whole:
    """Per rater the number of the circle of raters that common cases tie together, the largest first.

    Within a circle severity is compared over the same cases; between circles only over cases supposed to be alike.
    """
    raters, cases = len(ratings.raters), len(ratings.cases)
    ties = sparse.coo_matrix(
        (np.ones(len(ratings)), (ratings.rater, raters + ratings.case)), shape=(raters + cases, raters + cases)
    )
    _count, found = connected_components(ties, directed=False)
    names, sizes = np.unique(found[:raters], return_counts=True)
    order = {name: place for place, name in enumerate(names[np.argsort(-sizes, kind="stable")])}
    return np.array([order[name] for name in found[:raters]], dtype=np.int64)

"""How far raters agree on a criterion: Krippendorff's alpha for ordered levels, with a bootstrap interval. No database."""

from collections.abc import Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np

from accreditation.calibration.ratings import LEVELS, Floats, Ratings

DRAWS = 1000
_OUTER = (2.5, 97.5)


@dataclass(frozen=True)
class Agreement:
    """`alpha` 1 is full agreement, 0 no more than chance; None where it is not defined: nothing was read twice, or all alike.

    `cases`: how many were rated by two or more. The interval is None where too few draws have a value.
    """

    criterion: str
    cases: int
    alpha: float | None
    low: float | None
    high: float | None


def counts_of(ratings: Ratings, criterion: int) -> Floats:
    """Per case that two or more rated on this criterion, how many gave each level (columns)."""
    of_it = ratings.criterion == criterion
    place = ratings.case[of_it] * LEVELS + ratings.step[of_it]
    counts = np.bincount(place, minlength=len(ratings.cases) * LEVELS).reshape(-1, LEVELS).astype(float)
    return counts[counts.sum(axis=1) > 1]


def coincidences(counts: Floats) -> Floats:
    """Per case the table of pairs of levels given to it, each rater's level counted once in all (cases by 5 by 5)."""
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(LEVELS)
    return np.asarray(pairs / (counts.sum(axis=1) - 1)[:, None, None])


def alphas_of(tables: Floats) -> Floats:
    """Alpha of each summed table of coincidences; not a number where every level is the same."""
    margins = tables.sum(axis=2)
    upto = np.cumsum(margins, axis=1)
    low, high = np.minimum.outer(range(LEVELS), range(LEVELS)), np.maximum.outer(range(LEVELS), range(LEVELS))
    distance = (upto[:, high] - upto[:, low] + (margins[:, low] - margins[:, high]) / 2) ** 2
    total = margins.sum(axis=1)
    expected = margins[:, :, None] * margins[:, None, :] - margins[:, :, None] * np.eye(LEVELS)
    seen = (tables * distance).sum(axis=(1, 2))
    by_chance = (expected * distance).sum(axis=(1, 2)) / (total - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(by_chance > 0, 1 - seen / by_chance, np.nan))


def agreement_on(ratings: Ratings, criterion: int, seed: int = 0) -> Agreement:
    """Of one criterion. The cases are drawn anew DRAWS times, the same way for the same seed."""
    name, counts = ratings.criteria[criterion], counts_of(ratings, criterion)
    if not len(counts) or np.count_nonzero(counts.sum(axis=0)) < 2:
        return Agreement(name, len(counts), None, None, None)
    alpha = krippendorff.alpha(
        value_counts=counts, value_domain=list(range(1, LEVELS + 1)), level_of_measurement="ordinal"
    )
    kinds, often = np.unique(counts, axis=0, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(counts), often / len(counts), size=DRAWS)
    found = alphas_of((drawn @ coincidences(kinds).reshape(len(kinds), -1)).reshape(-1, LEVELS, LEVELS))
    found = found[np.isfinite(found)]
    if len(found) < DRAWS / 2:
        return Agreement(name, len(counts), float(alpha), None, None)
    low, high = np.percentile(found, _OUTER)
    return Agreement(name, len(counts), float(alpha), float(low), float(high))


def agreements(ratings: Ratings) -> Sequence[Agreement]:
    """Of every criterion, in their order."""
    return [agreement_on(ratings, place) for place in range(len(ratings.criteria))]

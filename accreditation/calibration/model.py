"""What the many-facet rating scale model expects of each rating, and its information. No database.

log(P(level k + 1) / P(level k)) = ability of the case - difficulty of the criterion - severity of the rater - threshold k.
The derivation stands in docs/development/calibration.md.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy import sparse

from accreditation.calibration.ratings import LEVELS, Floats, Ratings

THRESHOLDS = LEVELS - 1
# Logits. So wide that it only keeps finite what the levels leave open, as where all of them are the highest.
WIDE = 3.0


class Spreads(NamedTuple):
    """Standard deviations, in logits, of abilities, of raters within a house, and of houses."""

    ability: float = 1.0
    rater: float = 0.5
    home: float = 0.3


@dataclass(frozen=True)
class Design:
    """The ratings as sparse matrices. Shared parameters in order: mean ability, criteria, houses, raters, thresholds."""

    ratings: Ratings
    by_case: sparse.csr_matrix = field(init=False)
    shared: sparse.csr_matrix = field(init=False)

    def __post_init__(self) -> None:
        rows = np.arange(len(self.ratings))
        size = len(self.ratings)
        ones = np.ones(size)
        by_case = sparse.csr_matrix((ones, (rows, self.ratings.case)), shape=(size, len(self.ratings.cases)))
        home = self.ratings.home_of[self.ratings.rater]
        at_home = home >= 0
        places = [
            (rows, np.zeros(size, dtype=int), ones),
            (rows, self.criteria.start + self.ratings.criterion, -ones),
            (rows[at_home], self.homes.start + home[at_home], -ones[at_home]),
            (rows, self.raters.start + self.ratings.rater, -ones),
        ]
        row, column, value = (np.concatenate([place[part] for place in places]) for part in range(3))
        object.__setattr__(self, "by_case", by_case)
        object.__setattr__(self, "shared", sparse.csr_matrix((value, (row, column)), shape=(size, self.raters.stop)))

    @property
    def criteria(self) -> slice:
        return slice(1, 1 + len(self.ratings.criteria))

    @property
    def homes(self) -> slice:
        return slice(self.criteria.stop, self.criteria.stop + len(self.ratings.homes))

    @property
    def raters(self) -> slice:
        return slice(self.homes.stop, self.homes.stop + len(self.ratings.raters))

    @property
    def thresholds(self) -> slice:
        return slice(self.raters.stop, self.raters.stop + THRESHOLDS)

    def penalty(self, spreads: Spreads) -> Floats:
        """Per shared parameter one over the variance of its prior."""
        weights = np.full(self.thresholds.stop, 1 / WIDE**2)
        weights[self.homes] = 1 / spreads.home**2
        weights[self.raters] = 1 / spreads.rater**2
        return weights


def chances_at(position: Floats, thresholds: Floats) -> Floats:
    """The probability of each step 0 to 4 (columns) at each position on the scale of logits (rows)."""
    weights = np.exp(-np.concatenate(([0.0], np.cumsum(thresholds))))
    ratio = np.exp(position)
    terms = np.empty((len(ratio), LEVELS))
    power = np.ones_like(ratio)
    for step in range(LEVELS):
        terms[:, step] = power * weights[step]
        power = power * ratio
    return terms / terms.sum(axis=1, keepdims=True)


def reaching(chances: Floats) -> Floats:
    """The probability to reach each of the steps 1 to 4 (columns)."""
    return np.cumsum(chances[:, :0:-1], axis=1)[:, ::-1]


@dataclass(frozen=True)
class Moments:
    """What the model expects of each rating: mean and variance of its step, chance to reach each step, their covariance."""

    mean: Floats
    variance: Floats
    reach: Floats
    covariance: Floats


def moments_at(position: Floats, thresholds: Floats) -> Moments:
    """Of the step at each position; `reach` and `covariance` have a column for each of the steps 1 to 4."""
    chances, steps = chances_at(position, thresholds), np.arange(LEVELS)
    mean, reach = chances @ steps, reaching(chances)
    return Moments(mean, chances @ steps**2 - mean**2, reach, reaching(chances * steps) - mean[:, None] * reach)


def shared_positions(design: Design, shared: Floats) -> Floats:
    """Where each rating stands on the scale but for the ability of its case, before the thresholds."""
    return np.asarray(design.shared @ shared[: design.raters.stop])


@dataclass(frozen=True)
class Information:
    """Minus the second derivative of the log likelihood, without priors: of abilities (a diagonal), across, and shared."""

    cases: Floats
    across: sparse.csr_matrix
    shared: Floats

    def eliminated(self, of_cases: Floats, penalty: Floats) -> Floats:
        """What is left on the shared parameters once the abilities are not known: the Schur complement of `of_cases`."""
        leaning = sparse.diags(1 / of_cases) @ self.across
        return np.asarray(self.shared + np.diag(penalty) - (self.across.T @ leaning).toarray())


def information(design: Design, abilities: Floats, shared: Floats) -> Information:
    """Observed and expected information are the same in this model."""
    position = shared_positions(design, shared) + abilities[design.ratings.case]
    found = moments_at(position, shared[design.thresholds])
    weighed = sparse.diags(found.variance) @ design.shared
    by_threshold = -(design.shared.T @ found.covariance)
    lower = np.tril(found.reach.sum(axis=0)[:, None] - found.reach.T @ found.reach)
    corner = lower + np.tril(lower, -1).T
    across = sparse.hstack(
        (design.by_case.T @ weighed, sparse.csr_matrix(-(design.by_case.T @ found.covariance))), format="csr"
    )
    whole = np.block([[(design.shared.T @ weighed).toarray(), by_threshold], [by_threshold.T, corner]])
    return Information(np.asarray(design.by_case.T @ found.variance), across, whole)

"""What the level of a case would be if raters of mean severity had read it, with an interval. No database."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from accreditation.calibration.fit import Fit
from accreditation.calibration.model import chances_at, moments_at, shared_positions
from accreditation.calibration.ratings import LEVELS, Floats, Ratings

# Of the standard normal distribution: 95 of 100 lie within.
WITHIN = 1.96


@dataclass(frozen=True)
class AdjustedLevels:
    """Per case, on the scale of levels from 1 to 5."""

    raw: Floats
    adjusted: Floats
    low: Floats
    high: Floats


def shares_of(ratings: Ratings, weights: Floats) -> Floats:
    """Per rating its share in the level of its case: by `weights` within each rater, and every rater alike."""
    reading = ratings.case * len(ratings.raters) + ratings.rater
    _names, place = np.unique(reading, return_inverse=True)
    of_reading = np.bincount(place, weights)
    readings = np.bincount(np.unique(reading) // len(ratings.raters), minlength=len(ratings.cases))
    return weights / of_reading[place] / readings[ratings.case]


def adjusted_levels(fit: Fit, weights: Floats) -> AdjustedLevels:
    """`weights`: per rating that of its criterion. What is added to the raw level is only what severity explains.

    So a case read by raters of mean severity keeps its level, however few they were; the interval says how few.
    """
    given, design = fit.ratings, fit.design
    shares = shares_of(given, weights)
    mean_rater = _mean_rater(fit)
    position = shared_positions(design, fit.shared) + fit.abilities[given.case]
    severity = fit.severity_map() @ fit.shared
    fair = position + severity[given.rater]
    steps = np.arange(LEVELS)
    gained = (chances_at(fair, fit.thresholds) - chances_at(position, fit.thresholds)) @ steps
    raw = np.bincount(given.case, shares * (given.step + 1), minlength=len(given.cases))
    adjusted = raw + np.bincount(given.case, shares * gained, minlength=len(given.cases))
    reach = WITHIN * _errors(fit, shares, fair, mean_rater)
    adjusted = np.clip(adjusted, 1, LEVELS)
    return AdjustedLevels(raw, adjusted, np.maximum(adjusted - reach, 1), np.minimum(adjusted + reach, LEVELS))


def lowered_by(fit: Fit, severity: Floats) -> Floats:
    """By how much of a level, on average over what was rated here, each severity gives less than the mean of all raters."""
    everywhere = shared_positions(fit.design, fit.shared) + fit.abilities[fit.ratings.case]
    fair = everywhere + (fit.severity_map() @ fit.shared)[fit.ratings.rater]
    seen, steps = np.quantile(fair, np.linspace(0.005, 0.995, 100)), np.arange(LEVELS)
    at_mean = (chances_at(seen, fit.thresholds) @ steps).mean()
    positions = (seen[None, :] - severity[:, None]).ravel()
    return np.asarray(at_mean - (chances_at(positions, fit.thresholds) @ steps).reshape(-1, len(seen)).mean(axis=1))


def _mean_rater(fit: Fit) -> Floats:
    """The mean severity of all raters as a row of shared parameters."""
    row = np.zeros(len(fit.shared))
    raters = len(fit.ratings.raters)
    row[fit.design.raters] = 1 / raters
    at_home = fit.ratings.home_of[fit.ratings.home_of >= 0]
    np.add.at(row, fit.design.homes.start + at_home, 1 / raters)
    return row


def _errors(fit: Fit, shares: Floats, fair: Floats, mean_rater: Floats) -> Floats:
    """Standard error of the level under raters of mean severity: of the ability from its own ratings alone, and of the rest."""
    given, design = fit.ratings, fit.design
    found = moments_at(fair, fit.thresholds)
    lift = shares * found.variance
    rows = np.arange(len(given))
    own = sparse.csr_matrix((shares, (given.case, rows)), shape=(len(given.cases), len(given)))
    by_ability = np.bincount(given.case, lift, minlength=len(given.cases))
    by_shared = np.zeros((len(given.cases), len(fit.shared)))
    by_shared[:, 0] = by_ability
    np.add.at(by_shared, (given.case, design.criteria.start + given.criterion), -lift)
    by_shared -= by_ability[:, None] * mean_rater
    by_shared[:, design.thresholds] = -(own @ found.covariance)
    known = np.maximum(fit.information.cases, 1e-6)
    by_shared -= (by_ability / known)[:, None] * fit.information.across.toarray()
    return np.sqrt(by_ability**2 / known + ((by_shared @ fit.covariance) * by_shared).sum(axis=1))

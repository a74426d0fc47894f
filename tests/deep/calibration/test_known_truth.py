"""Seeded sets of ratings with known truth: how far the severities lie from it, and how often the intervals hold it."""

import os
import time

import numpy as np
import pytest

from accreditation.calibration.adjust import WITHIN, adjusted_levels
from accreditation.calibration.fit import Estimates, fitted, home_severities, severities
from accreditation.calibration.model import chances_at
from accreditation.calibration.ratings import Floats
from tests.calibration.generated import Plan, World, world

IS_DEEP = os.environ.get("DEEP") == "calibration"
SEEDS = range(20) if IS_DEEP else range(2)
# 2,000 cases, 200 raters in 20 houses, 3 raters a case, 6 criteria: 36,000 ratings, 180 of them by each rater.
LARGE = Plan() if IS_DEEP else Plan(cases=300, raters=40, homes=8)
# As a first year looks: 2 raters a case, 4 criteria, 15 cases and 60 levels a rater.
FEW = Plan(cases=150, raters=20, per_case=2, criteria=4, homes=5)


def misses(found: Estimates, truth: Floats) -> tuple[float, float]:
    """Root mean square error, and the share of intervals that hold the truth."""
    away = found.value - truth
    return float(np.sqrt((away**2).mean())), float((np.abs(away) <= WITHIN * found.error).mean())


def of_levels(seen: World, raw: Floats, low: Floats, high: Floats, adjusted: Floats) -> tuple[float, float, float]:
    """Error of the raw and of the adjusted level, and how often the interval holds the true one."""
    given = seen.ratings
    steps = chances_at(seen.abilities[given.case] - seen.difficulties[given.criterion], seen.thresholds)
    truth = 1 + np.bincount(given.case, steps @ np.arange(5)) / np.bincount(given.case)
    errors = [float(np.sqrt(((levels - truth) ** 2).mean())) for levels in (raw, adjusted)]
    return errors[0], errors[1], float(((low <= truth) & (truth <= high)).mean())


def sweep(plan: Plan) -> np.ndarray:
    """Per seed: error and coverage of raters, of houses, errors of levels raw and adjusted with coverage, seconds."""
    rows = []
    for seed in SEEDS:
        seen = world(seed, plan)
        began = time.perf_counter()
        fit = fitted(seen.ratings)
        took = time.perf_counter() - began
        levels = adjusted_levels(fit, np.ones(len(seen.ratings)))
        assert fit.settled
        rows.append(
            [
                *misses(severities(fit), seen.severity),
                *misses(home_severities(fit), seen.homes),
                *of_levels(seen, levels.raw, levels.low, levels.high, levels.adjusted),
                took,
            ]
        )
        print(f"seed {seed:2d}: " + " ".join(f"{figure:6.3f}" for figure in rows[-1]))
    return np.array(rows)


@pytest.mark.parametrize("plan", [LARGE, FEW], ids=["large", "few"])
def test_severities_and_their_intervals(plan: Plan) -> None:
    """Printed with -s. On the large plan the bound on the error holds for every seed, that on the coverage over all."""
    found = sweep(plan)
    print(f"{plan}\nmean:    " + " ".join(f"{figure:6.3f}" for figure in found.mean(axis=0)))
    print("worst:   " + " ".join(f"{figure:6.3f}" for figure in found.max(axis=0)))
    is_large = plan == LARGE and IS_DEEP
    assert found[:, 0].max() <= (0.2 if is_large else 0.4)
    assert (0.90 if is_large else 0.80) <= found[:, 1].mean() <= (0.98 if is_large else 1.0)
    assert found[:, 5].mean() < found[:, 4].mean()
    assert 0.88 <= found[:, 6].mean() <= 0.99

"""Ratings made by the model itself from parameters that are known, so that a fit can be held against the truth."""

from dataclasses import dataclass

import numpy as np

from accreditation.calibration.model import chances_at
from accreditation.calibration.ratings import Floats, Ratings


@dataclass(frozen=True)
class Plan:
    """How many of what; `per_case` raters give a level on every criterion. Spreads in logits."""

    cases: int = 2000
    raters: int = 200
    per_case: int = 3
    criteria: int = 6
    homes: int = 20
    ability: float = 1.2
    rater: float = 0.5
    home: float = 0.3


@dataclass(frozen=True)
class World:
    """Ratings and the truth behind them; `severity` is centred on the mean of all raters."""

    ratings: Ratings
    abilities: Floats
    severity: Floats
    homes: Floats
    difficulties: Floats
    thresholds: Floats


def _pairs(plan: Plan, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Case and rater of every reading; every rater reads about as many cases as the others."""
    readers = np.array([dice.permutation(plan.raters) for _ in range(-(-plan.cases * plan.per_case // plan.raters))])
    rater = readers.ravel()[: plan.cases * plan.per_case].reshape(plan.cases, plan.per_case)
    for row in rater:
        while len(set(row)) < plan.per_case:
            row[:] = dice.choice(plan.raters, plan.per_case, replace=False)
    return np.repeat(np.arange(plan.cases), plan.per_case), rater.ravel()


def world(seed: int, plan: Plan = Plan()) -> World:
    """One seeded set."""
    dice = np.random.default_rng(seed)
    home_of = np.sort(np.arange(plan.raters) % plan.homes)
    of_home = dice.normal(0, plan.home, plan.homes)
    severity = of_home[home_of] + dice.normal(0, plan.rater, plan.raters)
    severity -= severity.mean()
    difficulties = np.linspace(-0.8, 0.8, plan.criteria)
    thresholds = np.array([-2.0, -0.7, 0.6, 2.1])
    abilities = dice.normal(0.4, plan.ability, plan.cases)
    case, rater = _pairs(plan, dice)
    case, rater = np.repeat(case, plan.criteria), np.repeat(rater, plan.criteria)
    criterion = np.tile(np.arange(plan.criteria), plan.cases * plan.per_case)
    chances = chances_at(abilities[case] - difficulties[criterion] - severity[rater], thresholds)
    step = (dice.random(len(case))[:, None] > np.cumsum(chances, axis=1)).sum(axis=1)
    members = home_of[None, :] == np.arange(plan.homes)[:, None]
    ratings = Ratings(
        cases=range(plan.cases),
        raters=range(plan.raters),
        criteria=[f"criterion_{number}" for number in range(plan.criteria)],
        homes=range(plan.homes),
        case=case,
        rater=rater,
        criterion=criterion,
        step=np.minimum(step, 4),
        home_of=home_of,
    )
    return World(ratings, abilities, severity, members @ severity / members.sum(axis=1), difficulties, thresholds)

"""The likelihood with the abilities integrated out, by adaptive quadrature around the most probable ability of each case.

Taking the most probable abilities for true would draw every figure towards the middle where a case has few ratings.
"""

from dataclasses import dataclass

import numpy as np

from accreditation.calibration.model import Design, Floats, Spreads, chances_at, moments_at, reaching, shared_positions
from accreditation.calibration.ratings import LEVELS

NODES = 9
_AT, _WEIGHTS = np.polynomial.hermite.hermgauss(NODES)
_LOG_WEIGHTS = np.log(_WEIGHTS) + _AT**2
# Logits. No step towards the most probable ability is longer, so that none is overshot by far.
LONGEST = 1.0
CLOSE = 1e-3


@dataclass(frozen=True)
class Nodes:
    """Abilities at which each case is looked at (cases by NODES), and the log of what each counts for."""

    abilities: Floats
    log_weights: Floats


@dataclass(frozen=True)
class Seen:
    """At given shared parameters: the log posterior, its gradient, and the mean and mean square of each ability."""

    height: float
    gradient: Floats
    ability: Floats
    square: Floats


def most_probable(design: Design, abilities: Floats, shared: Floats, spreads: Spreads) -> tuple[Floats, Floats]:
    """The ability of each case at which its posterior is highest, and its standard deviation there."""
    base, thresholds, precision = shared_positions(design, shared), shared[design.thresholds], 1 / spreads.ability**2
    while True:
        found = moments_at(base + abilities[design.ratings.case], thresholds)
        slope = design.by_case.T @ (design.ratings.step - found.mean) - precision * abilities
        known = design.by_case.T @ found.variance + precision
        step = np.clip(slope / known, -LONGEST, LONGEST)
        abilities = abilities + step
        if np.abs(step).max() < CLOSE:
            return abilities, 1 / np.sqrt(known)


def nodes_around(abilities: Floats, deviations: Floats) -> Nodes:
    width = np.sqrt(2) * deviations[:, None]
    return Nodes(abilities[:, None] + width * _AT, np.log(width) + _LOG_WEIGHTS)


def seen_at(design: Design, nodes: Nodes, shared: Floats, spreads: Spreads) -> Seen:
    """Everything that a step needs; the gradient is exact for these nodes."""
    given, case, step = design.ratings, design.ratings.case, design.ratings.step
    base, thresholds = shared_positions(design, shared), shared[design.thresholds]
    chances = [chances_at(base + nodes.abilities[case, place], thresholds) for place in range(NODES)]
    likely = np.column_stack([design.by_case.T @ np.log(each[np.arange(len(given)), step]) for each in chances])
    prior = -0.5 * (nodes.abilities / spreads.ability) ** 2 - np.log(spreads.ability) - 0.5 * np.log(2 * np.pi)
    log_mass = likely + nodes.log_weights + prior
    most = log_mass.max(axis=1, keepdims=True)
    mass = np.exp(log_mass - most)
    whole = mass.sum(axis=1, keepdims=True)
    posterior = mass / whole
    expected = sum(posterior[case, place, None] * chances[place] for place in range(NODES))
    penalty = design.penalty(spreads)
    reached = (step[:, None] >= np.arange(1, LEVELS)) - reaching(expected)
    by_shared = np.concatenate((design.shared.T @ (step - expected @ np.arange(LEVELS)), -reached.sum(axis=0)))
    return Seen(
        height=float((np.log(whole) + most).sum() - (penalty * shared**2).sum() / 2),
        gradient=by_shared - penalty * shared,
        ability=(posterior * nodes.abilities).sum(axis=1),
        square=(posterior * nodes.abilities**2).sum(axis=1),
    )

"""Fits the model: Newton steps in which the cases are eliminated, and spreads re-estimated until nothing moves. No database."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from accreditation.calibration.marginal import Nodes, Seen, most_probable, nodes_around, seen_at
from accreditation.calibration.model import Design, Floats, Information, Spreads, information
from accreditation.calibration.ratings import Ratings

ROUNDS = 200
# Logits: no figure on a page has more than two places.
STILL = 1e-4
# A spread is drawn towards its start as if so many further members had been seen with it.
SUPPOSED = 4


@dataclass(frozen=True)
class Fit:
    """The most probable parameters, and what is needed to say how sure they are.

    `cases` and `weights`: per case its information with prior, and how it leans on the shared parameters; `covariance`
    is that of the shared parameters, the uncertainty of the abilities included.
    """

    design: Design
    spreads: Spreads
    abilities: Floats
    shared: Floats
    information: Information
    covariance: Floats
    rounds: int
    settled: bool

    @property
    def ratings(self) -> Ratings:
        return self.design.ratings

    @property
    def thresholds(self) -> Floats:
        return self.shared[self.design.thresholds]

    def severity_map(self) -> Floats:
        """Raters by shared parameters: severity of each rater with that of the house, less the mean of all raters."""
        raters = len(self.ratings.raters)
        found = np.zeros((raters, len(self.shared)))
        found[np.arange(raters), self.design.raters.start + np.arange(raters)] = 1.0
        at_home = np.flatnonzero(self.ratings.home_of >= 0)
        found[at_home, self.design.homes.start + self.ratings.home_of[at_home]] = 1.0
        return found - found.mean(axis=0)


@dataclass(frozen=True)
class Estimates:
    """Values in logits with their standard errors; above 0 is stricter than the mean of all raters."""

    value: Floats
    error: Floats


def _estimates(fit: Fit, contrasts: Floats) -> Estimates:
    variance = ((contrasts @ fit.covariance) * contrasts).sum(axis=1)
    return Estimates(contrasts @ fit.shared, np.sqrt(np.maximum(variance, 0.0)))


def severities(fit: Fit) -> Estimates:
    """Of each rater."""
    return _estimates(fit, fit.severity_map())


def difficulties(fit: Fit) -> Estimates:
    """Of each criterion; the mean is 0."""
    own = np.eye(len(fit.shared))[fit.design.criteria]
    return _estimates(fit, own - own.mean(axis=0))


def home_severities(fit: Fit) -> Estimates:
    """Of each house: the mean of its raters."""
    homes = len(fit.ratings.homes)
    members = fit.ratings.home_of[None, :] == np.arange(homes)[:, None]
    return _estimates(fit, (members / members.sum(axis=1, keepdims=True)) @ fit.severity_map())


@dataclass(frozen=True)
class _Place:
    """Where the climb stands: shared parameters, the nodes around the abilities there, and what is seen from there."""

    shared: Floats
    abilities: Floats
    nodes: Nodes
    seen: Seen


def _place(design: Design, abilities: Floats, shared: Floats, spreads: Spreads) -> _Place:
    abilities, deviations = most_probable(design, abilities, shared, spreads)
    nodes = nodes_around(abilities, deviations)
    return _Place(shared, abilities, nodes, seen_at(design, nodes, shared, spreads))


def _climbed(design: Design, place: _Place, spreads: Spreads) -> tuple[_Place, float, Floats]:
    """One Newton step up, halved where it leads too far; how far it went, and the covariance before it."""
    found = information(design, place.abilities, place.shared)
    reduced = found.eliminated(found.cases + 1 / spreads.ability**2, design.penalty(spreads))
    covariance = linalg.cho_solve(linalg.cho_factor(reduced), np.eye(len(place.shared)))
    step = covariance @ place.seen.gradient
    new = _place(design, place.abilities, place.shared + step, spreads)
    while new.seen.height < place.seen.height and np.abs(step).max() > STILL / 10:
        step = step / 2
        new = _place(design, place.abilities, place.shared + step, spreads)
    return new, float(np.abs(step).max()), covariance


def _drawn(squares: Floats, start: float) -> float:
    """A standard deviation from expected squares, drawn a little towards `start`."""
    return float(np.sqrt((squares.sum() + SUPPOSED * start**2) / (len(squares) + SUPPOSED)))


def _respread(design: Design, place: _Place, covariance: Floats, start: Spreads) -> Spreads:
    squares = place.shared**2 + np.diag(covariance)
    return Spreads(
        ability=_drawn(place.seen.square, start.ability),
        rater=_drawn(squares[design.raters], start.rater),
        home=_drawn(squares[design.homes], start.home),
    )


def fitted(ratings: Ratings, start: Spreads | None = None) -> Fit:
    """The model fitted to at least one rating. `settled` is False where it still moved after the last round."""
    spreads = start or Spreads()
    design = Design(ratings)
    place = _place(design, np.zeros(len(ratings.cases)), np.zeros(design.thresholds.stop), spreads)
    rounds, settled = 0, False
    while rounds < ROUNDS and not settled:
        rounds += 1
        place, step, covariance = _climbed(design, place, spreads)
        before, spreads = spreads, _respread(design, place, covariance, start or Spreads())
        settled = step < STILL and all(abs(now - then) < STILL for now, then in zip(spreads, before, strict=True))
        place = _place(design, place.abilities, place.shared, spreads)
    found = information(design, place.abilities, place.shared)
    reduced = found.eliminated(found.cases + 1 / spreads.ability**2, design.penalty(spreads))
    covariance = linalg.cho_solve(linalg.cho_factor(reduced), np.eye(len(place.shared)))
    return Fit(design, spreads, place.abilities, place.shared, found, covariance, rounds, settled)

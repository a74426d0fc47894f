"""The fitted model against what is known: its own gradient, generated truth, and data that say little or nothing."""

import uuid
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from accreditation.calibration.adjust import WITHIN, adjusted_levels
from accreditation.calibration.fit import Fit, difficulties, fitted, home_severities, severities
from accreditation.calibration.marginal import most_probable, nodes_around, seen_at
from accreditation.calibration.model import Design, Spreads, chances_at, information
from accreditation.calibration.ratings import Given, Ratings, circles_of, ratings_of
from tests.calibration.generated import Plan, World, world

SMALL = Plan(cases=300, raters=40, homes=8, criteria=5)
SPREADS = Spreads(1.1, 0.4, 0.3)


@pytest.fixture(scope="module")
def small() -> World:
    return world(11, SMALL)


@pytest.fixture(scope="module")
def fit(small: World) -> Fit:
    return fitted(small.ratings)


def shifted(design: Design) -> np.ndarray:
    """Shared parameters that are nothing special."""
    return np.random.default_rng(5).normal(0, 0.4, design.thresholds.stop)


def test_the_gradient_is_that_of_the_likelihood() -> None:
    design = Design(world(3, Plan(cases=12, raters=5, per_case=2, criteria=3, homes=2)).ratings)
    shared = shifted(design)
    nodes = nodes_around(*most_probable(design, np.zeros(12), shared, SPREADS))
    by_hand = approx_fprime(shared, lambda at: seen_at(design, nodes, at, SPREADS).height, 1e-6)
    assert np.allclose(seen_at(design, nodes, shared, SPREADS).gradient, by_hand, atol=1e-3)


def test_the_information_is_the_slope_of_what_is_left() -> None:
    """Differences of the gradient of the likelihood at fixed abilities, ability by ability and parameter by parameter."""
    design = Design(world(4, Plan(cases=6, raters=4, per_case=2, criteria=2, homes=2)).ratings)
    shared, abilities = shifted(design), np.linspace(-1, 1, 6)

    def likelihood(everything: np.ndarray) -> float:
        own, common = everything[:6], everything[6:]
        base = design.shared @ common[: design.raters.stop] + own[design.ratings.case]
        chances = chances_at(base, common[design.thresholds])
        return float(np.log(chances[np.arange(len(base)), design.ratings.step]).sum())

    point = np.concatenate((abilities, shared))
    slope = [approx_fprime(point + 1e-4 * each, likelihood, 1e-5) for each in np.eye(len(point))]
    back = [approx_fprime(point - 1e-4 * each, likelihood, 1e-5) for each in np.eye(len(point))]
    by_hand = -(np.array(slope) - np.array(back)) / 2e-4
    found = information(design, abilities, shared)
    whole = np.block([[np.diag(found.cases), found.across.toarray()], [found.across.T.toarray(), found.shared]])
    assert np.allclose(whole, by_hand, atol=0.02)


def test_severities_come_near_the_truth(small: World, fit: Fit) -> None:
    """22 cases a rater leave an error of about 0.2 logits; the model knows it."""
    found = severities(fit)
    assert fit.settled
    assert np.sqrt(((found.value - small.severity) ** 2).mean()) < 0.25
    assert (np.abs(found.value - small.severity) < WITHIN * found.error).mean() >= 0.85
    assert found.value.mean() == pytest.approx(0, abs=1e-9)
    homes = home_severities(fit)
    assert (np.abs(homes.value - small.homes) < WITHIN * homes.error).mean() >= 0.75
    assert np.abs(difficulties(fit).value - small.difficulties).max() < 0.25
    assert np.abs(fit.thresholds - small.thresholds).max() < 0.3


def test_levels_adjusted_for_severity_lie_nearer_to_the_truth(small: World, fit: Fit) -> None:
    ratings = small.ratings
    found = adjusted_levels(fit, np.ones(len(ratings)))
    steps = chances_at(small.abilities[ratings.case] - small.difficulties[ratings.criterion], small.thresholds)
    truth = 1 + np.bincount(ratings.case, steps @ np.arange(5)) / np.bincount(ratings.case)
    assert np.abs(found.adjusted - truth).mean() < 0.85 * np.abs(found.raw - truth).mean()
    assert 0.9 <= ((found.low <= truth) & (truth <= found.high)).mean() <= 0.99


def test_the_order_of_the_rows_does_not_count(small: World) -> None:
    rows = [
        Given(uuid.UUID(int=int(case)), uuid.UUID(int=1000 + int(rater)), str(criterion), int(step) + 1)
        for case, rater, criterion, step in zip(
            small.ratings.case, small.ratings.rater, small.ratings.criterion, small.ratings.step, strict=True
        )
    ][:900]
    one, other = fitted(ratings_of(rows)), fitted(ratings_of(rows[::-1]))
    assert np.array_equal(one.shared, other.shared)


def a_pair(harsh: int, mild: int, cases: int, case_from: int = 0, rater_from: int = 0) -> list[Given]:
    """Two raters of the same cases on two criteria."""
    return [
        Given(uuid.UUID(int=case_from + case), uuid.UUID(int=5000 + rater_from + rater), criterion, level)
        for case in range(cases)
        for criterion in ("a", "b")
        for rater, level in enumerate((harsh, mild))
    ]


def test_who_gives_less_to_the_same_cases_is_stricter() -> None:
    found = severities(fitted(ratings_of(a_pair(2, 4, 20))))
    assert found.value[0] > 0.5 > -0.5 > found.value[1]
    assert found.value[0] - WITHIN * found.error[0] > 0


def test_who_has_read_little_is_drawn_to_the_middle_and_stays_unsure(small: World, fit: Fit) -> None:
    """The strictest rater of all, once seen on one case alone."""
    ratings, all_seen = small.ratings, severities(fit)
    rater = int(np.argmax(all_seen.value))
    first = ratings.case[ratings.rater == rater][0]
    once = severities(fitted(ratings.only((ratings.rater != rater) | (ratings.case == first))))
    assert abs(once.value[rater]) < 0.7 * all_seen.value[rater]
    assert once.error[rater] > 1.3 * all_seen.error[rater]


def test_raters_without_common_cases_are_in_different_circles() -> None:
    ratings = ratings_of(a_pair(2, 4, 5) + a_pair(3, 3, 4, case_from=100, rater_from=10))
    assert list(circles_of(ratings)) == [0, 0, 1, 1]
    tied = ratings_of(a_pair(2, 4, 5) + a_pair(3, 3, 4, case_from=4, rater_from=10))
    assert list(circles_of(tied)) == [0, 0, 0, 0]


def test_a_rater_seen_in_two_houses_belongs_to_none() -> None:
    rows = a_pair(2, 4, 4)
    moved = [replace(row, home=uuid.UUID(int=1 + row.case.int % 2)) for row in rows if row.level == 2]
    stayed = [replace(row, home=uuid.UUID(int=1)) for row in rows if row.level == 4]
    assert list(ratings_of(moved + stayed).home_of) == [-1, 0]


def test_a_case_read_by_raters_of_mean_severity_keeps_its_level() -> None:
    ratings = ratings_of(a_pair(3, 3, 10) + a_pair(5, 5, 1, case_from=50))
    found = adjusted_levels(fitted(ratings), np.ones(len(ratings)))
    assert np.allclose(found.adjusted, found.raw, atol=0.01)
    assert (found.high <= 5).all() and (found.low >= 1).all()


def test_weights_within_a_rater_and_raters_alike() -> None:
    rows = [Given(uuid.UUID(int=1), uuid.UUID(int=7), key, level) for key, level in (("a", 5), ("b", 1))]
    rows += [Given(uuid.UUID(int=1), uuid.UUID(int=8), "a", 3)]
    ratings = ratings_of(rows)
    weights = np.where(ratings.criterion == 0, 75.0, 25.0)
    assert adjusted_levels(fitted(ratings), weights).raw[0] == pytest.approx((0.75 * 5 + 0.25 * 1 + 3) / 2)


LEVELS_GIVEN = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 2), st.integers(1, 5), st.integers(0, 2)),
    min_size=1,
    max_size=60,
    unique_by=lambda row: row[:3],
)


@given(LEVELS_GIVEN)
@settings(max_examples=30, deadline=None)
def test_whatever_was_given_the_fit_ends_in_finite_figures(rows: list[tuple[int, ...]]) -> None:
    """All highest, one rater, one case, criteria that one rater never met: nothing runs away."""
    ratings: Ratings = ratings_of(
        [
            Given(uuid.UUID(int=case), uuid.UUID(int=50 + rater), str(criterion), level, uuid.UUID(int=90 + home))
            for case, rater, criterion, level, home in rows
        ]
    )
    fit = fitted(ratings)
    found, levels = severities(fit), adjusted_levels(fit, np.ones(len(ratings)))
    assert fit.settled
    for figures in (found.value, found.error, levels.adjusted, levels.low, levels.high):
        assert np.isfinite(figures).all()
    assert (np.abs(found.value) < 10).all() and (found.error > 0).sum() == (len(ratings.raters) > 1) * len(found.error)
    assert (levels.low <= levels.adjusted).all() and (levels.adjusted <= levels.high).all()

"""Krippendorff's alpha: worked examples, the library's own figure, and when there is none."""

import uuid

import krippendorff
import numpy as np
import pytest

from accreditation.calibration.agree import agreement_on, alphas_of, coincidences, counts_of
from accreditation.calibration.ratings import Given, ratings_of
from tests.calibration.generated import Plan, world


def of(*levels: tuple[int | None, ...]) -> list[Given]:
    """A row for each case, a column for each rater; None was not given."""
    return [
        Given(uuid.UUID(int=case), uuid.UUID(int=100 + rater), "a", level)
        for case, row in enumerate(levels)
        for rater, level in enumerate(row)
        if level is not None
    ]


def test_full_agreement_is_one_and_chance_is_none() -> None:
    assert agreement_on(ratings_of(of((1, 1), (5, 5), (3, 3))), 0).alpha == pytest.approx(1)
    assert agreement_on(ratings_of(of((1, 5), (5, 1), (1, 5), (5, 1))), 0).alpha < 0


def test_a_published_example() -> None:
    """Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), example C: ordinal alpha is 0.815."""
    table = [
        (1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4), (4, 4, 4, 4),
        (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1), (None, None, 3, None),
    ]  # fmt: skip
    found = agreement_on(ratings_of(of(*table)), 0)
    assert found.alpha == pytest.approx(0.815, abs=0.001)
    assert found.cases == 11
    assert found.low is not None and found.high is not None and found.low < found.alpha < found.high


def test_the_draws_use_the_formula_of_the_library() -> None:
    counts = counts_of(world(2, Plan(cases=80, raters=12, homes=3)).ratings, 1)
    library = krippendorff.alpha(value_counts=counts, value_domain=[1, 2, 3, 4, 5], level_of_measurement="ordinal")
    assert alphas_of(coincidences(counts).sum(axis=0)[None])[0] == pytest.approx(library)


def test_nothing_is_said_where_nothing_was_read_twice_or_all_is_alike() -> None:
    assert agreement_on(ratings_of(of((1, None), (None, 4))), 0).alpha is None
    assert agreement_on(ratings_of(of((3, 3), (3, 3))), 0).alpha is None


def test_the_interval_is_the_same_each_time_and_narrows_with_cases() -> None:
    wide, narrow = (agreement_on(world(2, Plan(cases=cases, raters=10, homes=2)).ratings, 0) for cases in (30, 600))
    assert wide == agreement_on(world(2, Plan(cases=30, raters=10, homes=2)).ratings, 0)
    assert np.subtract(wide.high, wide.low) > 2 * np.subtract(narrow.high, narrow.low)

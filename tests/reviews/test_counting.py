"""What counts of the scores of two to four reviewers, by each way an edition may choose."""

from itertools import combinations
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.reviews.counting import CLOSEST, MEAN, MEDIAN, counted, desk_result, spread_of

LEVEL = st.integers(1, 5)
CRITERIA = [{"key": "a", "weight": 60, "floor": 2}, {"key": "b", "weight": 40, "floor": 3}]
REVIEW = st.fixed_dictionaries({"a": LEVEL, "b": LEVEL})


@given(st.lists(LEVEL, min_size=2, max_size=4), st.sampled_from((MEAN, CLOSEST, MEDIAN)), st.randoms())
def test_what_counts_lies_among_the_levels_and_does_not_depend_on_their_order(levels, way, dice) -> None:
    found = counted(levels, way)
    assert min(levels) <= found <= max(levels)
    again = list(levels)
    dice.shuffle(again)
    assert counted(again, way) == pytest.approx(found)
    if len(levels) == 2:
        assert found == fmean(levels)


@given(st.lists(LEVEL, min_size=3, max_size=4))
def test_the_two_closest_count_and_nobody_further_away(levels) -> None:
    closest = min(abs(one - other) for one, other in combinations(levels, 2))
    means = [fmean(pair) for pair in combinations(levels, 2) if abs(pair[0] - pair[1]) == closest]
    assert min(means) <= counted(levels, CLOSEST) <= max(means)
    if len(set(means)) == 1:
        assert counted(levels, CLOSEST) == means[0]


@given(st.lists(LEVEL, min_size=3, max_size=4), LEVEL, st.sampled_from((MEAN, MEDIAN)))
def test_raising_one_level_never_lowers_what_counts(levels, higher, way) -> None:
    raised = [max(levels[0], higher), *levels[1:]]
    assert counted(raised, way) >= counted(levels, way)


@pytest.mark.parametrize(
    ("levels", "way", "counts"),
    [
        ([1, 4, 5], MEAN, 10 / 3),
        ([1, 4, 5], CLOSEST, 4.5),
        ([1, 4, 5], MEDIAN, 4),
        ([1, 3, 5], CLOSEST, 3),
        ([1, 1, 5, 5], CLOSEST, 3),
        ([1, 2, 4, 5], MEDIAN, 3),
        ([2, 5], CLOSEST, 3.5),
        ([4], MEDIAN, 4),
    ],
)
def test_examples(levels, way, counts) -> None:
    assert counted(levels, way) == pytest.approx(counts)


def test_nothing_counts_where_nothing_was_handed_in() -> None:
    assert counted([], CLOSEST) is None and desk_result([], CRITERIA, {}) is None


@given(st.lists(REVIEW, min_size=2, max_size=4))
def test_a_floor_is_missed_by_what_counts_not_by_one_reviewer(reviews) -> None:
    result = desk_result(reviews, CRITERIA, {"scores_counting": MEAN})
    assert result.below_floor == {one["key"] for one in CRITERIA if result.levels[one["key"]] < one["floor"]}


@given(st.lists(REVIEW, min_size=2, max_size=4))
def test_the_spread_is_that_of_the_furthest_two(reviews) -> None:
    spread = spread_of(reviews, CRITERIA)
    pairs = list(combinations(reviews, 2))
    assert spread.criteria == {key: max(abs(one[key] - other[key]) for one, other in pairs) for key in "ab"}
    assert spread.widest == max(spread.criteria.values())
    means = [0.6 * one["a"] + 0.4 * one["b"] for one in reviews]
    assert spread.overall == pytest.approx(max(means) - min(means))

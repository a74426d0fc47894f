"""How far the scores of a desk review lie apart, and what counts of them, by the numbers of the edition. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Any

# Values of the number `scores_counting`.
MEAN, CLOSEST, MEDIAN = 1, 2, 3

Levels = Mapping[str, int]
Criteria = Sequence[Mapping[str, Any]]
Numbers = Mapping[str, int]


@dataclass(frozen=True)
class Spread:
    """Distance between the furthest two reviewers: in the weighted level, and on each criterion."""

    overall: float | None
    criteria: Mapping[str, int]

    @property
    def widest(self) -> int | None:
        """On the criterion on which they differ most."""
        return max(self.criteria.values(), default=None)


@dataclass(frozen=True)
class DeskResult:
    """What counts: a level for each criterion and their weighted mean; `below_floor` are keys of criteria."""

    levels: Mapping[str, float]
    overall: float | None
    below_floor: frozenset[str]


def weighted_level(levels: Mapping[str, float], criteria: Criteria) -> float | None:
    """Mean level (1 to 5) by the scheme's weights over the criteria that have one; None when none has."""
    weighed = [(criterion["weight"], levels[criterion["key"]]) for criterion in criteria if criterion["key"] in levels]
    total = sum(weight for weight, _ in weighed)
    return sum(weight * level for weight, level in weighed) / total if total else None


def counted(levels: Sequence[float], way: int) -> float | None:
    """What counts of the levels that several reviewers gave. Two or fewer are always their mean.

    The mean of the two closest: where several pairs are equally close, the mean over these pairs.
    """
    if not levels:
        return None
    if len(levels) < 3 or way == MEAN:
        return fmean(levels)
    if way == MEDIAN:
        return float(median(levels))
    pairs = [(round(upper - lower, 9), (lower + upper) / 2) for lower, upper in pairwise(sorted(levels))]
    closest = min(distance for distance, _middle in pairs)
    return fmean(middle for distance, middle in pairs if distance == closest)


def desk_result(handed_in: Sequence[Levels], criteria: Criteria, numbers: Numbers) -> DeskResult | None:
    """What counts of everything that was handed in; None where nothing was."""
    if not handed_in:
        return None
    way = numbers.get("scores_counting", MEAN)
    found: dict[str, float] = {}
    for criterion in criteria:
        given = [levels[criterion["key"]] for levels in handed_in if criterion["key"] in levels]
        if (level := counted(given, way)) is not None:
            found[criterion["key"]] = level
    overall = counted([level for each in handed_in if (level := weighted_level(each, criteria)) is not None], way)
    floors = {criterion["key"]: criterion.get("floor", 0) for criterion in criteria}
    return DeskResult(found, overall, frozenset(key for key, level in found.items() if level < floors[key]))


def spread_of(handed_in: Sequence[Levels], criteria: Criteria) -> Spread:
    """How far the reviewers lie apart; nothing lies apart where fewer than two handed in."""
    if len(handed_in) < 2:
        return Spread(None, {})
    means = [level for each in handed_in if (level := weighted_level(each, criteria)) is not None]
    by_criterion = {}
    for criterion in criteria:
        given = [levels[criterion["key"]] for levels in handed_in if criterion["key"] in levels]
        if len(given) > 1:
            by_criterion[criterion["key"]] = max(given) - min(given)
    return Spread(max(means) - min(means) if len(means) > 1 else None, by_criterion)

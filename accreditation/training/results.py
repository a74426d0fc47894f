"""The result of a candidate in a workshop, worked out from the marks and the scheme's rubric."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """`overall` in percent of the highest level by weight; `levels` the mean level (1 to 5) per criterion key."""

    overall: float | None
    levels: Mapping[str, float]
    below_floor: tuple[str, ...]
    missing: int


HIGHEST_LEVEL = 5


def result_of(marks: Iterable[tuple[str, Any, int]], rubric: Sequence[Mapping[str, Any]], assessors: int) -> Result:
    """`marks` are (criterion key, assessor, level); `assessors` is how many must mark every criterion."""
    given: dict[str, dict[Any, int]] = defaultdict(dict)
    for criterion, assessor, level in marks:
        given[criterion][assessor] = level
    levels = {
        criterion["key"]: sum(given[criterion["key"]].values()) / len(given[criterion["key"]])
        for criterion in rubric
        if given[criterion["key"]]
    }
    weights = {criterion["key"]: criterion["weight"] for criterion in rubric if criterion["key"] in levels}
    total = sum(weights.values())
    overall = None
    if total:
        overall = 100 * sum(weights[key] * levels[key] for key in levels) / (HIGHEST_LEVEL * total)
    return Result(
        overall=overall,
        levels=levels,
        below_floor=tuple(
            criterion["key"]
            for criterion in rubric
            if criterion["key"] in levels and levels[criterion["key"]] < criterion.get("floor", 0)
        ),
        missing=sum(max(0, assessors - len(given[criterion["key"]])) for criterion in rubric),
    )

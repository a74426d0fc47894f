"""Random people try random steps through the real door on a database, and find no way around it."""

import os
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from accreditation.workflow import LIFECYCLES
from tests.walk.ground import Ground, WayAround
from tests.walk.machine import Walk
from tests.walk.mutants import STEPS, everyone

IS_DEEP = os.environ.get("DEEP") == "mutants"
BUDGET = settings(
    max_examples=300 if IS_DEEP else 24,
    stateful_step_count=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # To shorten a failing walk takes minutes: the deep run does it.
    phases=tuple(Phase) if IS_DEEP else (Phase.generate,),
    print_blob=False,
)


@pytest.mark.long
def test_nobody_finds_a_way_around(ground: Ground) -> None:
    taken: Counter[str] = Counter()
    run_state_machine_as_test(lambda: Walk(ground, taken), settings=BUDGET)
    assert {path.partition(".")[0] for path in taken} == set(LIFECYCLES), "a lifecycle stood still"
    assert len(taken) > len(STEPS) / 4, "the walk hardly moved"


def _without_actors(book):
    return replace(book, transitions=tuple(replace(step, who=everyone) for step in book.transitions))


def _without_guards(book):
    return replace(book, common_guards=(), transitions=tuple(replace(step, guards=()) for step in book.transitions))


@pytest.mark.parametrize("spoil", [_without_actors, _without_guards])
def test_the_walk_notices_a_rule_book_without_rules(ground: Ground, spoil, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, book in LIFECYCLES.items():
        monkeypatch.setitem(LIFECYCLES, name, spoil(book))
    with pytest.raises(WayAround, match="was taken, though"):
        run_state_machine_as_test(lambda: Walk(ground), settings=settings(BUDGET, phases=(Phase.generate,)))

"""Rule books with one rule taken out, for the door to read instead of the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import Lifecycle, Transition

ANYBODY, FROM_ANYWHERE = "who", "sources"
STEPS: dict[str, tuple[Lifecycle, Transition]] = {
    f"{name}.{step.name}": (book, step) for name, book in LIFECYCLES.items() for step in book.transitions
}


def everyone(_actor: Any, _facts: Any) -> None:
    """No rule at all."""


def guards_of(lifecycle: Lifecycle, step: Transition) -> list[Any]:
    """Its own guards, and those of the lifecycle unless the step is free of them."""
    return [*(() if step.on_hold else lifecycle.common_guards), *step.guards]


def _without(lifecycle: Lifecycle, step: Transition, rule: str) -> Transition:
    if rule == ANYBODY:
        return replace(step, who=everyone)
    if rule == FROM_ANYWHERE:
        return replace(step, sources=frozenset(lifecycle.states))
    if rule in {guard.__name__ for guard in lifecycle.common_guards}:
        return replace(step, on_hold=True)
    kept = tuple(guard for guard in step.guards if guard.__name__ != rule)
    assert len(kept) == len(step.guards) - 1, f"{step.name} has no guard {rule}"
    return replace(step, guards=kept)


@contextmanager
def replaced(name: str, changed: Transition) -> Iterator[None]:
    """Inside the block the door reads a rule book in which this step is another."""
    real = LIFECYCLES[name]
    steps = tuple(changed if step.name == changed.name else step for step in real.transitions)
    LIFECYCLES[name] = replace(real, transitions=steps)
    try:
        yield
    finally:
        LIFECYCLES[name] = real


@contextmanager
def without(path: str) -> Iterator[None]:
    """Inside the block one rule is missing: "lifecycle.step.rule", a guard, `who` or `sources`."""
    name, step, rule = path.split(".")
    lifecycle = LIFECYCLES[name]
    with replaced(name, _without(lifecycle, lifecycle.transition(step), rule)):
        yield

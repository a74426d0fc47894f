"""The register of witnesses: each says of one rule, in its own words, whether a step that was taken was legitimate.

A witness names the steps for which it speaks; it never asks the tables, so a rule that is missing there is missed here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.walk.look import Look

Witness = Callable[[Look], bool]


@dataclass(frozen=True)
class Statement:
    """`rule` is the guard or actor rule it watches over, `steps` are "lifecycle.transition"."""

    kind: Literal["guard", "who"]
    rule: str
    steps: frozenset[str]
    holds: Witness


STATEMENTS: list[Statement] = []


def guard(rule: str, *steps: str) -> Callable[[Witness], Witness]:
    """The function tells whether what this guard protects is true at these steps."""
    return _enter("guard", rule, steps)


def who(rule: str, *steps: str) -> Callable[[Witness], Witness]:
    """The function tells whether the person acting was one of those who may take these steps."""
    return _enter("who", rule, steps)


def _enter(kind: Literal["guard", "who"], rule: str, steps: tuple[str, ...]) -> Callable[[Witness], Witness]:
    def enter(witness: Witness) -> Witness:
        STATEMENTS.append(Statement(kind, rule, frozenset(steps), witness))
        return witness

    return enter


def faults_of(look: Look, kind: str | None = None) -> list[str]:
    """The rules that this step breaks, by name; none when it is legitimate."""
    step = f"{look.lifecycle}.{look.step}"
    return [
        statement.rule
        for statement in STATEMENTS
        if step in statement.steps and kind in (None, statement.kind) and not statement.holds(look)
    ]

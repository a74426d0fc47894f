"""Looks at every step as it enters the history, also those that other steps cause, before anything follows from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from accreditation import clock
from accreditation.history import StateChange
from tests.walk import formation, nominating, selection, status, who  # noqa: F401  (they register their statements)
from tests.walk.look import Look
from tests.walk.statements import faults_of


class Onlooker:
    """`seen` are the steps taken since `forget`, `faults` the rules they broke as "lifecycle.step: rule"."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.seen: list[str] = []
        self.faults: list[str] = []

    def __call__(self, _mapper: Any, connection: Any, link: StateChange) -> None:
        if not link.from_state:
            return
        step = f"{link.lifecycle}.{link.transition}"
        look = Look(
            connection,
            link.lifecycle,
            link.transition,
            link.subject_id,
            link.actor_id,
            by_system=link.actor_id is None,
            now=clock.now(),
        )
        self.seen.append(step)
        self.faults += [f"{step}: {rule}" for rule in faults_of(look)]

    @contextmanager
    def watching(self) -> Iterator["Onlooker"]:
        event.listen(StateChange, "before_insert", self)
        try:
            yield self
        finally:
            event.remove(StateChange, "before_insert", self)

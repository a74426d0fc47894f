"""One thing that waits for a person although it is nobody's turn by the rule book."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True)
class Errand:
    """`name` is a key of `errands.ERRANDS`; `condition` holds for the rows of the lifecycle in `state` that wait for the person.

    `since`: since when, where that is not the beginning of the state. `due_at`: until when; without one it has no deadline,
    whatever the deadline of the state is for.
    """

    name: str
    lifecycle: str
    state: Any
    condition: ColumnElement[bool]
    since: ColumnElement[Any] | None = None
    due_at: ColumnElement[Any] | InstrumentedAttribute[Any] | None = None

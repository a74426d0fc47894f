"""One thing that waits for a person although it is nobody's turn by the rule book."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Errand:
    """`name` is a key of `errands.ERRANDS`; `condition` holds for the rows of the lifecycle in `state` that wait for the person.

    `since`: since when, where that is not the beginning of the state.
    """

    name: str
    lifecycle: str
    state: Any
    condition: ColumnElement[bool]
    since: ColumnElement[Any] | None = None

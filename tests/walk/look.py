"""What an onlooker sees of one step: raw rows, asked for without any of the house's own questions."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from accreditation.database import Base

# Columns that name whoever acted: the question goes out for everybody, so that it is not asked again for the next person.
WHO = frozenset(
    {
        *("actor_id", "assessor_id", "decided_by_id", "official_id", "person_id"),
        *("ranked_by_id", "recommended_by_id", "recorded_by_id", "reviewer_id"),
    }
)


def _kind(value: Any) -> str:
    return "nothing" if value is None else "any of" if isinstance(value, list) else "one"


@cache
def _question(table: str, having: tuple[tuple[str, str], ...]) -> Select[Any]:
    """Written once: a walk asks some thousand times."""
    columns = Base.metadata.tables[table].c
    wanted = {
        "nothing": lambda name: columns[name].is_(None),
        "any of": lambda name: columns[name].in_(bindparam(name, expanding=True)),
        "one": lambda name: columns[name] == bindparam(name),
    }
    return select(columns).where(*(wanted[kind](name) for name, kind in having)).order_by(columns.id)


@dataclass(frozen=True)
class Look:
    """One step of one case by one person, or by the system, at a moment: tables as they stand when first asked for."""

    connection: Connection
    lifecycle: str
    step: str
    subject_id: uuid.UUID
    actor_id: uuid.UUID | None
    by_system: bool
    now: datetime
    _read: dict[Any, Sequence[Any]] = field(default_factory=dict)

    def by(self, actor_id: uuid.UUID) -> "Look":
        """The same step by this person instead, over what was read before."""
        return replace(self, actor_id=actor_id, by_system=False)

    def rows(self, table: str, **having: Any) -> Sequence[Any]:
        """Rows of a table in the order of their ids, asked for once; a set among the values means any of them."""
        wanted = {name: value for name, value in having.items() if name not in WHO or isinstance(value, set)}
        if not wanted:
            return self._once(table, having)
        acting = having.keys() - wanted
        return [row for row in self._once(table, wanted) if all(getattr(row, name) == having[name] for name in acting)]

    def _once(self, table: str, having: Mapping[str, Any]) -> Sequence[Any]:
        key = (table, *((name, frozenset(it) if isinstance(it, set) else it) for name, it in having.items()))
        if key not in self._read:
            self._read[key] = self._asked(table, having)
        return self._read[key]

    def _asked(self, table: str, having: Mapping[str, Any]) -> Sequence[Any]:
        given = {name: list(value) if isinstance(value, set | frozenset) else value for name, value in having.items()}
        asked = _question(table, tuple((name, _kind(value)) for name, value in given.items()))
        return self.connection.execute(asked, {name: value for name, value in given.items() if value is not None}).all()

    def row(self, table: str, row_id: uuid.UUID) -> Any:
        (found,) = self.rows(table, id=row_id)
        return found

    @property
    def today(self) -> date:
        """The day in UTC, by which grants begin and end."""
        return self.now.date()

    @cached_property
    def case(self) -> Any:
        return self.row(self.lifecycle, self.subject_id)

    @cached_property
    def accreditation(self) -> Any:
        """The accreditation itself, or the one of the certificate."""
        return self.case if self.lifecycle == "accreditation" else self.row("accreditation", self.case.accreditation_id)

    @cached_property
    def application(self) -> Any:
        """The application on which the case rests; None for a workshop."""
        if self.lifecycle == "workshop":
            return None
        if self.lifecycle == "application":
            return self.case
        owner = self.accreditation if self.lifecycle == "certificate" else self.case
        return self.row("application", owner.application_id)

    @cached_property
    def call(self) -> Any:
        return self.row("call", self.case.call_id if self.application is None else self.application.call_id)

    @cached_property
    def scheme(self) -> Any:
        """A case stays on its own version; a workshop follows its call's."""
        return self.row("scheme", self.call.scheme_id if self.application is None else self.application.scheme_id)

    @property
    def numbers(self) -> dict[str, int]:
        return self.scheme.numbers

    @cached_property
    def missions(self) -> Sequence[Any]:
        """Missions of the application, oldest first."""
        return self.rows("mission", application_id=self.application.id)

    @cached_property
    def workshop(self) -> Any:
        """The workshop in which the candidate has a seat, or None."""
        seat = self.application.workshop_id
        return self.row("workshop", seat) if seat else None

    def taken_before(self, step: str) -> Sequence[Any]:
        """How often the history of this case already holds a step."""
        return self.rows("state_change", subject_id=self.subject_id, transition=step)

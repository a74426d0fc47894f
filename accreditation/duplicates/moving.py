"""Which rows name an account, and giving them to another: what a merge does and a separation undoes."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Table, select, update
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.database import Base
from accreditation.duplicates.columns import MOVES, Reference
from accreditation.texts import Text

Rows = Mapping[Reference, Sequence[uuid.UUID]]
_AT_ONCE = 500
_BY_NAME = {reference.name: reference for reference in MOVES}


@dataclass(frozen=True)
class Moving:
    """One line of the dry run: what moves, how many rows, and the numbers of the cases they belong to."""

    label: Text
    count: int
    numbers: Sequence[str]


def _batched(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    """So that no statement has more values than a database takes."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def table_of(reference: Reference) -> Table:
    return Base.metadata.tables[reference.table]


def rows_of(session: Session, person_id: uuid.UUID, other_id: uuid.UUID) -> Rows:
    """All that would move from one account to the other, in the order of MOVES. One query a column.

    A tie between the two accounts stays as it is: nobody is tied to themselves.
    """
    found: dict[Reference, Sequence[uuid.UUID]] = {}
    for reference in MOVES:
        table = table_of(reference)
        query = select(table.c.id).where(table.c[reference.column] == person_id, *_not_between(table, other_id))
        if ids := session.scalars(query.order_by(table.c.id)).all():
            found[reference] = ids
    return found


def _not_between(table: Table, other_id: uuid.UUID) -> list[ColumnElement[bool]]:
    return [table.c.person_id != other_id, table.c.other_id != other_id] if table.name == "interest" else []


def described(session: Session, rows: Rows) -> Sequence[Moving]:
    """The rows as staff read them."""
    return [Moving(reference.label, len(ids), _numbers(session, reference, ids)) for reference, ids in rows.items()]


def _numbers(session: Session, reference: Reference, ids: Sequence[uuid.UUID]) -> Sequence[str]:
    table = table_of(reference)
    case = table.c.id if reference.table == "application" else table.c.get("application_id")
    if case is None:
        return ()
    query = select(Application.number).where(Application.id == case, table.c.id.in_(ids)).distinct()
    return session.scalars(query.order_by(Application.number)).all()


def as_log(rows: Rows) -> dict[str, Any]:
    """As `PersonMerge.moved` keeps it."""
    return {reference.name: [row_id.hex for row_id in ids] for reference, ids in rows.items()}


def from_log(moved: Mapping[str, Sequence[str]]) -> Rows:
    return {_BY_NAME[name]: [uuid.UUID(row_id) for row_id in ids] for name, ids in moved.items()}


def lock_cases_of(session: Session, rows: Rows) -> None:
    """Locks every application that a row belongs to, in order of id, and raises its version: open pages are stale."""
    cases: set[uuid.UUID] = set()
    for reference, ids in rows.items():
        table = table_of(reference)
        if reference.table == "application":
            cases |= set(ids)
        elif "application_id" in table.c:
            for some in _batched(ids):
                on_a_case = (table.c.id.in_(some), table.c.application_id.is_not(None))
                cases |= set(session.scalars(select(table.c.application_id).where(*on_a_case)))
    for some in _batched(sorted(cases)):
        session.execute(
            select(Application.id).where(Application.id.in_(some)).order_by(Application.id).with_for_update()
        )
        _write(session, Base.metadata.tables["application"], some, {})


def give_rows(session: Session, rows: Rows, person_id: uuid.UUID) -> None:
    """Writes the person into the rows; whatever the session holds is read afresh afterwards."""
    for reference, ids in rows.items():
        for some in _batched(ids):
            _write(session, table_of(reference), some, {reference.column: person_id})
    session.expire_all()


def _write(session: Session, table: Table, ids: Sequence[uuid.UUID], values: dict[str, Any]) -> None:
    if "version" in table.c and isinstance(table.c.version.type, Integer):
        values = {**values, "version": table.c.version + 1}
    session.execute(update(table).where(table.c.id.in_(ids)).values(values))


def no_longer_there(session: Session, rows: Rows, person_id: uuid.UUID) -> Iterator[Reference]:
    """References of which some rows are gone or name somebody else by now."""
    for reference, ids in rows.items():
        table = table_of(reference)
        mine = table.c[reference.column] == person_id
        found = sum(
            len(session.scalars(select(table.c.id).where(table.c.id.in_(some), mine)).all()) for some in _batched(ids)
        )
        if found != len(ids):
            yield reference

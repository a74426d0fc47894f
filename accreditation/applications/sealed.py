"""What a candidate gives under seal: one text per case and kind, bound to its row, and moved under new keys."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from accreditation.applications.models import Application
from accreditation.database import Identified, Timestamped
from accreditation.schemes.earlier import number_in
from accreditation.sealing import KeyRing


class Sealed(Identified, Timestamped):
    """Columns of such a table: one text, sealed under `key_id` and bound to the row's id."""

    __tablename__: str

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    key_id: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[str] = mapped_column(Text)


def days_kept(numbers: Mapping[str, int]) -> int:
    """Days after the end of a case until what lies sealed is forgotten, by the numbers of its edition."""
    return number_in(numbers, "sealed_days")


Table = TypeVar("Table", bound=Sealed)


def _place(row: Sealed) -> str:
    return f"{row.__tablename__}:{row.id}"


def _seal(row: Sealed, ring: KeyRing, plain: str) -> None:
    row.key_id, row.sealed = ring.current, ring.seal(plain, _place(row))


def _row(session: Session, table: type[Table], application: Application) -> Table | None:
    return session.scalars(select(table).where(table.application_id == application.id)).one_or_none()


def is_given(session: Session, table: type[Table], application: Application) -> bool:
    """Whether there is something under seal."""
    return _row(session, table, application) is not None


def put_under_seal(
    session: Session, table: type[Table], application: Application, ring: KeyRing, said: Mapping[str, str]
) -> None:
    """Keeps these words in place of what was there; the caller holds the case's lock."""
    row = _row(session, table, application)
    if row is None:
        row = table(application_id=application.id, key_id="", sealed="")
        session.add(row)
        session.flush()
    _seal(row, ring, json.dumps(dict(said)))


def opened(session: Session, table: type[Table], application: Application, ring: KeyRing) -> dict[str, Any] | None:
    """What was given; whether the reader may is asked before. Raises CannotOpen."""
    row = _row(session, table, application)
    return None if row is None else dict(json.loads(ring.open(row.key_id, row.sealed, _place(row))))


def seal_again(session: Session, ring: KeyRing, tables: Sequence[type[Sealed]]) -> int:
    """Moves everything under the present key, after which an older one may leave the key file; returns how many."""
    rows = [row for table in tables for row in session.scalars(select(table).where(table.key_id != ring.current))]
    for row in rows:
        _seal(row, ring, ring.open(row.key_id, row.sealed, _place(row)))
    session.flush()
    return len(rows)

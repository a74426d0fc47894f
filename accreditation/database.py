"""The ground all tables stand on: Base, keys, UTC moments, states as checked columns, and how transactions open."""

import enum
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import Any

import uuid_utils.compat
from sqlalchemy import JSON, CheckConstraint, DateTime, Engine, MetaData, Select, String, Uuid, bindparam, event, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from accreditation import clock

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware going in, stored as UTC, aware in UTC coming out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: Json, list[Any]: Json, uuid.UUID: Uuid()}


def new_id() -> uuid.UUID:
    """A UUIDv7: sorts by time, stays inside the database."""
    return uuid_utils.compat.uuid7()


def new_public_id() -> str:
    """128 random bits for addresses: cannot be guessed, tells no date."""
    return secrets.token_urlsafe(16)


class Identified:
    """Primary key of every table."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)


class Numbered:
    """The name of a row in addresses."""

    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)


class Timestamped:
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


def checked(column: str, values: type[enum.StrEnum]) -> CheckConstraint:
    """A CHECK that a text column holds only members of an enum; a test holds both equal."""
    allowed = ", ".join(f"'{member.value}'" for member in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


class Stateful:
    """A row with a lifecycle. Only the door (`transition.py`) writes state, since, due and history columns.

    `due_at` is derived from state, history and scheme and kept so that lists can sort by it; `db check` compares.
    Every UPDATE raises `version`; whoever writes evidence about a case touches the case for the same reason.
    """

    state_since: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime | None]
    history_length: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return (
            {"version_id_col": cls.__table__.c.version}
            if hasattr(cls, "__table__")
            else {"version_id_col": cls.version}
        )


@cache
def row_to_lock(table: Any) -> Select[Any]:
    """The row of a table whose id is `row_id`, locked until the end of the transaction, and read afresh."""
    query: Select[Any] = select(table).where(table.id == bindparam("row_id"))
    return query.with_for_update().execution_options(populate_existing=True)


def state_column(values: type[enum.StrEnum], initial: enum.StrEnum) -> Any:
    """A state: text in the database (CHECKed by `checked("state", values)`), a member of the enum in Python."""
    return mapped_column(StateText(values), default=initial)


class StateText(TypeDecorator[enum.StrEnum]):
    """An enum member kept as its text."""

    impl = String(40)
    cache_ok = True

    def __init__(self, values: type[enum.StrEnum]) -> None:
        super().__init__()
        self.values = values

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else self.values(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> enum.StrEnum | None:
        return None if value is None else self.values(value)


_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take the write lock from their first statement (SQLite: BEGIN IMMEDIATE)."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def begin_writing() -> None:
    """As `writing()`, until the end of the present context: for a request that will write."""
    _writing.set(True)


def end_writing() -> None:
    """Back to reading transactions, at the end of a request."""
    _writing.set(False)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "busy_timeout = 5000", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")

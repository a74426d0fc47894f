"""Rows by table, and how thousands of them reach the database: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from accreditation.filling.columns import COLUMNS
from accreditation.filling.ink import Ink

Row = tuple[str | None, ...]


class Sheets:
    """Rows that wait to be written, by table; every value is text or None, in the order of COLUMNS."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}

    def taken(self) -> dict[str, list[Row]]:
        """What has been gathered; the sheets are empty again."""
        full, self.rows = self.rows, {table: [] for table in COLUMNS}
        return full


def _copy(cursor: Any, table: str, rows: Sequence[Row]) -> None:
    columns = ", ".join(f'"{name}"' for name in COLUMNS[table])
    lines = ["\t".join(["\\N" if value is None else value.replace("\t", "\\t") for value in row]) for row in rows]
    with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        copy.write("\n".join(lines) + "\n")


def _insert(cursor: Any, table: str, rows: Sequence[Row]) -> None:
    columns = ", ".join(f'"{name}"' for name in COLUMNS[table])
    places = ", ".join("?" * len(COLUMNS[table]))
    cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)


class Writer:
    """Writes sheets in the one transaction of a filling."""

    def __init__(self, connection: Any, is_postgresql: bool) -> None:
        self.connection = connection
        self._write = _copy if is_postgresql else _insert

    def write(self, full: Mapping[str, Sequence[Row]]) -> None:
        cursor = self.connection.cursor()
        for table, rows in full.items():
            if rows:
                self._write(cursor, table, rows)
        cursor.close()

    def count(self, given: Mapping[str, int], ink: Ink) -> None:
        """Numbers of a series go on from here."""
        cursor = self.connection.cursor()
        place = "%s" if self._write is _copy else "?"
        statement = (
            f"INSERT INTO number_sequence (id, series, last) VALUES ({place}, {place}, {place})"
            " ON CONFLICT (series) DO UPDATE SET last = excluded.last"
        )
        cursor.executemany(statement, [(ink.id(0), series, last) for series, last in given.items()])
        cursor.close()


@contextmanager
def writer_on(engine: Engine) -> Iterator[Writer]:
    """All or nothing. References are not looked at row by row, which `accreditation db check` does afterwards at once."""
    raw = engine.raw_connection()
    connection, is_postgresql = raw.driver_connection, engine.dialect.name == "postgresql"
    assert connection is not None
    try:
        _open(connection, is_postgresql)
        indexes = _without_indexes(connection, is_postgresql)
        yield Writer(connection, is_postgresql)
        _run(connection, indexes)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        raw.invalidate()


def _open(connection: Any, is_postgresql: bool) -> None:
    cursor = connection.cursor()
    if is_postgresql:
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET session_replication_role = replica")
    else:
        for pragma in ("foreign_keys = OFF", "synchronous = NORMAL", "cache_size = -200000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("BEGIN IMMEDIATE")
    cursor.close()


def _without_indexes(connection: Any, is_postgresql: bool) -> list[str]:
    """Takes the indexes away that no constraint needs, and returns how to build them: sorted at once is three times faster."""
    cursor = connection.cursor()
    if is_postgresql:
        cursor.execute(
            "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    else:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    found = [(name, definition) for table, name, definition in cursor.fetchall() if table in COLUMNS]
    cursor.close()
    _run(connection, [f'DROP INDEX "{name}"' for name, _ in found])
    return [definition for _, definition in found]


def _run(connection: Any, statements: Sequence[str]) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()

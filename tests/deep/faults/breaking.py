"""Breaks a transaction at its n-th statement or at its commit, and tells whether anything was left behind."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, event, inspect, text

KILLED = 137
_FAILED = 3


class Broken(Exception):
    """The machine dies here."""


@dataclass
class Points:
    """How many places where an act can break were passed, and whether it broke."""

    passed: int = 0
    broke: bool = False


@contextmanager
def broken_at(engine: Engine, point: int, *, die: bool = False) -> Iterator[Points]:
    """Inside, the `point`-th statement or commit on this engine is not carried out: an exception, or the process dies."""
    points = Points()

    def reach(connection: Connection, *_: Any) -> None:
        points.passed += 1
        if points.passed != point:
            return
        points.broke = True
        if die:
            os._exit(KILLED)
        # As a database does whose commit fails.
        connection.connection.rollback()
        raise Broken

    for moment in ("before_cursor_execute", "commit"):
        event.listen(engine, moment, reach)
    try:
        yield points
    except Broken:
        pass
    finally:
        for moment in ("before_cursor_execute", "commit"):
            event.remove(engine, moment, reach)


def in_a_child(engine: Engine, act: Callable[[], None]) -> int:
    """Runs `act` in a process of its own, which dies at its end at the latest; returns its exit status."""
    engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(KILLED)
        except BaseException:
            os._exit(_FAILED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextmanager
def nothing_new_in(engine: Engine) -> Iterator[Callable[[], bool]]:
    """Inside, tells whether the database holds what it held. SQLite is read again only when it says that somebody committed."""
    before = content_of(engine)
    if engine.dialect.name != "sqlite":
        yield lambda: content_of(engine) == before
        return
    with closing(pysqlite3.dbapi2.connect(engine.url.database)) as onlooker:

        def commits() -> int:
            return int(onlooker.execute("PRAGMA data_version").fetchone()[0])

        count = commits()
        yield lambda: commits() == count or content_of(engine) == before


def content_of(engine: Engine) -> dict[str, str]:
    """Table -> digest of all its rows. Two that are equal hold the same."""
    tables = sorted(inspect(engine).get_table_names())
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            row = "md5(r::text)"
            parts = [
                f"SELECT '{table}' AS name, md5(coalesce(string_agg({row}, '' ORDER BY {row}), '')) FROM \"{table}\" r"
                for table in tables
            ]
            return dict(connection.execute(text(" UNION ALL ".join(parts))).all())
        found = {}
        for table in tables:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
        return found

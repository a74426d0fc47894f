"""Databases for tests: templates made once for all processes, copied for each test, on SQLite and on our own PostgreSQL."""

import fcntl
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pysqlite3.dbapi2
from sqlalchemy import create_engine, insert, make_url, select

from accreditation import create_app
from accreditation.database import Base
from tests import staging
from tests.postgresql import PostgreSQL


def name_of(url: str) -> str:
    """The name under which a database was lent."""
    return Path(str(make_url(url).database)).stem


class Databases:
    """`copy(backend, template)` lends a database of its own to a test; `shared` is a folder of all processes of the run."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder, self.shared = folder, shared
        self._postgresql = PostgreSQL(shared)
        self._numbers = itertools.count(1)

    def _url(self, backend: str, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite" if backend == "sqlite" else self._postgresql.url(name)

    def files_of(self, template: str) -> Path:
        """The stored files of a template's cases."""
        return self.shared / f"{template}-files"

    def _made_once(self, template: str) -> Path:
        """The template on SQLite, by real steps; the first process that asks makes it, the others wait for it."""
        made = self.shared / f"{template}.sqlite"
        with (self.shared / f"{template}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                draft = self.shared / f"draft-{template}.sqlite"
                self._begin_with(staging.UPON.get(template), template, draft)
                self._make(f"sqlite:///{draft}", template)
                draft.rename(made)
        return made

    def _begin_with(self, earlier: str | None, template: str, draft: Path) -> None:
        """What an earlier template holds, rows and folders, if this one goes on from there."""
        self.files_of(template).mkdir()
        if earlier is None:
            return
        shutil.copyfile(self._made_once(earlier), draft)
        for folder in self.shared.glob(f"{earlier}-*/"):
            shutil.copytree(folder, self.shared / folder.name.replace(earlier, template), dirs_exist_ok=True)

    def _make(self, url: str, template: str) -> None:
        app = create_app(
            "test",
            DATA_DIR=self.shared / f"{template}-data",
            SQLALCHEMY_DATABASE_URI=url,
            STORAGE_URL=f"file://{self.files_of(template)}",
            MAIL_URL=f"file://{self.shared / 'mail'}",
            LOG_COPY_DIR=str(self.shared / f"{template}-log"),
        )
        staging.MAKERS[template](app)
        staging.close(app)

    def _template(self, template: str) -> str:
        """The name of the template on PostgreSQL: its tables by the migrations, its rows those of SQLite."""
        return self._postgresql.made_once(f"template_{template}", partial(self._make_on_postgresql, template))

    def _make_on_postgresql(self, template: str) -> None:
        name = f"template_{template}"
        source = self._template("empty") if template != "empty" else "template1"
        self._postgresql.copy(source, name)
        if template == "empty":
            self._make(self._url("postgresql", name), template)
        else:
            _carry_over(f"sqlite:///{self._made_once(template)}", self._url("postgresql", name))

    @contextmanager
    def copy(self, backend: str, template: str) -> Iterator[str]:
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        if backend == "sqlite":
            shutil.copyfile(self._made_once(template), self.folder / f"{name}.sqlite")
            yield self._url(backend, name)
            for left in self.folder.glob(f"{name}.sqlite*"):
                left.unlink()
            return
        self._postgresql.copy(self._template(template), name)
        yield self._url(backend, name)
        self._postgresql.drop(name)

    def rewind(self, url: str, *, first: bool, let_go: Callable[[], None]) -> None:
        """Remembers a lent database as it is the first time, and puts it back from then on; `let_go` closes what uses it."""
        let_go()
        name = name_of(url)
        kept = f"{name}_kept"
        if url.startswith("sqlite"):
            source, target = (name, kept) if first else (kept, name)
            shutil.copyfile(self.folder / f"{source}.sqlite", self.folder / f"{target}.sqlite")
            return
        if not first:
            self._postgresql.drop(name)
        source, target = (name, kept) if first else (kept, name)
        self._postgresql.copy(source, target)

    def forget(self, url: str) -> None:
        """Drops what `rewind` remembered."""
        kept = f"{name_of(url)}_kept"
        if url.startswith("sqlite"):
            (self.folder / f"{kept}.sqlite").unlink()
        else:
            self._postgresql.drop(kept)

    def stop(self) -> None:
        self._postgresql.stop()


def _carry_over(source_url: str, target_url: str) -> None:
    """Every row as it is, triggers and foreign keys asleep meanwhile."""
    source, target = create_engine(source_url, module=pysqlite3.dbapi2), create_engine(target_url)
    with source.connect() as reading, target.begin() as writing:
        writing.exec_driver_sql("SET session_replication_role = replica")
        for table in Base.metadata.tables.values():
            rows = [dict(row) for row in reading.execute(select(table)).mappings()]
            if rows:
                writing.execute(insert(table), rows)
    source.dispose()
    target.dispose()

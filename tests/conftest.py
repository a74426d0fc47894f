"""What the tests stand on: databases made by the migrations, the real app, people who are clearly invented, a real mailbox.

Whatever asks for `database_url` (and so for `app`, `session`, `staffed`, `peopled`) runs on SQLite and on PostgreSQL.
In CI a skipped test is a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from accreditation import clock, create_app
from accreditation.extensions import db
from accreditation.notifications.mailbox import Mailbox
from accreditation.worker import spare_the_collector
from tests import staging
from tests.databases import Databases
from tests.order import pytest_collection_modifyitems, pytest_terminal_summary  # noqa: F401  (pytest finds them here)
from tests.walker import Walker

NOON = datetime(2026, 3, 2, 15, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the collector of garbage need not look at it again and again."""
    spare_the_collector()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """A test that does not run proves nothing, so CI counts it as failed."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@event.listens_for(Engine, "connect")
def _without_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    """Test databases do not outlive the machine; a process that dies loses nothing of what it gave to the system."""
    if "sqlite" in type(connection).__module__:
        connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """All applications of this process share what Werkzeug made of the addresses: most of what an application costs."""
    compile_rule = Rule.compile
    made: dict[tuple[Any, ...], Rule] = {}

    def once(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.merge_slashes, tuple(sorted((rule.defaults or {}).items())))
        if key not in made:
            compile_rule(rule)
        first = made.setdefault(key, rule)
        rule._parts, rule._trace, rule._converters = first._parts, first._trace, first._converters
        rule.arguments |= first.arguments
        for build in ("_build", "_build_unknown"):
            setattr(rule, build, getattr(first, build).__func__.__get__(rule, None))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """All applications of this process share the statements that SQLAlchemy wrote for a kind of database."""
    kinds: dict[Dialect, LRUCache[Any, Any]] = {}

    def kind(dialect: Dialect) -> tuple[type, Any]:
        return type(dialect), dialect.dbapi

    def share(connection: Connection) -> None:
        connection.engine._compiled_cache = kinds.setdefault(connection.dialect, LRUCache(5000))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__hash__", lambda self: hash(kind(self)))
        patch.setattr(DefaultDialect, "__eq__", lambda self, other: kind(self) == kind(other))
        event.listen(Engine, "engine_connect", share)
        yield
        event.remove(Engine, "engine_connect", share)


def folder_of_all_processes(factory: pytest.TempPathFactory, name: str) -> Path:
    """The same folder in each process of the run."""
    own = factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / name
    folder.mkdir(exist_ok=True)
    return folder


class KeptTemplates(FileSystemBytecodeCache):
    """Files of all processes; what this process has read from them it need not read again."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._read: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        key = (bucket.key, bucket.checksum)
        if key not in self._read:
            super().load_bytecode(bucket)
            if bucket.code is None:
                return
        bucket.code = self._read.setdefault(key, bucket.code)


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All applications of the run share what Jinja made of the templates."""
    cache = KeptTemplates(str(folder_of_all_processes(tmp_path_factory, "templates-of-pages")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": cache})
        yield


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """One PostgreSQL of all processes, and files of SQLite; each test gets a copy of a template."""
    shared = folder_of_all_processes(tmp_path_factory, "templates-of-databases")
    made = Databases(tmp_path_factory.mktemp("databases"), shared)
    yield made
    made.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(databases: Databases, backend: str) -> Iterator[str]:
    """An empty database with every table."""
    with databases.copy(backend, "empty") as url:
        yield url


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    """A real SMTP server whose mails can be read."""
    box = Mailbox(tmp_path / "mail")
    box.start()
    yield box
    box.stop()


@pytest.fixture
def make_app(tmp_path: Path, mailbox: Mailbox) -> Iterator[Callable[..., Any]]:
    """`make_app(url)`: the real application on a database."""
    apps = []

    def make(url: str, **settings: Any) -> Any:
        app = create_app(
            "test",
            DATA_DIR=tmp_path,
            SQLALCHEMY_DATABASE_URI=url,
            STORAGE_URL=f"file://{tmp_path / 'files'}",
            MAIL_URL=mailbox.url,
            **settings,
        )
        apps.append(app)
        return app

    yield make
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Any], database_url: str) -> Any:
    return make_app(database_url)


@pytest.fixture
def staffed(make_app: Callable[..., Any], databases: Databases, backend: str) -> Iterator[Any]:
    """The application with the region, its scheme and one invented person or more for every role; no call yet."""
    with databases.copy(backend, "staffed") as url:
        yield make_app(url)


@pytest.fixture
def peopled(make_app: Callable[..., Any], databases: Databases, tmp_path: Path) -> Iterator[Any]:
    """The application with cases in most states, made as the demo is; on SQLite, where the database does not matter."""
    with databases.copy("sqlite", "peopled") as url:
        shutil.copytree(databases.files_of("peopled"), tmp_path / "files", dirs_exist_ok=True)
        yield make_app(url)


@pytest.fixture
def lived_in(make_app: Callable[..., Any], databases: Databases, backend: str) -> Iterator[Any]:
    """As `peopled`, on SQLite and on PostgreSQL, for what depends on the database; without the stored files."""
    with databases.copy(backend, "peopled") as url:
        yield make_app(url)


@pytest.fixture
def filled(make_app: Callable[..., Any], databases: Databases, backend: str) -> Iterator[Any]:
    """As `staffed`, with more cases than a page of a list holds, on the day of the tests."""
    with databases.copy(backend, "filled") as url, clock.at(staging.TODAY):
        yield make_app(url)


@pytest.fixture
def twinned(make_app: Callable[..., Any], databases: Databases, tmp_path: Path) -> Iterator[Any]:
    """The application with a second region in the same database, today."""
    with databases.copy("sqlite", "twinned") as url, clock.at(staging.TODAY):
        shutil.copytree(databases.files_of("twinned"), tmp_path / "files", dirs_exist_ok=True)
        yield make_app(url)


@pytest.fixture
def session(app: Any) -> Iterator[Session]:
    """A session of its own on the empty database."""
    with app.app_context():
        engine = db.engine
    with sessionmaker(engine)() as opened:
        yield opened


@pytest.fixture
def walk() -> Callable[..., Walker]:
    """`walk(app, "oficial@demo.example", lang="es")`: somebody at a browser without JavaScript."""
    return Walker


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """The clock stands still at noon of a working day."""
    with clock.at(NOON):
        yield NOON


@pytest.fixture
def query_count() -> Callable[[Any, Callable[[], Any]], int]:
    """`query_count(app, act)`: how many statements the database is asked while `act` runs."""

    def count(app: Any, act: Callable[[], Any]) -> int:
        asked = []
        with app.app_context():
            engine = db.engine

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    return count


@pytest.fixture
def memory() -> Iterator[sessionmaker[Session]]:
    """Sessions on a small database in memory with every table, for rules that need rows but no pages."""
    import accreditation.notifications.cases  # noqa: F401
    from accreditation.database import Base
    from accreditation.switchboard import connect_all

    connect_all()
    engine = create_engine("sqlite://", module=pysqlite3.dbapi2)
    Base.metadata.create_all(engine)
    yield sessionmaker(engine)
    engine.dispose()

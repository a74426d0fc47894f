"""The ground of the walk: one copy of the cases for a whole module, every situation undone after it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from accreditation import clock, create_app
from accreditation.extensions import db
from accreditation.storage.files import storage_at
from accreditation.workflow.actors import Actor
from tests import staging
from tests.databases import Databases
from tests.walk import further_scenes, nominating_scenes  # noqa: F401  (their scenes enter the register)
from tests.walk.ground import Ground
from tests.walk.onlooker import Onlooker
from tests.walk.scenes import SCENES


@pytest.fixture(scope="module")
def ground(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Cases in most states on the day of `staging.TODAY`, with an onlooker; nothing is ever committed."""
    folder: Path = tmp_path_factory.mktemp("walk")
    with databases.copy("sqlite", "peopled") as url:
        shutil.copytree(databases.files_of("peopled"), folder / "files")
        files = f"file://{folder / 'files'}"
        app = create_app(
            "test",
            DATA_DIR=folder,
            SQLALCHEMY_DATABASE_URI=url,
            STORAGE_URL=files,
            MAIL_URL=f"file://{folder / 'mail'}",
        )
        with app.app_context():
            engine = db.engine
        with clock.at(staging.TODAY), Onlooker().watching() as onlooker, engine.connect() as connection:
            yield Ground(connection, onlooker, storage_at(files))
            connection.rollback()
        engine.dispose()


class Ready(NamedTuple):
    """A row that could take the step "lifecycle.step" at once, and the person, or the system, who would take it."""

    ground: Ground
    subject: Any
    path: str
    actor: Actor


class Theatre:
    """Keeps the last scene set until another is asked for, so that tests of one step share it."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.set: Ready | None = None
        self._curtain = ExitStack()

    def ready(self, path: str) -> Ready:
        """The scene of the step; that nothing is in its way was tried, and undone."""
        if self.set is None or self.set.path != path:
            self.clear()
            self._curtain.enter_context(self.ground.undone())
            step = path.rpartition(".")[2]
            subject = SCENES[path](self.ground)
            actor = self.ground.rightful(subject, step)
            with self.ground.undone():
                assert self.ground.attempt(subject, step, actor) is None
            self.set = Ready(self.ground, subject, path, actor)
        return self.set

    def clear(self) -> None:
        self.set = None
        self._curtain.close()


@pytest.fixture(scope="module")
def theatre(ground: Ground) -> Iterator[Theatre]:
    made = Theatre(ground)
    yield made
    made.clear()


@pytest.fixture(scope="module")
def scene(theatre: Theatre, request: pytest.FixtureRequest) -> Ready:
    """The scene of the step that the test names. Of the module, so that tests of one step stand together in any order."""
    return theatre.ready(request.param)

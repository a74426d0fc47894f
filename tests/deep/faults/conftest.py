"""The databases of the faults: the small history with its files, on both databases, without a mail server."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from accreditation import create_app
from accreditation.extensions import db
from tests.databases import Databases, name_of
from tests.deep.scene import Scene

SceneOn = Callable[[str], AbstractContextManager[Scene]]


@pytest.fixture
def scene_on(databases: Databases, tmp_path: Path) -> SceneOn:
    """`with scene_on("sqlite") as scene`: a database of its own and the application on it; `scene.app` is open."""

    @contextmanager
    def lend(backend: str) -> Iterator[Scene]:
        with databases.copy(backend, "peopled") as url:
            files = tmp_path / f"files-{name_of(url)}"
            shutil.copytree(databases.files_of("peopled"), files)
            settings = {"DATA_DIR": tmp_path, "SQLALCHEMY_DATABASE_URI": url, "STORAGE_URL": f"file://{files}"}
            app: Any = create_app("test", MAIL_URL=f"file://{tmp_path / 'mail'}", **settings)
            with app.app_context():
                yield Scene(app)
                db.engine.dispose()

    return lend

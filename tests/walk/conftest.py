"""The ground of the walk: one copy of the cases for a whole module, every situation undone after it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from accreditation import clock, create_app
from accreditation.extensions import db
from accreditation.storage.files import storage_at
from tests import staging
from tests.databases import Databases
from tests.walk.ground import Ground
from tests.walk.onlooker import Onlooker


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

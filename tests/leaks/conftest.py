"""The two worlds, made once: everybody is signed in before they part."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accreditation import clock, create_app
from accreditation.extensions import db
from tests import staging
from tests.databases import Databases
from tests.leaks import stage
from tests.leaks.stage import Case, who_is
from tests.leaks.worlds import Worlds
from tests.walker import Walker


@pytest.fixture(scope="package")
def worlds(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    folder: Path = tmp_path_factory.mktemp("worlds")
    with databases.copy("sqlite", "peopled") as url, clock.at(staging.TODAY):
        shutil.copytree(databases.files_of("peopled"), folder / "files")
        mail = folder / "mail"
        mail.mkdir()
        app = create_app(
            "test",
            DATA_DIR=folder,
            SQLALCHEMY_DATABASE_URI=url,
            STORAGE_URL=f"file://{folder / 'files'}",
            MAIL_URL=f"file://{mail}",
        )
        with app.app_context():
            stage.prepare()
            db.session.commit()
            cases = stage.described()
        made = Worlds(app, databases, url, _browsers(app, cases), cases)
        yield made
        databases.forget(url)
        staging.close(app)


def _browsers(app: Any, cases: dict[str, Case]) -> dict[str, Walker]:
    people = {who_is(part, case) for case in cases.values() for part in (*stage.STANDING, *case.people)}
    return {who: Walker(app, None if who == "public" else who) for who in sorted(people)}

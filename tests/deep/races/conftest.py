"""A house that is put back as it was before each round, on both databases, and people who press at the same instant."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accreditation import clock
from accreditation.extensions import db
from tests import staging
from tests.databases import Databases
from tests.walker import Walker

ROUNDS = 200 if os.environ.get("DEEP") == "races" else 3
PATIENCE = 180


class House:
    """The application on a database that `rounds` puts back before each round; its clock stands still."""

    def __init__(self, app: Any, url: str, databases: Databases) -> None:
        self.app, self.url, self.databases = app, url, databases

    @contextmanager
    def session(self) -> Iterator[Any]:
        with self.app.app_context():
            yield db.session()
            db.session.commit()

    def _let_go(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def rounds(self, count: int = ROUNDS) -> Iterator[int]:
        """The number of each round; everything since the first is forgotten in between."""
        for number in range(count):
            self.databases.rewind(self.url, first=number == 0, let_go=self._let_go)
            yield number
        self.databases.forget(self.url)


@pytest.fixture
def house(make_app: Callable[..., Any], databases: Databases, backend: str, tmp_path: Path) -> Iterator[House]:
    with databases.copy(backend, "peopled") as url, clock.at(staging.TODAY):
        shutil.copytree(databases.files_of("peopled"), tmp_path / "files", dirs_exist_ok=True)
        yield House(make_app(url), url, databases)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Carries all out at the same instant, each in a thread of its own under the same clock; their answers in order."""
    gate, moment = threading.Barrier(len(acts), timeout=PATIENCE), clock.now()
    answers: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        with clock.at(moment):
            gate.wait()
            try:
                answers[place] = acts[place]()
            except Exception as error:
                answers[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "somebody waits for ever"
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return answers


def winner_and_loser(one: Walker, other: Walker) -> tuple[Walker, Walker]:
    """One was served, the other was told that the case had changed."""
    assert sorted((one.status, other.status)) == [200, 409], f"{one.status} {one.text}\n{other.status} {other.text}"
    return (one, other) if one.status == 200 else (other, one)


def typed_on(page: Walker) -> list[str]:
    """What the page gives back of what was typed."""
    return [area.get_text() for area in page.page.select("textarea")]

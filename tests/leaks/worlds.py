"""Two worlds with the same rows, clock, sessions and addresses: the second differs in one fact. Whoever asks compares answers."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from accreditation.database import writing
from accreditation.extensions import db
from accreditation.jobs.carry_out import run_all_waiting
from accreditation.notifications.mail_folder import list_messages
from accreditation.worker import handlers_of, session_factory
from tests.walker import Walker

# Drawn anew for each answer, and the only bytes that are not compared: token and key of a form, and a sealed place in a list.
_DRAWN = re.compile(
    rb'(?<=name="csrf_token" value=")[^"]*|(?<=name="form_key" value=")[^"]*|(?<=cursor=)[\w=-]+',
)
# Set-Cookie is signed with the time of day; everything else a browser is sent is compared.
_SIGNED = {"Set-Cookie"}
# What the house writes down about the reader: it depends on whether they came before, not on the fact.
_LEDGER = ("reading_receipt", "sign_in_session", "limit_hit", "BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(frozen=True)
class Answer:
    """What one request brought, and how many questions it put to the database."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int


def without_drawn(body: bytes) -> bytes:
    return _DRAWN.sub(b"", body)


class Worlds:
    """`first()` and `second(fact)` put the house into one of the worlds; `ask` looks into it."""

    def __init__(self, app: Any, databases: Any, url: str, people: dict[str, Walker], cases: dict[str, Any]) -> None:
        self.app, self.databases, self.url, self.people, self.cases = app, databases, url, people, cases
        self.mail = Path(app.config["MAIL_URL"].removeprefix("file://"))
        self._kept: dict[tuple[str, str], Answer] = {}
        self._at_first = False
        databases.rewind(url, first=True, let_go=self._let_go)

    def _let_go(self) -> None:
        with self.app.app_context():
            db.session.remove()
            if db.engine.dialect.name == "sqlite":
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()

    def rewind(self) -> None:
        self.databases.rewind(self.url, first=False, let_go=self._let_go)
        for mail in self.mail.glob("*.eml"):
            mail.unlink()

    def first(self) -> None:
        if not self._at_first:
            self.rewind()
            self._at_first = True

    def second(self, *facts: Callable[[Any], Any]) -> None:
        """The facts happen, and the mails that follow from them are sent."""
        self.rewind()
        self._at_first = False
        with self.app.app_context():
            with writing():
                for fact in facts:
                    fact(db.session())
                db.session.commit()
            db.session.remove()
        run_all_waiting(session_factory(self.app), handlers_of(self.app))

    def ask(self, who: str, path: str) -> Answer:
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not any(mark in statement for mark in _LEDGER):
                asked.append(statement)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            answer = self.people[who].client.get(path, headers={"Accept-Language": "es"})
            body = without_drawn(answer.get_data())
            answer.close()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        headers = tuple(sorted(pair for pair in answer.headers.items() if pair[0] not in _SIGNED))
        return Answer(answer.status_code, headers, body, len(asked))

    def baseline(self, who: str, paths: Iterable[str]) -> None:
        """Asks the first world what has not been asked yet."""
        for path in paths:
            if (who, path) not in self._kept:
                self.first()
                self._kept[who, path] = self.ask(who, path)

    def differences(self, who: str, paths: Sequence[str]) -> list[str]:
        """In the second world, after `baseline`: the addresses that answer otherwise, and in what."""
        found = []
        for path in paths:
            then, now = self._kept[who, path], self.ask(who, path)
            if then != now:
                found.append(f"{who}: {path}: {_told(then, now)}")
        return found

    def mails_to(self, address: str) -> list[tuple[str, str, str]]:
        return sorted((mail.to, mail.subject, mail.text) for mail in list_messages(self.mail, address))


def _told(then: Answer, now: Answer) -> str:
    if then.status != now.status:
        return f"status {then.status}, {now.status}"
    if then.body != now.body:
        place = next((at for at, (one, other) in enumerate(zip(then.body, now.body, strict=False)) if one != other), 0)
        around = slice(max(0, place - 90), place + 90)
        return f"…{then.body[around].decode(errors='replace')}… or …{now.body[around].decode(errors='replace')}…"
    if then.headers != now.headers:
        return f"headers {set(then.headers) ^ set(now.headers)}"
    return f"{then.queries} or {now.queries} questions to the database"

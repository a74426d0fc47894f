"""Two real workers on PostgreSQL, database and queue alike, and a real mailbox: each mail arrives once, also when one dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.jobs import outbox, runner
from accreditation.jobs.carry_out import own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.catalogue import ACCOUNT_MAIL
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.people.models import Person
from tests.databases import Databases

DEEP = os.environ.get("DEEP") == "faults"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.copy("postgresql", "staffed") as lent:
        yield lent


def wait_until(met: Callable[[], bool], seconds: float) -> None:
    """Looks again and again; fails when the time is over."""
    until, pause = time.monotonic() + seconds, threading.Event()
    while not met():
        assert time.monotonic() < until, "it did not come to pass"
        pause.wait(0.05)


@contextmanager
def workers(url: str, mailbox: Mailbox, folder: Path, count: int = 2) -> Iterator[list[Any]]:
    """`accreditation worker`, so many times, as on so many machines."""
    told = {"ENV": "test", "DATABASE_URL": url, "JOBS_URL": url, "MAIL_URL": mailbox.url, "DATA_DIR": str(folder)}
    environment = {**os.environ, **{f"ACCREDITATION_{name}": value for name, value in told.items()}}
    command = [sys.executable, "-m", "accreditation.cli", "worker"]
    log = (folder / "workers.log").open("ab")
    started = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        for _ in range(count)
    ]
    try:
        yield started
    finally:
        for worker in started:
            worker.terminate()
        for worker in started:
            worker.wait(30)
        log.close()


def put_mails(factory: Any, repeats: int) -> Counter[str]:
    """One row for each person and repeat; returns how many mails each address is to have."""
    wanted: Counter[str] = Counter()
    with own_transaction(factory) as session:
        for person in session.scalars(select(Person)).all() * repeats:
            payload = {"kind": "password_changed", "email": person.email}
            outbox.put(
                session,
                effect=ACCOUNT_MAIL,
                lifecycle="person",
                subject_id=person.id,
                region_id=person.region_id,
                payload=payload,
            )
            wanted[person.email] += 1
    return wanted


def arrived(mailbox: Mailbox) -> Counter[str]:
    """Mails at each address, without those that carry the day's checkpoint of the log: the workers send these by themselves."""
    sent = [mail for mail in list_messages(mailbox.folder, limit=10_000) if not mail.attachments]
    return Counter(mail.to.rpartition("<")[2].strip(">") for mail in sent)


def test_each_mail_is_sent_once_by_one_of_two_workers(url: str, mailbox: Mailbox, tmp_path: Path) -> None:
    engine = create_engine(url)
    factory = sessionmaker(engine)
    with workers(url, mailbox, tmp_path):
        runner.connect(runner.Runner(lambda: runner.open_queue(url, tmp_path)))
        try:
            wanted = put_mails(factory, 1)
        finally:
            runner.connect(None)
        wait_until(lambda: arrived(mailbox).total() >= wanted.total(), 180)
        wait_until(lambda: _open_rows(factory) == 0, 180)
    assert arrived(mailbox) == wanted
    with factory() as session:
        assert {row.attempts for row in session.scalars(select(OutboxRow))} == {1}
    engine.dispose()


def _open_rows(factory: Any) -> int:
    with factory() as session:
        return len(session.scalars(select(OutboxRow.id).where(OutboxRow.done_at.is_(None))).all())


if DEEP:

    def test_when_one_worker_is_killed_the_other_finishes(url: str, mailbox: Mailbox, tmp_path: Path) -> None:
        engine = create_engine(url)
        factory = sessionmaker(engine)
        wanted = put_mails(factory, 8)
        with workers(url, mailbox, tmp_path) as (one, _other):
            wait_until(lambda: arrived(mailbox).total() >= wanted.total() // 8, 180)
            os.kill(one.pid, signal.SIGKILL)
            one.wait(10)
            in_hand = {row.id for row in _left(factory) if row.lease_until}
            wait_until(lambda: _all_that_is_left_waits_for_the_dead(factory, in_hand), 180)
            _let_leases_run_out(factory)
            wait_until(lambda: _open_rows(factory) == 0, 180)
        got = arrived(mailbox)
        assert not wanted - got, "a mail is lost"
        # Between the server's 250 and the commit a kill makes one repeat of what the dead worker had in hand.
        assert (got - wanted).total() <= 2
        engine.dispose()

    def _left(factory: Any) -> list[OutboxRow]:
        with factory() as session:
            return list(session.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))))

    def _all_that_is_left_waits_for_the_dead(factory: Any, in_hand: set[Any]) -> bool:
        """What was in hand when one died, and the later mails to the same people, whose order is kept."""
        left = _left(factory)
        held = [row for row in left if row.lease_until]
        people = {row.subject_id for row in held}
        return {row.id for row in held} <= in_hand and len(held) <= 2 and all(row.subject_id in people for row in left)

    def _let_leases_run_out(factory: Session) -> None:
        with own_transaction(factory) as session:
            held = OutboxRow.lease_until.is_not(None)
            session.execute(update(OutboxRow).where(held).values(lease_until=clock.now()))

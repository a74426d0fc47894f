"""The mail server is down for more than a day, or answers nothing: every mail waits, then arrives, in the order of its case."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.jobs.models import OutboxRow
from accreditation.jobs.outbox import BACK_OFF
from accreditation.notifications.mail_folder import list_messages, read_message
from accreditation.notifications.mailbox import Mailbox
from accreditation.notifications.models import Message
from accreditation.notifications.postman import MailServer
from accreditation.people.actor import actor_of
from accreditation.transition import perform_by_system, perform_transition
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.states import ApplicationState as S
from tests import staging

HOUR = timedelta(hours=1)


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes every call and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as server:
        yield int(server.getsockname()[1])


def _return_seats(factory: Any) -> list[Any]:
    """Two cases lose their seat; returns their ids."""
    with writing(), factory() as session:
        cases = session.scalars(select(Application).where(Application.state.in_([S.CONFIRMED, S.INVITED]))).all()
        for case in cases:
            perform_by_system(session, case, "return_seat")
        session.commit()
        return [case.id for case in cases]


def _open_rows(session: Session) -> list[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.done_at.is_(None))
    return list(session.scalars(query.order_by(OutboxRow.id)))


def test_thirty_hours_without_a_mail_server_lose_nothing(peopled: Any, tmp_path: Path) -> None:
    port, moment = free_port(), staging.TODAY
    peopled.config["MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    factory = session_factory(peopled)
    with clock.at(moment):
        cases = _return_seats(factory)
        run_until_idle(peopled)
    for hour in range(1, 30):
        with clock.at(moment + hour * HOUR):
            if hour == 10:
                _withdraw(factory, cases)
            run_until_idle(peopled)
    with factory() as session:
        waiting = _open_rows(session)
        assert len(waiting) == 2 * len(cases) and not any(row.dead_at for row in waiting)
        row_ids = [row.id for row in waiting]
    box = Mailbox(tmp_path / "late", port=port)
    box.start()
    try:
        with clock.at(moment + 32 * HOUR):
            run_until_idle(peopled)
    finally:
        box.stop()
    with factory() as session:
        assert _open_rows(session) == []
        written = (
            select(Message.subject, OutboxRow.id)
            .join(OutboxRow, OutboxRow.id == Message.outbox_id)
            .order_by(OutboxRow.id)
        )
        in_order = [
            session.execute(written.where(OutboxRow.subject_id == case_id, OutboxRow.id.in_(row_ids))).all()
            for case_id in cases
        ]
    mails = sorted(list_messages(box.folder), key=lambda mail: (box.folder / f"{mail.key}.eml").stat().st_mtime_ns)
    assert len(mails) == sum(map(len, in_order))
    for messages in in_order:
        seat_returned, withdrawn = (
            [subject for subject, row_id in messages if row_id == one] for one in sorted({row for _, row in messages})
        )
        arrived = [mail.subject for mail in mails if mail.subject in (*seat_returned, *withdrawn)]
        assert arrived == [*seat_returned, *sorted(withdrawn, key=arrived.index)]


def _withdraw(factory: Any, case_ids: list[Any]) -> None:
    """The second step of the same cases, whose mail must come after that of the first."""
    with writing(), factory() as session:
        for case_id in case_ids:
            case = session.get_one(Application, case_id)
            actor = actor_of(session, case.applicant)
            perform_transition(session, case, "withdraw", actor=actor, seen_version=case.version)
        session.commit()


def test_a_server_that_says_nothing_holds_nobody_up(peopled: Any) -> None:
    factory = session_factory(peopled)
    with silent_server() as port, clock.at(staging.TODAY):
        peopled.config["MAIL_URL"] = f"smtp://127.0.0.1:{port}?timeout=0.2"
        _return_seats(factory)
        began = time.monotonic()
        run_until_idle(peopled)
        assert time.monotonic() - began < 60
        with factory() as session:
            rows = _open_rows(session)
            assert rows and all(row.next_try_at == staging.TODAY + BACK_OFF[0] for row in rows)
            assert all("mail server" in row.last_error for row in rows)


def test_mails_written_to_a_folder_are_read_like_received_ones(tmp_path: Path) -> None:
    """Without a mail server the demo writes them where its mailbox page looks, beside whatever else lies there."""
    mail = EmailMessage()
    mail["To"], mail["Subject"], mail["Date"] = "ana@demo.example", "Su solicitud", format_datetime(staging.TODAY)
    mail.set_content("Recibimos su solicitud.")
    with MailServer(f"file://{tmp_path}").post() as post:
        post.send(mail)
    (tmp_path / "zuArO8TGjr0cflD9GbnhFQ.eml").write_bytes(mail.as_bytes())
    assert [(each.subject, each.received_at) for each in list_messages(tmp_path)] == [("Su solicitud", staging.TODAY)]
    found = list_messages(tmp_path, "ana@demo.example")[0]
    assert found == read_message(tmp_path, found.key) and found.text.strip() == "Recibimos su solicitud."

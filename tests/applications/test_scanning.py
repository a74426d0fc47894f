"""The virus scanner: asked after commit over clamd's protocol; what it has not called clean, others do not see."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.document_models import Document
from accreditation.applications.documents import attach
from accreditation.applications.models import Application
from accreditation.applications.papers import documents_of
from accreditation.applications.request_models import Concern, InformationItem, InformationRequest
from accreditation.applications.scanning import scan_older_files
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.mail_folder import list_messages
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.storage import scanner
from accreditation.storage.files import storage_at
from accreditation.storage.inspection import inspect
from accreditation.storage.kept_file import Scan
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.clamd import EICAR, Scanner
from tests.storage.hostile import pdf
from tests.walker import Walker
from tests.web.applicant import walker_in


@pytest.fixture
def clamd() -> Iterator[Scanner]:
    with Scanner() as running:
        scanner.use_scanner(running.url)
        yield running
    scanner.use_scanner("")


def infected_pdf() -> bytes:
    """A whole PDF that carries EICAR in a comment."""
    return pdf().replace(b"%\xbf\xf7\xa2\xfe", b"%" + EICAR, 1)


def handed_in(app: Any, content: bytes) -> str:
    """A file of an application on which information is asked, by its applicant, without the worker; its public id."""
    with app.app_context():
        session = db.session()
        case = session.scalars(select(Application).where(Application.state == S.INFORMATION_REQUESTED)).first()
        asked = select(InformationItem).join(InformationRequest, InformationRequest.id == InformationItem.request_id)
        item = session.scalars(asked.where(InformationRequest.application_id == case.id)).first()
        item.concerns, item.about = Concern.DOCUMENT, "language"
        actor = actor_of(session, case.applicant)
        found = inspect(content)
        document = attach(session, actor, case, storage_at(app.config["STORAGE_URL"]), "language", "paper.pdf", found)
        session.commit()
        return document.public_id


def row(app: Any, public_id: str) -> Document:
    with app.app_context():
        return db.session.scalars(select(Document).where(Document.public_id == public_id)).one()


def readers(app: Any) -> tuple[Walker, Walker, str]:
    applicant, number = walker_in(app, S.INFORMATION_REQUESTED)
    return applicant, Walker(app, "oficial@demo.example", "en").open("/help?lang=en"), number


def opens(walker: Walker, public_id: str) -> bool:
    statuses = {walker.client.get(f"/documents/{public_id}{end}").status_code for end in ("", "/preview")}
    assert len(statuses) == 1
    return statuses == {200}


def test_a_clean_file_is_shown_once_the_scanner_said_so(peopled: Any, clamd: Scanner) -> None:
    with clock.at(staging.TODAY):
        content = pdf()
        public_id = handed_in(peopled, content)
        applicant, officer, number = readers(peopled)
        assert opens(applicant, public_id) and not opens(officer, public_id)
        assert "Waiting for the virus scan" in officer.open(f"/cases/{number}/dossier").text
        assert public_id not in str(officer.page)
        run_until_idle(peopled)
        assert row(peopled, public_id).scan is Scan.CLEAN and clamd.seen == [content]
        assert opens(officer, public_id)
        assert "Scanned, nothing found" in officer.open(f"/cases/{number}/dossier").text


def test_an_infected_file_is_locked_away_and_its_owner_told(peopled: Any, clamd: Scanner, mailbox: Any) -> None:
    with clock.at(staging.TODAY):
        public_id = handed_in(peopled, infected_pdf())
        run_until_idle(peopled)
        found = row(peopled, public_id)
        assert (found.scan, found.scan_finding) == (Scan.INFECTED, "Eicar-Test-Signature")
        applicant, officer, number = readers(peopled)
        assert not opens(applicant, public_id) and not opens(officer, public_id)
        assert "was locked away" in applicant.open(f"/applications/{number}/documents").text
        assert "paper.pdf" not in officer.open(f"/cases/{number}/dossier").text
        assert officer.client.get("/quarantine").status_code == 404
        administrator = Walker(peopled, "administracion@demo.example", "en")
        page = administrator.open("/quarantine?lang=en")
        assert (
            "Eicar-Test-Signature" in page.text
            and number in page.text
            and f"/documents/{public_id}" not in str(page.page)
        )
        assert not opens(administrator, public_id)
        with peopled.app_context():
            case = db.session.scalars(select(Application).where(Application.number == number)).one()
            assert public_id not in {document.public_id for document in documents_of(db.session(), case)}
            email = db.session.get_one(Person, case.applicant_id).email
    told = list_messages(mailbox.folder, email)
    assert any(f"/applications/{number}/documents" in mail.text for mail in told)


@pytest.mark.parametrize("trouble", ["down", "silent", "full", "odd"])
def test_a_scanner_in_trouble_leaves_the_file_waiting(
    peopled: Any, clamd: Scanner, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trouble == "down":
        with socket.create_server(("127.0.0.1", 0)) as gone:
            scanner.use_scanner(f"tcp://127.0.0.1:{gone.getsockname()[1]}")
    if trouble == "silent":
        monkeypatch.setattr(scanner, "SECONDS", 0.2)
        clamd.slow = 1.0
    clamd.answer = {"full": b"INSTREAM size limit exceeded. ERROR\0", "odd": b"stream: OK FOUND maybe\0"}.get(
        trouble, b""
    )
    with clock.at(staging.TODAY):
        public_id = handed_in(peopled, pdf())
        run_until_idle(peopled)
        assert row(peopled, public_id).scan is Scan.WAITING
        with peopled.app_context():
            job = db.session.scalars(select(OutboxRow).where(OutboxRow.effect == "scan_document")).one()
            assert job.done_at is None and job.dead_at is None and job.next_try_at > clock.now()
        _, officer, _ = readers(peopled)
        assert not opens(officer, public_id)
    clamd.answer, clamd.slow = b"", 0.0
    scanner.use_scanner(clamd.url)
    with clock.at(staging.TODAY + timedelta(minutes=3)):
        run_until_idle(peopled)
        assert row(peopled, public_id).scan is Scan.CLEAN


def test_without_a_scanner_nothing_is_called_clean(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        public_id = handed_in(peopled, pdf())
        assert row(peopled, public_id).scan is Scan.NOT_SCANNED
        _, officer, number = readers(peopled)
        assert opens(officer, public_id)
        assert "Scanned" not in officer.open(f"/cases/{number}/dossier").text


def test_an_address_of_another_kind_is_refused_at_the_start() -> None:
    for url in ("http://host:3310", "tcp://", "unix://", "3310"):
        with pytest.raises(ValueError, match="CLAMD_URL"):
            scanner.use_scanner(url)


def test_the_scanner_answers_over_a_local_socket_too(tmp_path: Any) -> None:
    """clamd's usual place on one machine."""
    import threading

    path = tmp_path / "clamd.ctl"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def answer() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(1024)
                line.sendall(b"ClamAV 1.4.1\0")

        threading.Thread(target=answer, daemon=True).start()
        scanner.use_scanner(f"unix://{path}")
        try:
            assert scanner.ping() == "ClamAV 1.4.1"
        finally:
            scanner.use_scanner("")


def test_files_handed_in_before_there_was_a_scanner_are_scanned_once_there_is_one(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        clean, bad = handed_in(peopled, pdf()), handed_in(peopled, infected_pdf())
        applicant, officer, _number = readers(peopled)
        assert row(peopled, clean).scan is Scan.NOT_SCANNED and opens(officer, clean)
        scan_older_files(session_factory(peopled))
        assert row(peopled, clean).scan is Scan.NOT_SCANNED, "without a scanner nothing waits"
        with Scanner() as running:
            scanner.use_scanner(running.url)
            scan_older_files(session_factory(peopled))
            assert row(peopled, clean).scan is Scan.WAITING and not opens(officer, clean)
            run_until_idle(peopled)
            scanner.use_scanner("")
        assert row(peopled, clean).scan is Scan.CLEAN and opens(officer, clean)
        assert row(peopled, bad).scan is Scan.INFECTED and not opens(officer, bad) and not opens(applicant, bad)

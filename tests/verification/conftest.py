"""A house in which certificates were issued, at a fixed day, with the files of one of them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.storage.files import storage_at
from accreditation.transition import perform_transition
from tests import staging

NAMES = ("id", "number", "code", "holder_name", "accreditation_id", "pdf_sha256", "key_id", "status_place")


@dataclass
class House:
    """The application with one issued certificate and its document."""

    app: Any
    certificate: SimpleNamespace
    pdf: bytes

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A session of its own, committed at the end."""
        with self.app.app_context():
            yield db.session
            db.session.commit()

    def take(self, step: str, *reasons: str) -> None:
        """A step of the accreditation, as the head of the office takes it."""
        with self.writing() as session:
            head = session.scalars(select(Person).where(Person.email == "direccion@demo.example")).one()
            held = session.get_one(Accreditation, self.certificate.accreditation_id)
            perform_transition(
                session(), held, step, actor=actor_of(session(), head), note="Demo.", reasons=reasons,
                seen_version=held.version,
            )  # fmt: skip

    def get(self, path: str) -> Any:
        answer = self.app.test_client().get(path)
        assert answer.status_code == 200, path
        return answer

    @property
    def credential(self) -> bytes:
        return bytes(self.get(f"/credentials/{self.certificate.number}?code={self.certificate.code}").data)

    @property
    def token(self) -> bytes:
        return bytes(self.get(f"/credentials/{self.certificate.number}?code={self.certificate.code}&format=jwt").data)

    @property
    def trust(self) -> Any:
        return self.get("/verify/trust.json").get_json()

    @property
    def evidence(self) -> Any:
        return self.get(f"/credentials/{self.certificate.number}/evidence.json?code={self.certificate.code}").get_json()


@pytest.fixture
def house(peopled: Any) -> Iterator[House]:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            query = select(Certificate).where(Certificate.issued_at.is_not(None)).order_by(Certificate.id).limit(1)
            row = db.session.scalars(query).one()
            certificate = SimpleNamespace(**{name: getattr(row, name) for name in NAMES})
            pdf = storage_at(peopled.config["STORAGE_URL"]).fetch(row.storage_key or "")
        yield House(peopled, certificate, pdf)


@pytest.fixture
def served_file() -> Any:
    """`served_file(content)`: an address on this machine that answers with it until the end of the block."""
    return _serving


@contextmanager
def _serving(content: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/verify/trust.json"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

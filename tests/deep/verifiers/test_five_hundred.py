"""Five hundred certificates, and all that may happen to one: each time others, who do not know the house, tell the truth.

Part of `make test-deep PART=verifiers`: issued, revoked, suspended and reinstated, a name put right, the key replaced, and the
machine lost and brought back from a backup that is older than the last revocation.
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import make_url, select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.correcting import approve_correction, ask_for_correction, present_name
from accreditation.certificates.demo_key import create_demo_key
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.filling.filling import fill
from accreditation.jobs.models import OutboxRow
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.storage.files import storage_at
from accreditation.transition import perform_transition
from accreditation.transparency.alarms import open_alarm
from accreditation.transparency.settling import order_settlement
from accreditation.worker import handlers_of, run_until_idle, session_factory
from accreditation.workflow.effects import Effect
from accreditation.workflow.states import CertificateState
from benchmarks.issuing import released
from tests.databases import Databases
from tests.deep.verifiers import others
from tests.deep.verifiers.https import free_port, on_https

MANY, APPLICATIONS = 500, 11000
HEAD = "direccion@demo.example"


class House:
    """The installation on HTTPS, as did:web wants it; `app` is the machine it runs on at present.

    Its clock starts two hours before the world's, so that its worker's rounds need no waiting.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.app, self.base = folder, None, ""
        self.moment = datetime.now(UTC) - timedelta(hours=2)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with clock.at(self.moment):
            yield from self.app.wsgi_app(environ, start_response)

    def get(self, path: str) -> bytes:
        with clock.at(self.moment):
            answer = self.app.test_client().get(path, base_url=self.base)
        assert answer.status_code == 200, (path, answer.status_code)
        return bytes(answer.data)

    @contextmanager
    def open(self) -> Iterator[Any]:
        """A session of the present machine at the present moment."""
        with clock.at(self.moment), self.app.app_context():
            yield db.session()

    def act(self, email: str = HEAD) -> Any:
        """Who acts, with the session of the moment."""
        return actor_of(db.session(), db.session.scalars(select(Person).where(Person.email == email)).one())

    def work(self) -> None:
        """The worker's next round: what waits, the copy of the log, and what is due."""
        self.moment += timedelta(minutes=3)
        with clock.at(self.moment):
            run_until_idle(self.app, timers=True)


class Kept:
    """A certificate as its holder and others kept it: its files do not change, what is said of it does."""

    def __init__(self, house: House, certificate_id: Any) -> None:
        self.house, self.id = house, certificate_id
        with house.open():
            row = db.session.get_one(Certificate, certificate_id)
            self.number, self.code, self.accreditation_id = row.number, row.code, row.accreditation_id
            document = storage_at(house.app.config["STORAGE_URL"]).fetch(row.storage_key)
        self.folder = others.Folder(house.folder / self.number)
        self.credential = self.folder.keep("credential.json", house.get(f"/credentials/{self.number}?code={self.code}"))
        self.document = self.folder.keep("document.pdf", document)

    def is_good(self) -> bool:
        """What everybody says: two verifiers, the offline check of document and credential, and the public page. They agree."""
        self.folder.keep("trust.json", self.house.get("/verify/trust.json"))
        self.folder.keep("evidence.json", self.house.get(f"/credentials/{self.number}/evidence.json?code={self.code}"))
        assert others.is_sealed(self.document)
        page = self.house.get(f"/verify/{self.number}?code={self.code}&lang=en").decode()
        answers = {
            "verifiers": others.is_good(self.credential),
            "credential": self.folder.is_good("credential.json"),
            "document": self.folder.is_good("document.pdf"),
            "page": "Valid today" in re.sub(r"<[^>]+>", "", page),
        }
        assert len(set(answers.values())) == 1, (self.number, answers, self.folder.heard)
        return answers["page"]

    def take(self, step: str, *reasons: str) -> None:
        """The head of the office takes a step of the accreditation."""
        with self.house.open():
            held = db.session.get_one(Accreditation, self.accreditation_id)
            note = {"actor": self.house.act(), "note": "Demo.", "reasons": reasons, "seen_version": held.version}
            perform_transition(db.session(), held, step, **note)
            db.session.commit()


@pytest.fixture
def house(make_app: Any, databases: Databases, tmp_path: Path) -> Iterator[House]:
    house, port = House(tmp_path / "kept"), free_port()
    with databases.copy("sqlite", "staffed") as url, on_https(house, port):
        house.base = f"https://localhost:{port}"
        house.app = make_app(url, BASE_URL=house.base)
        yield house


def issue(house: House, count: int, *, after: int = 0) -> list[Any]:
    """So many, drawn, signed, logged and published one after the other; those that are published."""
    with house.open():
        ids = released(count, after=after)
        db.session.commit()
        produce, factory = handlers_of(house.app)[Effect.PRODUCE_CERTIFICATE.value], session_factory(house.app)
        for each in ids:
            produce(factory, OutboxRow(subject_id=each, created_at=clock.now(), payload={}))
        issued = select(Certificate.id).where(Certificate.id.in_(ids), Certificate.state == CertificateState.ISSUED)
        return list(db.session.scalars(issued.order_by(Certificate.number)))


def put_right(kept: Kept) -> Kept:
    """A misspelt name, begun by one officer and approved by another; the certificate that takes its place."""
    house = kept.house
    with house.open():
        held = db.session.get_one(Accreditation, kept.accreditation_id)
        name = present_name(db.session(), held)
        wanted = type(name)(name.given_names, "Corregida", name.second_family_name, "")
        officer = house.act("oficial@demo.example")
        asked = ask_for_correction(db.session(), officer, held, wanted, reason="misspelt", paper=None)
        db.session.commit()
        other = house.act("oficial2@demo.example")
        approve_correction(db.session(), other, asked, seen_version=held.version)
        db.session.commit()
    house.work()
    with house.open():
        successor = db.session.get_one(Certificate, kept.id).successor_id
    assert successor is not None
    return Kept(house, successor)


def copied(house: House, to: Path) -> Path:
    live = str(make_url(house.app.config["SQLALCHEMY_DATABASE_URI"]).database)
    with closing(dbapi2.connect(live)) as source, closing(dbapi2.connect(str(to))) as copy:
        source.backup(copy)
    return to


def settle(house: House) -> None:
    with house.open():
        assert open_alarm(db.session()) is not None, "nobody noticed the old backup"
        order_settlement(db.session(), house.act(), "An old backup was restored.")
        db.session.commit()
    house.work()


if os.environ.get("DEEP") == "verifiers":

    def test_others_tell_the_truth_whatever_happens(house: House, make_app: Any, tmp_path: Path) -> None:
        others.install()
        with clock.at(house.moment):
            fill(house.app, APPLICATIONS, 1)
        ids = issue(house, MANY)
        assert len(ids) == MANY
        house.work()
        quiet, revoked, paused, misspelt, lost = (Kept(house, ids[place]) for place in (0, 99, 199, 299, 499))
        everybody = (quiet, revoked, paused, misspelt, lost)
        assert all(each.is_good() for each in everybody)

        revoked.take("end_accreditation", "retired")
        assert not revoked.is_good() and quiet.is_good()

        paused.take("suspend", "integrity")
        assert not paused.is_good()
        paused.take("reinstate")
        assert paused.is_good()

        corrected = put_right(misspelt)
        assert not misspelt.is_good() and corrected.is_good()
        assert corrected.number.encode() in house.get(f"/verify/{misspelt.number}?code={misspelt.code}")

        new_key = create_demo_key(tmp_path / "new-key")
        house.app = make_app(
            house.app.config["SQLALCHEMY_DATABASE_URI"], BASE_URL=house.base, SIGNING_KEY_FILE=str(new_key)
        )
        (signed_anew,) = (Kept(house, each) for each in issue(house, 1, after=MANY))
        assert signed_anew.is_good() and quiet.is_good() and not revoked.is_good()

        house.work()
        backup = copied(house, tmp_path / "backup.sqlite")
        lost.take("end_accreditation", "retired")
        house.work()
        assert not lost.is_good()
        house.app = make_app(f"sqlite:///{backup}", BASE_URL=house.base, SIGNING_KEY_FILE=str(new_key))
        house.work()
        settle(house)
        assert not lost.is_good(), "what was revoked is valid again after the old backup"
        lost.take("end_accreditation", "retired")
        assert not lost.is_good()
        assert not revoked.is_good() and not misspelt.is_good()
        assert all(each.is_good() for each in (quiet, paused, corrected, signed_anew))

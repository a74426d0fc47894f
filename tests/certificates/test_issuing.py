"""Issuing as a certificate authority does: stopped by a switch, taken up again, and revocable once a key was used."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.consequences import revoke_certificate
from accreditation.certificates.models import Certificate
from accreditation.certificates.pipeline import Seal, producer, signing_key
from accreditation.certificates.register import answer_on, find_certificate
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.invariants import broken_rows
from accreditation.jobs.models import OutboxRow
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.staff_notes import StaffNote
from accreditation.storage.files import storage_at
from accreditation.transition import perform_transition
from accreditation.transparency.models import LogLeaf
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.effects import Effect
from accreditation.workflow.states import CertificateState as S
from tests import staging
from tests.walker import Walker

OFFICER, OTHER_OFFICER, HEAD = "oficial@demo.example", "oficial2@demo.example", "direccion@demo.example"
PAGE = "/certificates/issuing"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def the_reserved(session: Session) -> Certificate:
    return session.scalars(select(Certificate).where(Certificate.state == S.RESERVED)).first()


def release(app: Any) -> str:
    """The officer releases the reserved certificate; its number."""
    with app.app_context():
        certificate = the_reserved(db.session())
        officer = db.session.scalars(select(Person).where(Person.email == OTHER_OFFICER)).one()
        actor = actor_of(db.session(), officer)
        perform_transition(db.session(), certificate, "approve_content", actor=actor, seen_version=certificate.version)
        db.session.commit()
        return str(certificate.number)


def state_of(app: Any, number: str) -> S:
    with app.app_context():
        return S(db.session.scalar(select(Certificate.state).where(Certificate.number == number)))


def turn(walker: Walker, reason: str, way: str) -> Walker:
    walker.open(PAGE)
    form = walker.page.select_one(f"form[action$='{way}']")
    return walker.send(form, {"reason": reason})


def test_the_switch_stops_issuing_on_the_spot_and_whatever_waited_goes_on(house: Any) -> None:
    number = release(house)
    officer, head = Walker(house, OFFICER, "en"), Walker(house, HEAD, "en")
    assert turn(officer, " ", "stop").status == 422
    turn(officer, "A key may be lost.", "stop")
    run_until_idle(house)
    assert state_of(house, number) is S.LINTED
    assert "is stopped since" in officer.open("/tasks?lang=en").page.get_text()
    assert number in officer.open(PAGE).page.get_text() and "A key may be lost." in officer.page.get_text()
    assert officer.page.select_one("form[action$='resume']") is None
    with house.app_context():
        issued = db.session.scalars(select(Certificate).where(Certificate.state == S.ISSUED)).first()
        address = f"/verify/{issued.number}?code={issued.code}"
    assert "Valid today" in Walker(house, None, "en").open(address).page.get_text()

    turn(head, "It was found.", "resume")
    run_until_idle(house)
    assert state_of(house, number) is S.ISSUED
    with house.app_context():
        notes = db.session.scalars(select(StaffNote).where(StaffNote.what.like("%_issuing")).order_by(StaffNote.id))
        assert [(note.what, note.details["reason"]) for note in notes] == [
            ("stop_issuing", "A key may be lost."),
            ("resume_issuing", "It was found."),
        ]
        certificate = db.session.scalars(select(Certificate).where(Certificate.number == number)).one()
        assert [each.transition for each in timeline_of(db.session(), certificate.id)][1:] == [
            "approve_content", "sign", "log", "issue",
        ]  # fmt: skip
        leaves = select(func.count()).where(LogLeaf.certificate_id == certificate.id)
        assert db.session.scalar(leaves) == 1 and list(broken_rows(db.session())) == []


class FullDisk:
    """A storage on which nothing more fits."""

    def put(self, content: bytes) -> str:
        raise OSError("no space left on device")


def test_a_document_that_was_signed_and_never_stored_can_be_revoked_and_checked(house: Any) -> None:
    number = release(house)
    with house.app_context():
        certificate = db.session.scalars(select(Certificate).where(Certificate.number == number)).one()
        code, name, accreditation = certificate.code, certificate.holder_name, certificate.accreditation
        row = db.session.scalars(
            select(OutboxRow).where(
                OutboxRow.subject_id == certificate.id, OutboxRow.effect == Effect.PRODUCE_CERTIFICATE.value
            )
        ).one()
        key = signing_key("", house.config["DATA_DIR"], is_production=False)
        with pytest.raises(OSError):
            producer(FullDisk(), lambda: Seal(key))(session_factory(house), row)  # type: ignore[arg-type]
        db.session.rollback()
        assert (certificate.state, certificate.key_id, certificate.pdf_sha256) == (S.LINTED, key.key_id, None)
        assert find_certificate(db.session(), number, code=code) is None
        revoke_certificate(db.session(), accreditation, timeline_of(db.session(), certificate.id)[-1])
        db.session.commit()
        found = find_certificate(db.session(), number, name=name)
        assert found is not None and answer_on(db.session(), found).status == "revoked"
        assert [
            leaf.event for leaf in db.session.scalars(select(LogLeaf).where(LogLeaf.certificate_id == found.id))
        ] == ["revoke"]
    answer = Walker(house, None, "en").open(f"/verify/{number}?code={code}").page.get_text()
    assert "Revoked" in answer and "never issued" in answer


def test_a_stored_document_that_changed_is_not_published(house: Any) -> None:
    number = release(house)
    storage = storage_at(house.config["STORAGE_URL"])

    class Forgetful:
        """Keeps something else than it was given."""

        def put(self, content: bytes) -> str:
            return str(storage.put(content[:-1]))

        def fetch(self, key: str) -> bytes:
            return bytes(storage.fetch(key))

    with house.app_context():
        certificate = db.session.scalars(select(Certificate).where(Certificate.number == number)).one()
        row = db.session.scalars(select(OutboxRow).where(OutboxRow.subject_id == certificate.id)).first()
        key = signing_key("", house.config["DATA_DIR"], is_production=False)
        with pytest.raises(ValueError, match="not the one that was signed"):
            producer(Forgetful(), lambda: Seal(key))(session_factory(house), row)  # type: ignore[arg-type]
    assert state_of(house, number) is S.LOGGED

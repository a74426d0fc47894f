"""One step changes everything together: status lists, answer, wallet, credential, the office's list and the log, without any job."""

import base64
import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from accreditation import clock
from accreditation.certificates.correcting import FullName, approve_correction, ask_for_correction
from accreditation.certificates.models import STATUS_PLACES, Certificate
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.transition import perform_transition
from accreditation.worker import run_until_idle
from accreditation.workflow.states import CertificateState
from tests import staging
from tests.walk.renewing import practice, request
from tests.walker import Walker

HEAD, OFFICER, OTHER_OFFICER = "direccion@demo.example", "oficial@demo.example", "oficial2@demo.example"


class House:
    """One certificate with its accreditation, and everything that speaks of it."""

    def __init__(self, app: Any) -> None:
        self.app = app
        with app.app_context():
            db.session.execute(update(Person).values(locale="en"))
            found = db.session.scalars(select(Certificate).where(Certificate.state == CertificateState.ISSUED)).first()
            self.accreditation_id, self.page = (
                found.accreditation_id,
                f"/accreditations/{found.accreditation.public_id}",
            )
            db.session.commit()
        self.anybody, self.officer = Walker(app, None, "en"), Walker(app, OFFICER, "en")

    def newest(self) -> Certificate:
        query = select(Certificate).where(Certificate.accreditation_id == self.accreditation_id)
        return db.session.scalars(query.order_by(Certificate.id.desc())).first()

    def actor(self, email: str) -> Any:
        return actor_of(db.session(), db.session.scalars(select(Person).where(Person.email == email)).one())

    def take(self, step: str, email: str = HEAD, reasons: tuple[str, ...] = ()) -> None:
        with self.app.app_context():
            held = self.newest().accreditation
            options = {"note": "Nota", "reasons": reasons, "seen_version": held.version}
            perform_transition(db.session(), held, step, actor=self.actor(email), **options)
            db.session.commit()

    def release(self) -> None:
        with self.app.app_context():
            new, actor = self.newest(), self.actor(OTHER_OFFICER)
            if new.state is CertificateState.RESERVED:
                perform_transition(db.session(), new, "approve_content", actor=actor, seen_version=new.version)
            db.session.commit()
        run_until_idle(self.app)

    def bit(self, purpose: str, place: int) -> bool:
        answer = self.anybody.client.get(f"/credentials/status/{purpose}-{place // STATUS_PLACES + 1}")
        packed = answer.get_json(force=True)["credentialSubject"]["encodedList"][1:]
        bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        return bool(bits[place % STATUS_PLACES // 8] & 0x80 >> place % 8)

    def says(self, number: str) -> tuple[Any, ...]:
        """(revoked, suspended), headline, the wallet's notice, state of the certificate at the office, newest log entry."""
        with self.app.app_context():
            row = db.session.scalars(select(Certificate).where(Certificate.number == number)).one()
            code, place, name = row.code, row.status_place, row.holder_name
        headline = self.anybody.open(f"/verify/{number}?code={code}").page.select_one(".answer__headline").get_text()
        notice = self.anybody.open(f"/credentials/{number}/wallet?code={code}").page.select_one("main .notice")
        credential = self.anybody.client.get(f"/credentials/{number}?code={code}").get_json(force=True)
        assert credential["credentialSubject"]["identifier"][0]["identityHash"] == name
        assert credential["credentialStatus"]["statusListIndex"] == str(place % STATUS_PLACES)
        line = next(li for li in self.officer.open(self.page).page.select("main li") if number in li.get_text())
        log = self.anybody.open("/log").page.select_one("main tbody tr").get_text(" ", strip=True)
        lists = (self.bit("revocation", place), self.bit("suspension", place))
        wallet = notice.get_text(" ", strip=True) if notice else ""
        return lists, headline.split(" on ")[0], wallet[:40], line.get_text(" ", strip=True).replace(number, ""), log


@pytest.fixture
def house(peopled: Any) -> Iterator[House]:
    with clock.at(staging.TODAY):
        yield House(peopled)


def agrees(found: tuple[Any, ...], lists: tuple[bool, bool], *words: str) -> None:
    assert found[0] == lists, found
    for said, word in zip(found[1:], words, strict=True):
        assert (word in said) if word else not said, found


def test_every_step_shows_everywhere_at_once_and_no_job_is_needed_for_it(house: House) -> None:
    with house.app.app_context():
        number = house.newest().number
    house.take("suspend", reasons=("complaint",))
    agrees(house.says(number), (False, True), "Suspended", "is suspended", "Issued", "Accreditation suspended")
    assert "Suspended" in house.officer.text
    house.take("reinstate")
    agrees(house.says(number), (False, False), "Valid today", "", "Issued", "Accreditation reinstated")

    with house.app.app_context():
        held = house.newest().accreditation
        wanted = FullName("Alex", "Ejemplo", "", "")
        asked = ask_for_correction(db.session(), house.actor(OFFICER), held, wanted, reason="misspelt", paper=None)
        approve_correction(db.session(), house.actor(OTHER_OFFICER), asked, seen_version=held.version)
        db.session.commit()
    replaced = ((True, True), "Replaced", "was replaced", "Superseded")
    agrees(house.says(number), *replaced, "Certificate replaced")
    house.release()
    agrees(house.says(number), *replaced, "Certificate corrected")
    with house.app.app_context():
        number = house.newest().number
        held = house.newest().accreditation
        led = db.session.scalars(select(Mission).where(Mission.state == "reported")).first()
        led.mentor_id, led.ends_on, led.application.call.subject_id = held.person_id, clock.today(), held.subject_id
        db.session.add_all([practice(held), request(held)])
        db.session.commit()
    agrees(house.says(number), (False, False), "Valid today", "", "Issued", "Certificate corrected")
    house.take("renew")
    agrees(house.says(number), *replaced, "Certificate replaced")
    house.release()
    with house.app.app_context():
        number = house.newest().number
    agrees(house.says(number), (False, False), "Valid today", "", "Issued", "Certificate renewed")
    house.take("end_accreditation", reasons=("retired",))
    agrees(house.says(number), (True, True), "Revoked", "is revoked", "Revoked", "Certificate revoked")
    assert "Ended" in house.officer.text

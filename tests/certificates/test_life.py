"""The life of a certificate after it was issued: a name put right, and what everybody reads of it from that moment on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from accreditation import clock
from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.overdue import pass_deadlines
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.region.models import RegionalBody
from accreditation.region.standing_data import add_entry
from accreditation.transition import set_deadline
from accreditation.transparency.models import LogLeaf
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.states import CertificateState as S
from tests import staging
from tests.walker import Walker
from tests.web.applicant import a_file

OFFICER, OTHER_OFFICER, HEAD = "oficial@demo.example", "oficial2@demo.example", "direccion@demo.example"
NEW = {"given_names": "Alex", "first_family_name": "Ejemplo", "second_family_name": "Nuevo", "printed": ""}


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    """Everybody reads English."""
    with clock.at(staging.TODAY):
        with peopled.app_context():
            db.session.execute(update(Person).values(locale="en"))
            db.session.commit()
        yield peopled


def an_issued(app: Any) -> tuple[str, str, str, str, str]:
    """Number, code and printed name of an issued certificate, its accreditation's address, its holder's address."""
    with app.app_context():
        row = db.session.scalars(
            select(Certificate).where(Certificate.state == S.ISSUED).order_by(Certificate.id)
        ).first()
        held = row.accreditation
        held.person.email = "titular@demo.example"
        db.session.commit()
        return row.number, row.code, row.holder_name, f"/accreditations/{held.public_id}", held.person.email


def newest(app: Any, page: str) -> Certificate:
    with app.app_context():
        query = select(Certificate).join(Certificate.accreditation).order_by(Certificate.id.desc())
        rows = [row for row in db.session.scalars(query) if page.endswith(row.accreditation.public_id)]
        db.session.expunge(rows[0])
        return rows[0]


def test_a_corrected_name_is_right_everywhere_and_the_old_document_leads_to_the_new(house: Any) -> None:
    number, code, old, page, email = an_issued(house)
    holder = Walker(house, email, "en").open(page)
    holder.open(holder.page.select_one("a[href$='/name']")["href"])
    holder.submit(having="reason", expect=422, reason="changed", **NEW)
    assert any("paper" in error for error in holder.errors)
    holder.submit(having="reason", reason="changed", **NEW, file=a_file())
    assert "waits for an answer" in holder.text and "Approve" not in holder.text

    officer = Walker(house, OTHER_OFFICER, "en")
    assert "asked to change of an accreditation" in officer.open("/tasks").text
    officer.open(page + "/name")
    assert officer.open(page + "/name").page.select_one("a[href$='/paper']") is not None
    officer.submit("/approve")
    anybody = Walker(house, None, "en").open(f"/verify/{number}?code={code}")
    assert "Replaced on" in anybody.text and "is being made" in anybody.text
    run_until_idle(house)

    new = newest(house, page)
    assert (new.state, new.holder_name, new.occasion) == (S.ISSUED, "Alex Ejemplo Nuevo", "correct")
    anybody.open(f"/verify/{number}?code={code}")
    assert "Name as printed" in anybody.text and old in anybody.text
    anybody.open(anybody.page.select_one("a[href*='/verify/'].govuk-button")["href"])
    assert "Valid today" in anybody.text and "Alex Ejemplo Nuevo" in anybody.text and old not in anybody.text
    by_name = Walker(house, None, "en").open(f"/verify/{number}?name={old}")
    assert new.number in by_name.text and "Alex" not in by_name.text and new.code not in str(by_name.page)
    with house.app_context():
        assert db.session.scalars(select(Person).where(Person.email == email)).one().display_name == new.holder_name
        events = [row.event for row in db.session.scalars(select(LogLeaf).order_by(LogLeaf.position))]
        assert "supersede" in events and events[-1] == "correct"
        assert old not in Walker(house, OTHER_OFFICER, "en").open(page).text


def test_a_scope_is_changed_with_its_grounds_and_the_certificate_says_so(house: Any, mailbox: Mailbox) -> None:
    number, code, _name, page, email = an_issued(house)
    head = Walker(house, HEAD, "en").open(page)
    head.open(head.page.select_one("a[href$='/scope']")["href"])
    now = head.page.select_one("select[name=category] option[selected]")["value"]
    other = next(row["value"] for row in head.page.select("select[name=category] option") if row["value"] != now)
    head.submit(having="direction", direction="extended", category=other, why="Conversion", expect=422)
    assert any("decision" in error for error in head.errors)
    head.submit(having="direction", direction="reduced", category=other, reference="", why="On own wish")
    with house.app_context():
        held = db.session.scalars(select(Certificate).where(Certificate.number == number)).one().accreditation
        assert held.category.code == other != now
    assert "Replaced on" in Walker(house, None, "en").open(f"/verify/{number}?code={code}").text
    run_until_idle(house)
    mail = next(mail for mail in list_messages(mailbox.folder) if "scope" in mail.subject)
    assert email and "Before:" in mail.text and "You may object until" in mail.text


def _badges(reader: Walker, address: str) -> list[Any]:
    badges = reader.open(address).page.select(".badge")
    return [badge for badge in badges if "own request" in badge.get_text()] or [{"class": "no such badge"}]


def test_a_pause_at_the_own_request_blames_nobody_and_ends_by_the_experts_word(house: Any) -> None:
    number, code, _name, page, email = an_issued(house)
    until = staging.TODAY.date() + timedelta(days=40)
    holder = Walker(house, email, "en").open(page)
    holder.open(holder.page.select_one("a[href$='/pause']")["href"])
    holder.submit(having="until", until=["1", "1", "2040"], why="Una operación", expect=422)
    holder.submit(having="until", until=[str(until.day), str(until.month), str(until.year)], why="Una operación")
    Walker(house, OTHER_OFFICER, "en").open(page + "/pause").submit("/approve")
    anybody, head = Walker(house, None, "en").open(f"/verify/{number}?code={code}"), Walker(house, HEAD, "en")
    assert "Suspended since" in anybody.text and "own request" in anybody.text and "operación" not in anybody.text
    assert "own request" in holder.open(page).text
    for badge in (*holder.page.select(".turn"), *_badges(holder, "/applications"), *_badges(head, "/accreditations")):
        assert "tone-attention" not in badge["class"] and "tone-applicant" in badge["class"]
    with house.app_context():
        assert db.session.scalars(select(LogLeaf.event).order_by(LogLeaf.position.desc())).first() == "suspend"
    holder.open(page).send(next(form for form in holder.page.select("form") if form.select_one("[value=resume]")))
    assert "Valid today" in anybody.open(f"/verify/{number}?code={code}").text


def test_an_accreditation_that_ends_during_a_mission_lasts_with_it(house: Any, mailbox: Mailbox) -> None:
    number, code, _name, page, _email = an_issued(house)
    today = staging.TODAY.date()
    with house.app_context():
        row = db.session.scalars(select(Certificate).where(Certificate.number == number)).one()
        held, mission = (
            row.accreditation,
            db.session.scalars(select(Mission).where(Mission.state == "under_way")).first(),
        )
        mission.mentor_id, mission.starts_on = held.person_id, today - timedelta(days=3)
        mission.ends_on, held.subject_id = today + timedelta(days=20), mission.application.call.subject_id
        row.expires_on = held.expires_on = today - timedelta(days=1)
        db.session.flush()
        set_deadline(db.session(), held)
        db.session.commit()
    pass_deadlines(session_factory(house))
    anybody = Walker(house, None, "en").open(f"/verify/{number}?code={code}")
    assert "Valid today" in anybody.text and "until the end of the mission under way" in anybody.text
    head = Walker(house, HEAD, "en").open(page)
    assert "until the end of the mission under way" in head.text and "Leads a mission under way" in head.text
    step = next(form for form in head.page.select("form") if form.select_one("[name=step][value=suspend]"))
    head.send(step, {"reasons": "complaint", "note": "Nota"}).open(page)
    run_until_idle(house)
    assert [mail for mail in list_messages(mailbox.folder) if "leads a mission with you" in mail.subject]
    head.send(next(form for form in head.page.select("form") if form.select_one("[value=reinstate]")), {"note": "Nota"})
    with clock.at(staging.TODAY + timedelta(days=22)):
        pass_deadlines(session_factory(house))
        assert "Expired on" in anybody.open(f"/verify/{number}?code={code}").text


def test_a_certificate_says_where_its_office_was_and_where_it_is_now(house: Any) -> None:
    number, code, _name, _page, _email = an_issued(house)
    with house.app_context():
        officer = actor_of(db.session(), db.session.scalars(select(Person).where(Person.email == OFFICER)).one())
        row = db.session.scalars(select(Certificate).where(Certificate.number == number)).one()
        before, moves_on = row.content["office_address"], staging.TODAY.date() + timedelta(days=5)
        host = {"kind": "rocb", "iso2": "DO", "city": "Santo Domingo", "names": {"es": "ORFC en Santo Domingo"}}
        more = {"source": "Demo", "starts_on": moves_on, "ends_on": None}
        add_entry(db.session(), officer, row.region_id, RegionalBody, {**host, **more})
        db.session.commit()
    anybody = Walker(house, None, "en").open(f"/verify/{number}?code={code}")
    assert "Santo Domingo" not in anybody.text
    with clock.at(staging.TODAY + timedelta(days=6)):
        anybody.open(f"/verify/{number}?code={code}")
    assert "Valid today" in anybody.text and before in anybody.text and "Santo Domingo" in anybody.text

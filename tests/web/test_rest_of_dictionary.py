"""Whom to call in an emergency, the office's tags, and language interviews: who reads them, and who never notices."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from accreditation import clock
from accreditation.applications.emergency import EmergencyContact
from accreditation.applications.forgetting import forget_what_was_sealed
from accreditation.applications.models import Application
from accreditation.applications.tags import CaseTag, labels_in, put_tags
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.worker import session_factory
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.states import MissionState as M
from tests import staging
from tests.walker import Walker
from tests.web.applicant import applicant_in, walker_in

OFFICER = "oficial@demo.example"
CONTACT = {"name": "Rosa Ficticia Paz", "relation": "sister", "phone": "+502 (2222) 3399", "language": "es"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(staging.TODAY):
        yield


@pytest.fixture
def on_mission(peopled: Any) -> tuple[Any, str, str, str]:
    """App, e-mail and number of a candidate on a mission that is under way, e-mail of the mentor."""
    with peopled.app_context():
        db.session.execute(delete(EmergencyContact))
        query = select(Mission).where(Mission.state == M.UNDER_WAY, Mission.accepted_at.is_not(None))
        mission = db.session.scalars(query.order_by(Mission.id)).first()
        db.session.commit()
        case = mission.application
        return peopled, case.applicant.email, case.number, mission.mentor.email


def give(app: Any, email: str, number: str, expect: int = 200, **typed: str) -> Walker:
    walker = Walker(app, email, "en").open(f"/applications/{number}/emergency-contact?lang=en")
    return walker.submit(having="relation", expect=expect, **{**CONTACT, **typed})


def test_the_contact_is_asked_once_a_mission_is_accepted_and_read_by_office_and_mentor(on_mission: Any) -> None:
    app, email, number, mentor = on_mission
    address = f"/applications/{number}/emergency-contact"
    assert address in str(Walker(app, email, "en").open(f"/applications/{number}?lang=en").page)
    assert "Nobody has read it yet." in give(app, email, number).text
    for reader in (OFFICER, mentor):
        page = Walker(app, reader, "en").open(f"/cases/{number}/emergency-contact?lang=en")
        assert "Rosa Ficticia Paz" in page.text and "+50222223399" in page.text
    with app.app_context():
        read = select(ReadingReceipt.person_id).where(ReadingReceipt.what == "emergency_contact")
        assert len(set(db.session.scalars(read))) == 2
    assert "Read by the regional office or your mentor" in Walker(app, email, "en").open(address + "?lang=en").text


@pytest.mark.parametrize("state", [S.INVITED, S.INFORMATION_REQUESTED])
def test_without_a_mission_nobody_is_asked(peopled: Any, state: S) -> None:
    walker, number = walker_in(peopled, state)
    assert "emergency-contact" not in str(walker.page)
    walker.open(f"/applications/{number}/emergency-contact", expect=404)
    Walker(peopled, OFFICER, "en").open(f"/cases/{number}/emergency-contact", expect=404)


def test_others_do_not_find_it_and_the_mentor_no_longer_after_the_report(on_mission: Any) -> None:
    app, email, number, mentor = on_mission
    give(app, email, number)
    with app.app_context():
        emails = db.session.scalars(select(Person.email)).all()
    for who in ("administracion", "auditoria", "panel", "enlace"):
        other = next(each for each in emails if each.startswith(f"{who}@"))
        Walker(app, other, "en").open(f"/cases/{number}/emergency-contact", expect=404)
    with app.app_context():
        mission = db.session.scalars(select(Mission).join(Application).where(Application.number == number)).one()
        db.session.execute(Mission.__table__.update().where(Mission.id == mission.id).values(state=M.REPORTED))
        db.session.commit()
    for reader in (OFFICER, mentor):
        Walker(app, reader, "en").open(f"/cases/{number}/emergency-contact", expect=404)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "name of the person"),
        ({"relation": ""}, "what the person is to you"),
        ({"phone": "2222 3399"}, "country code"),
        ({"language": "xx"}, "Choose the language"),
    ],
    ids=["name", "relation", "phone", "language"],
)
def test_a_refusal_stands_beside_its_field(on_mission: Any, typed: dict[str, str], sentence: str) -> None:
    app, email, number, _mentor = on_mission
    walker = give(app, email, number, expect=422, **typed)
    assert any(sentence in error for error in walker.errors), walker.errors


def test_it_lies_sealed_and_is_forgotten_after_the_end(on_mission: Any) -> None:
    app, email, number, _mentor = on_mission
    give(app, email, number)
    with app.app_context():
        for table in db.metadata.sorted_tables:
            assert "Rosa Ficticia" not in repr(db.session.execute(select(table)).all()), table.name
        row = db.session.scalars(select(EmergencyContact)).one()
        row.application_id = db.session.scalars(select(Application.id).where(Application.state == S.WITHDRAWN)).first()
        db.session.commit()
    with clock.at(staging.TODAY + timedelta(days=490)):
        forget_what_was_sealed(session_factory(app))
    with app.app_context():
        assert db.session.scalars(select(EmergencyContact)).all() == []


def test_whom_a_case_concerns_sees_the_same_pages_with_and_without_tags(peopled: Any) -> None:
    email, number = applicant_in(peopled, S.INVITED)
    applicant = Walker(peopled, email, "en")
    paths = [f"/applications/{number}", "/applications", f"/applications/{number}.json", "/tasks", f"/cases/{number}"]
    before = [applicant.client.get(path).data for path in paths]
    office = Walker(peopled, OFFICER, "en").open(f"/cases/{number}/tags?lang=en")
    office.submit(having="labels", labels="Visa, call back, visa")
    assert "Visa" in office.text and "call back" in office.text
    assert [_same(data) for data in before] == [_same(applicant.client.get(path).data) for path in paths]
    applicant.open(f"/cases/{number}/tags", expect=404)
    office.open("/cases?tag=visa&lang=en")
    assert number in office.text and office.page.select_one("a[href*='tag=']") is not None
    for other in ("enlace", "panel", "auditoria"):
        with peopled.app_context():
            person = db.session.scalars(select(Person.email).where(Person.email.startswith(f"{other}@"))).first()
        page = Walker(peopled, person, "en").open("/cases?tag=visa&lang=en").text
        assert "Visa" not in page and page == Walker(peopled, person, "en").open("/cases?tag=none&lang=en").text


def _same(data: bytes) -> bytes:
    return re.sub(rb'(name="(?:csrf_token|form_key)"[^>]*value=|nonce=)"[^"]*"', b"", data)


def test_an_officer_with_an_interest_sees_neither_tags_nor_interviews(peopled: Any) -> None:
    _email, number = applicant_in(peopled, S.INVITED)
    with peopled.app_context():
        session = db.session()
        case = session.scalars(select(Application).where(Application.number == number)).one()
        officer = session.scalars(select(Person).where(Person.email == OFFICER)).one()
        put_tags(session, actor_of(session, officer), case, "secret label")
        session.add(
            Interest(person_id=officer.id, other_id=case.applicant_id, kind="relative", region_id=case.region_id)
        )
        session.commit()
    office = Walker(peopled, OFFICER, "en")
    assert "secret label" not in office.open("/cases?lang=en").text
    assert number not in office.open("/cases?tag=secret%20label").text
    for page in ("tags", "interviews", "emergency-contact"):
        office.open(f"/cases/{number}/{page}", expect=404)


@pytest.mark.parametrize(("typed", "found"), [(" a , A,\nb  c ", ["a", "b c"]), ("", []), (",,", [])])
def test_tags_are_read_as_people_type_them(typed: str, found: list[str]) -> None:
    assert list(labels_in(typed).values()) == found


@pytest.mark.parametrize("typed", ["x" * 31, ",".join(str(number) for number in range(11))])
def test_too_long_and_too_many_tags_are_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        labels_in(typed)


def test_the_list_of_cases_asks_as_often_with_many_tags(peopled: Any, query_count: Any) -> None:
    office = Walker(peopled, OFFICER, "en")
    counted = []
    for number in (1, 30):
        with peopled.app_context():
            db.session.execute(delete(CaseTag))
            cases = select(Application).where(Application.state != S.DRAFT).order_by(Application.id).limit(number)
            for case in db.session.scalars(cases):
                db.session.add(CaseTag(region_id=case.region_id, application_id=case.id, label="L", folded="l"))
            db.session.commit()
        counted.append(query_count(peopled, lambda: office.open("/cases?tag=l")))
    assert counted[0] == counted[1]


def test_an_interview_is_read_by_office_and_panel_and_not_by_the_candidate(peopled: Any) -> None:
    email, number = applicant_in(peopled, S.INVITED)
    office = Walker(peopled, OFFICER, "en").open(f"/cases/{number}/interviews?lang=en")
    day = clock.today() - timedelta(days=1)
    typed = {"language": "en", "level": "B2", "held_on": [str(day.day), str(day.month), str(day.year)]}
    office.submit(having="interviewer", interviewer="Inés Inventada", note="Leads with ease.", **typed)
    assert "B2" in office.text and "Inés Inventada" in office.text
    with peopled.app_context():
        panel = db.session.scalars(select(Person.email).where(Person.email.startswith("panel@"))).one()
    for reader in (OFFICER, panel):
        page = Walker(peopled, reader, "en").open(f"/cases/{number}/dossier?lang=en")
        assert "Language interview: English, B2" in page.text and "Leads with ease." in page.text
    applicant = Walker(peopled, email, "en")
    for path in (f"/applications/{number}", f"/cases/{number}/dossier"):
        assert "Inés Inventada" not in applicant.open(path).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"level": ""}, "Choose the level"),
        ({"held_on": ["1", "1", "2099"]}, "up to today"),
        ({"interviewer": ""}, "who"),
    ],
    ids=["level", "day", "interviewer"],
)
def test_an_interview_without_its_facts_is_refused(peopled: Any, typed: dict[str, Any], sentence: str) -> None:
    _email, number = applicant_in(peopled, S.INVITED)
    office = Walker(peopled, OFFICER, "en").open(f"/cases/{number}/interviews?lang=en")
    whole = {"language": "en", "level": "B2", "held_on": ["1", "2", "2026"], "interviewer": "Inés Inventada"}
    office.submit(having="interviewer", expect=422, **{**whole, **typed})
    assert any(sentence in error for error in office.errors), office.errors

"""The office's pages of duplicate accounts: the list, a pair, the two keys and the log, each by a browser without script."""

from typing import Any

import flask_migrate
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.people.matching import keys_of
from accreditation.people.models import Person, PersonKey
from accreditation.switchboard import TABLES
from tests import staging
from tests.duplicates.conftest import HEAD, LIAISON, OFFICER, Office

PERSON = "enmision@demo.example"


def _second(app: Any) -> str:
    with app.app_context():
        office = Office(db.session())
        second = office.second_account(office.person(PERSON), email="segunda@correo.example")
        db.session.commit()
        return str(second.display_name)


def test_found_proposed_confirmed_and_separated(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        name = _second(peopled)
        head, officer, liaison = (walk(peopled, email, "en") for email in (HEAD, OFFICER, LIAISON))
        officer.open("/settings?lang=en").open("/duplicates")
        assert "segunda@correo.example" in officer.text and "One account leaves a family name out." in officer.text
        row = next(row for row in officer.page.select("tr") if "segunda@correo.example" in row.get_text())
        officer.open(row.select_one("a")["href"])
        assert PERSON in officer.text and "Applications: 1" in officer.text
        officer.submit(act="merge", note="", expect=422)
        assert "Say how you know that it is one person." in officer.errors
        officer.submit(act="merge", note="We spoke on the telephone.")
        assert "Somebody of another office confirms it" in officer.text and "Confirm: merge" not in officer.text
        assert "Confirm: merge" not in head.open(f"{officer.at}?lang=en").text
        waiting = liaison.open("/tasks?lang=en").page.find("a", string="Merge two accounts")
        liaison.open(waiting["href"])
        assert "We spoke on the telephone." in liaison.text
        liaison.submit(act="confirm")
        assert "Merged. Both addresses received a mail." in liaison.text
        assert "Separate the accounts" in head.open(head.at).text
        assert name in walk(peopled, OFFICER, "en").open("/duplicates/merged").text
        head.submit(act="separate", note="The passport shows two people.")
        assert "Separated again" in head.text and "The passport shows two people." in head.text


def test_the_demo_has_such_a_pair(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        officer = walk(peopled, OFFICER, "en").open("/duplicates?lang=en")
        row = next(row for row in officer.page.select("tr") if "postulante@demo.example" in row.get_text())
        assert "The same date of birth." in row.get_text() and "Very likely one person" in row.get_text()
        officer.open(row.select_one("a")["href"])
        assert "They cannot be merged yet" not in officer.text


def test_two_people_are_remembered(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        _second(peopled)
        officer = walk(peopled, OFFICER, "en").open("/duplicates?lang=en")
        row = next(row for row in officer.page.select("tr") if "segunda@correo.example" in row.get_text())
        officer.open(row.select_one("a")["href"]).submit(act="two", note="Sisters.")
        assert "Remembered: two people" in officer.text and "segunda@correo.example" not in officer.text


def test_the_list_asks_as_often_for_ten_pairs_as_for_one(peopled: Any, walk: Any, query_count: Any) -> None:
    with clock.at(staging.TODAY):
        _second(peopled)
        officer = walk(peopled, OFFICER, "en").open("/duplicates")
        one = query_count(peopled, lambda: officer.open("/duplicates"))
        with peopled.app_context():
            office = Office(db.session())
            for number, person in enumerate(db.session.scalars(select(Person).where(Person.is_demo).limit(10)).all()):
                office.second_account(person, email=f"{number}@correo.example")
            db.session.commit()
        assert query_count(peopled, lambda: officer.open("/duplicates")) == one <= 14
        assert len(officer.page.select("tr[data-row]")) > 6


def test_the_migration_gives_keys_to_everybody_who_is_there(staffed: Any) -> None:
    with staffed.app_context():
        assert TABLES
        db.session.remove()
        flask_migrate.downgrade(revision="0005")
        flask_migrate.upgrade()
        for person in db.session.scalars(select(Person)).all():
            names = (person.given_names, person.first_family_name, person.second_family_name)
            kept = select(PersonKey.key, PersonKey.rest).where(PersonKey.person_id == person.id)
            found = {tuple(row) for row in db.session.execute(kept)}
            assert found == keys_of(names, person.email, person.administration_id, person.born_on)

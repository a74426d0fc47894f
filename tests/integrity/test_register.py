"""The register as its readers use it, and as nobody else notices it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.integrity.models import IntegrityEntry, IntegrityFinding
from accreditation.people.models import Person
from tests import staging
from tests.walker import Walker

HEAD, OFFICER = "direccion@demo.example", "oficial@demo.example"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def the_case(house: Any) -> tuple[str, str]:
    """Number of a case in screening, and its applicant's name turned round and spelled otherwise."""
    with house.app_context():
        case = db.session.scalars(select(Application).where(Application.state == "screening")).first()
        person = case.applicant
        person.given_names, person.first_family_name, person.second_family_name = "Gonzalo", "Jiménez", "Peña"
        db.session.commit()
        return case.number, "PENA XIMENEZ, Gonsalo"


def enter(browser: Walker, name: str, **more: str) -> Walker:
    typed = {"name": name, "reason": "Aviso de demostración.", "source": "Carta 7", "starts_on": "01 01 2026", **more}
    return browser.open("/integrity").submit(having="source", **typed)


def test_an_entry_is_found_again_under_another_spelling_and_looked_into(house: Any) -> None:
    number, name = the_case(house)
    head = Walker(house, HEAD)
    page = enter(head, name)
    assert "Gonzalo" in page.text and number in page.text
    case = head.open(f"/cases/{number}/integrity")
    assert name in case.text
    case.submit(having="verdict", verdict="same", expect=422)
    assert case.errors
    case.submit(having="verdict", verdict="same", reason="El mismo pasaporte.")
    assert head.page.select_one(f"a[href='/cases/{number}/steps/hold']")
    with house.app_context():
        finding = db.session.scalars(select(IntegrityFinding)).one()
        assert (finding.verdict, finding.reason) == ("same", "El mismo pasaporte.")
    case.submit(having="verdict", verdict="other", reason="Otra fecha de nacimiento.")
    assert not head.page.select_one(f"a[href='/cases/{number}/steps/hold']")


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(house: Any) -> None:
    head = Walker(house, HEAD)
    for name, wrong in (("name", "Pérez"), ("source", ""), ("starts_on", "31 02 2026"), ("reason", "")):
        page = head.open("/integrity")
        typed = {"name": "Juan Pérez", "reason": "Aviso.", "source": "Carta", "starts_on": "01 01 2026", name: wrong}
        page.submit(having="source", expect=422, **typed)
        assert page.errors, name
        assert "Aviso." in str(page.page) or name == "reason"
    with house.app_context():
        assert db.session.scalars(select(IntegrityEntry)).all() == []


def test_only_the_head_and_named_officers_find_a_page(house: Any) -> None:
    number, name = the_case(house)
    head, officer = Walker(house, HEAD), Walker(house, OFFICER)
    enter(head, name)
    entry = head.at
    pages = ("/integrity", entry, f"/cases/{number}/integrity")
    for path in pages:
        officer.open(path, expect=404)
    assert "/integrity" not in str(officer.open(f"/cases/{number}").page)
    assert "/integrity" not in str(officer.open("/settings").page)
    with house.app_context():
        public_id = db.session.scalars(select(Person.public_id).where(Person.email == OFFICER)).one()
    head.open("/integrity").submit("/integrity/readers", person=[public_id])
    for path in pages:
        officer.open(path)
    assert f"/cases/{number}/integrity" in str(officer.open(f"/cases/{number}").page)
    head.open("/integrity").submit("/integrity/readers", person=[])
    officer.open("/integrity", expect=404)
    for email in ("auditoria@demo.example", "enlace@demo.example", "panel@demo.example", "contacto@demo.example"):
        for path in pages:
            Walker(house, email).open(path, expect=404)


def test_an_entry_that_ended_or_has_not_begun_counts_no_more(house: Any) -> None:
    number, name = the_case(house)
    head = Walker(house, HEAD)
    enter(head, name, starts_on="01 01 2027")
    assert name not in head.open(f"/cases/{number}/integrity").text
    enter(head, name)
    entry = head.at
    assert name in head.open(f"/cases/{number}/integrity").text
    head.open(entry).submit(reason="La sentencia se anuló.")
    assert name not in head.open(f"/cases/{number}/integrity").text
    assert "anuló" in head.open(entry).text


def test_a_merged_account_brings_its_name(house: Any) -> None:
    number, name = the_case(house)
    with house.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        other = Person(
            region_id=case.region_id, email="otra@demo.example", given_names="Wenceslao", first_family_name="Quispe",
            second_family_name="Arce", merged_into_id=case.applicant_id, disabled_at=clock.now(),
        )  # fmt: skip
        db.session.add(other)
        db.session.commit()
    head = Walker(house, HEAD)
    enter(head, "Venceslao Kispe")
    assert "Venceslao Kispe" in head.open(f"/cases/{number}/integrity").text

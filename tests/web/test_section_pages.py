"""The pages of the form: rows that come and go without script, conditions, consents, two versions side by side."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application, Section
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.people.models import Consent
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker
from tests.web.applicant import walker_in


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


@pytest.fixture
def draft(house: Any) -> tuple[Walker, str]:
    """Somebody with a draft, and the address of its sections."""
    applicant, number = walker_in(house, ApplicationState.DRAFT)
    return applicant, f"/applications/{number}/sections"


def kept(house: Any, address: str, key: str) -> Any:
    with house.app_context():
        query = select(Section).join(Application, Application.id == Section.application_id)
        found = query.where(Application.number == address.split("/")[2], Section.key == key)
        return db.session.scalars(found).one_or_none()


def press(applicant: Walker, act: str, expect: int = 200, **typed: Any) -> Walker:
    return applicant.submit(having="version", expect=expect, act=act, **typed)


def test_rows_are_added_moved_and_taken_out_without_script(house: Any, draft: tuple[Walker, str]) -> None:
    applicant, address = draft
    applicant.open(f"{address}/availability")
    press(applicant, "add:blocked_dates", days_per_year="20")
    day = {"day": "1", "month": "3", "year": "2027"}
    first = {f"blocked_dates__0__{end}__{part}": value for end in ("from_day", "to_day") for part, value in day.items()}
    press(applicant, "add:blocked_dates", **first, blocked_dates__0__reason="Uno")
    assert applicant.page.select_one('[name="blocked_dates-1-reason"]') is not None
    press(applicant, "up:blocked_dates:1", blocked_dates__1__reason="Dos")
    reasons = [field["value"] for field in applicant.page.select('[name^="blocked_dates-"][name$="-reason"]')]
    assert reasons == ["Dos", "Uno"]
    press(applicant, "remove:blocked_dates:0")
    rows = kept(house, address, "availability").answers["blocked_dates"]
    assert rows == [{"from_day": "2027-03-01", "to_day": "2027-03-01", "reason": "Uno"}]
    assert kept(house, address, "availability").answers["days_per_year"] == "20"


def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(draft: tuple[Walker, str]) -> None:
    applicant, address = draft
    applicant.open(f"{address}/contact")
    press(applicant, "continue", expect=422, phone="2222 3333", work_email="nobody", address="Calle 1")
    group = applicant.page.select_one("#phone").find_parent(class_="govuk-form-group")
    assert "country code" in group.get_text() and applicant.page.select_one("#phone")["value"] == "2222 3333"
    assert applicant.page.select_one("#work_email")["aria-invalid"] == "true"
    applicant.open(f"{address}/identity")
    press(applicant, "continue", expect=422, birth_date__day="31", birth_date__month="2", birth_date__year="19xx")
    assert applicant.page.select_one("#birth_date-year")["value"] == "19xx"


def test_a_question_that_depends_on_another_says_so_and_counts_only_then(house: Any, draft: tuple[Walker, str]) -> None:
    applicant, address = draft
    applicant.open(f"{address}/integrity")
    assert "Only if you answered “Yes”" in applicant.text
    no = dict.fromkeys(("investigation", "convicted", "excluded", "relatives", "business", "donors"), "no")
    press(applicant, "continue", expect=422, **{**no, "relatives": "yes"}, conduct="yes")
    assert applicant.page.select_one("#relatives_details-error") is not None
    assert applicant.page.select_one("#donors_details-error") is None
    press(applicant, "continue", relatives_details="Mi hermana, en un puerto.")
    assert kept(house, address, "integrity").is_complete


def test_consents_are_on_record_with_version_and_time(house: Any, draft: tuple[Walker, str]) -> None:
    applicant, address = draft
    applicant.open(f"{address}/consents")
    press(applicant, "continue", privacy="yes", register="yes", directory="no")
    press(applicant.open(f"{address}/consents"), "continue", register="no")
    with house.app_context():
        query = select(Consent).join(Application, Application.applicant_id == Consent.person_id)
        found = db.session.scalars(
            query.where(Application.number == address.split("/")[2], Consent.kind.like("application_%"))
        )
        record = {consent.kind: (consent.version, consent.withdrawn_at is None) for consent in found}
    assert record["application_privacy"] == ("2026-11", True)
    assert record["application_register"] == ("2026-11", False)
    assert "application_directory" not in record or not record["application_directory"][1]
    assert "wording of November 2026" in applicant.open(f"{address}/consents").text


def test_the_second_window_sees_both_versions_and_chooses(house: Any, draft: tuple[Walker, str]) -> None:
    one, address = draft
    one.open(f"{address}/motivation")
    other = walker_in(house, ApplicationState.DRAFT)[0].open(f"{address}/motivation")
    press(one, "later", statement="Lo primero.")
    press(other, "later", expect=409, statement="Lo segundo.")
    assert "two versions" in other.text and "Lo primero." in other.text
    assert other.page.select_one("#statement").get_text() == "Lo segundo."
    press(other, "later")
    assert kept(house, address, "motivation").answers["statement"] == "Lo segundo."


def test_what_an_older_form_kept_is_shown_and_stays(house: Any, draft: tuple[Walker, str]) -> None:
    applicant, address = draft
    with house.app_context(), writing():
        application = db.session.scalars(select(Application).where(Application.number == address.split("/")[2])).one()
        old = {"days_per_year": "15", "blocked": "Marzo", "blocked_dates": "nothing", "gone": "x"}
        query = select(Section).where(Section.application_id == application.id, Section.key == "availability")
        section = db.session.scalars(query).one_or_none() or Section(application_id=application.id, key="availability")
        section.answers = old
        db.session.add(section)
        db.session.commit()
    applicant.open(address.replace("/sections", "/submit"))
    press(applicant.open(f"{address}/availability"), "later")
    now = kept(house, address, "availability").answers
    assert (now["blocked"], now["gone"], now["blocked_dates"]) == ("Marzo", "x", [])


def test_the_name_is_drawn_as_the_certificate_prints_it(draft: tuple[Walker, str]) -> None:
    applicant, address = draft
    applicant.open(f"{address}/identity")
    picture = applicant.page.select_one(".as-printed img")["src"]
    answer = applicant.client.get(picture)
    assert answer.mimetype == "image/png" and answer.data.startswith(b"\x89PNG")
    press(applicant, "later", name_on_certificate="Ana Ꮳ Ejemplo")
    assert "Ꮳ" in applicant.open(f"{address}/identity").page.select_one(".as-printed").get_text()
    assert applicant.client.get(picture).status_code == 404

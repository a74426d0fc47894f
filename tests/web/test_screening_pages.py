"""Screening: earlier results beside the dossier, and the standard reason that travels from the checklist into the letter."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application, EligibilityCheck
from accreditation.extensions import db
from tests import staging
from tests.walker import Walker

OFFICER = "oficial@demo.example"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def a_case(house: Any, *, reasons: list[dict[str, Any]] | None = None) -> str:
    with house.app_context():
        case = db.session.scalars(select(Application).where(Application.state == "screening")).first()
        if reasons is not None:
            kept = [row for row in case.scheme.reasons["ineligible"] if row["code"] != "years"]
            case.scheme.reasons = {**case.scheme.reasons, "ineligible": [*kept, *reasons]}
        db.session.commit()
        return case.number


def checks(browser: Walker, number: str, **typed: str) -> dict[str, str]:
    keys = ("member", "years", "subject", "language", "documents")
    return {f"check-{key}": "yes" for key in keys} | typed


def test_the_only_reason_of_a_condition_is_taken_and_proposed_for_the_letter(house: Any) -> None:
    number, officer = a_case(house), Walker(house, OFFICER)
    page = officer.open(f"/cases/{number}/screen")
    sent = checks(page, number, **{"check-years": "no", "evidence-years": "Dos años."})
    page.submit(having="check-years", **sent)
    with house.app_context():
        found = {
            row.criterion: row.reason
            for row in db.session.scalars(
                select(EligibilityCheck)
                .join(Application, Application.id == EligibilityCheck.application_id)
                .where(Application.number == number)
            )
        }
    assert found["years"] == "years" and found["member"] == ""
    step = officer.open(f"/cases/{number}/steps/find_ineligible")
    chosen = [box["value"] for box in step.page.select('input[name="reasons"]') if box.has_attr("checked")]
    assert chosen == ["years"]


def test_of_several_reasons_one_is_chosen(house: Any) -> None:
    texts = {"es": "Tiene cuatro años y se piden cinco.", "en": "Four years of five."}
    reasons = [{"code": code, "texts": texts} for code in ("years_few", "years_unproved")]
    number, officer = a_case(house, reasons=reasons), Walker(house, OFFICER)
    page = officer.open(f"/cases/{number}/screen")
    sent = checks(page, number, **{"check-years": "no", "evidence-years": "Cuatro años."})
    page.submit(having="check-years", expect=422, **sent)
    assert any("reason-years" in str(link.get("href")) for link in page.page.select(".govuk-error-summary a"))
    page.submit(having="check-years", **{**sent, "reason-years": "years_few"})
    step = officer.open(f"/cases/{number}/steps/find_ineligible")
    chosen = [box["value"] for box in step.page.select('input[name="reasons"]') if box.has_attr("checked")]
    assert chosen == ["years_few"]


def test_earlier_results_stand_beside_the_dossier(house: Any) -> None:
    number, officer = a_case(house), Walker(house, OFFICER)
    with house.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        other = db.session.scalars(
            select(Application).where(
                Application.state == "not_selected", Application.applicant_id != case.applicant_id
            )
        ).first()
        earlier = other.number
        assert earlier not in officer.open(f"/cases/{number}/screen").text
        other.applicant_id = case.applicant_id
        db.session.commit()
    page = officer.open(f"/cases/{number}/screen")
    assert page.page.select_one(f"main a[href='/cases/{earlier}']")

"""“May I apply?” at a phone, in Spanish, without an account: from the first page to what is missing, and on to the call."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.schemes.models import Call
from accreditation.texts import N_plural, say
from accreditation.web.public.enquiry import LEVELS
from tests.browser.browsing import Served, page_at
from tests.browser.reader import Reader

YEARS = "How many full years have you worked in customs?"


@pytest.fixture
def call(peopled: Any) -> Any:
    """The call that is open: its names, and what the questions about it are called in Spanish."""
    with peopled.app_context():
        found = db.session.scalars(select(Call).where(Call.closes_at > clock.now())).first()
        assert found is not None
        return {
            "title": found.titles["es"],
            "subject": found.subject.names["es"],
            "reference": found.reference,
        }


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_somebody_two_years_short_learns_it_and_what_to_do(
    served: Served, call: Any, chromium: Browser, scripts: bool
) -> None:
    reader = Reader(page_at(chromium, "phone", scripts=scripts), served, "es").open("/")
    reader.press("May I apply?")
    reader.keep("phone-eligibility-first")
    _choose(reader, call["title"])
    _choose(reader, reader.said("Yes"))
    reader.press("Continue")
    expect(reader.page.locator(".govuk-error-summary")).to_be_visible()
    reader.faults.clear()  # the browser's own line about the answer 422
    _type(reader, YEARS, "3")
    asked = "How many full years of work in this subject do you have: %(subject)s?"
    _type(reader, reader.said(asked, subject=call["subject"]), "6")
    _choose(reader, say(LEVELS["C1"][0], "es"))
    reader.main.get_by_label("Currículum", exact=True).check()
    reader.press("Continue")

    head = reader.main.get_by_role("heading", level=1)
    assert head.inner_text() == say(
        N_plural("Not yet: %(num)s condition is missing", "Not yet: %(num)s conditions are missing", num=1), "es"
    )
    lacking = say(N_plural("%(num)s more year in customs", "%(num)s more years in customs", num=2), "es")
    assert reader.main.get_by_text(reader.said("Missing: %(what)s", what=lacking)).is_visible()
    reader.keep("phone-eligibility-not-yet")

    row = reader.main.locator(".govuk-summary-list__row").filter(has_text=reader.said(YEARS))
    with reader.page.expect_navigation():
        row.get_by_role("link").click()
    _type(reader, YEARS, "5")
    assert head.inner_text() == reader.said("You can apply")
    reader.keep("phone-eligibility-can-apply")
    reader.press("Create an account and apply")
    assert reader.path.endswith(f"/sign-up?next=/calls/{call['reference']}")


def test_where_no_call_is_to_come_somebody_asks_to_be_told(served: Served, chromium: Browser) -> None:
    answers = "has-member=yes&has-years=9&has-subject=6&has-language=C1&has-documents=cv"
    reader = Reader(page_at(chromium, "phone"), served, "es")
    reader.open(f"/eligibility?call=none&category=ACE&subject=VAL&language=es&{answers}")
    reader.keep("phone-eligibility-no-call")
    reader.press("Tell me when a call is announced")
    reader.write("E-mail address", "curiosa@customs.example")
    reader.keep("phone-call-alert")
    reader.press("Subscribe")
    assert reader.main.get_by_role("heading", level=1).inner_text() == reader.said("Look into your mailbox")
    reader.keep("phone-call-alert-sent")


def _choose(reader: Reader, label: str) -> None:
    reader.main.get_by_label(label, exact=True).check()
    reader.press("Continue")


def _type(reader: Reader, question: str, answer: str) -> None:
    reader.write(question, answer).press("Continue")

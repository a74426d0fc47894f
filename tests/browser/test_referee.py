"""A referee's journey on a phone in Spanish, from the mail to the thanks, and the same by keyboard alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.forms import reference_form_of
from accreditation.applications.models import Application
from accreditation.applications.questions.vouching import DECLARED
from accreditation.applications.referees.answering import send_new_links
from accreditation.applications.referees.asking import requests_of
from accreditation.extensions import db
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.browser.browsing import Served, keep_picture, page_at
from tests.browser.keyboard import Keyboard
from tests.browser.looking import Eyes
from tests.browser.reader import Reader
from tests.referees import ADDRESS, STATEMENT, link_to


@pytest.fixture
def link(served: Served, peopled: Any) -> str:
    """The path in the mail of somebody whose reference is awaited."""

    def ask() -> None:
        with clock.at(staging.TODAY), peopled.app_context():
            early = Application.state == ApplicationState.UNDER_REVIEW
            case = db.session.scalars(select(Application).where(early).order_by(Application.number)).first()
            second = requests_of(db.session(), case)[1]
            second.answered_at, second.answers, second.email, second.locale = None, {}, ADDRESS, "es"
            db.session.flush()
            send_new_links(db.session(), ADDRESS)
            db.session.commit()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(ask).result()
    served.carry_out()
    return link_to(peopled)


@pytest.fixture
def referee(served: Served, chromium: Browser) -> Iterator[Reader]:
    yield Reader(page_at(chromium, "phone", lang="en"), served, "es")


def _questions(app: Any) -> Any:
    with app.app_context():
        case = db.session.scalars(select(Application)).first()
        return reference_form_of(case.scheme)


def test_from_the_mail_to_the_thanks(referee: Reader, link: str, peopled: Any) -> None:
    form = {field.key: field for field in _questions(peopled).fields}
    referee.open(link).keep("phone-es-referee-asked")
    referee.press("Continue")
    referee.faults.clear()
    expect(referee.page.locator("[data-error-summary]")).to_be_focused()
    referee.tick("Yes").press("Continue").keep("phone-es-referee-questions")
    _answer(referee, form)
    referee.write(form["statement"].label, "Muy bueno.").press("Hand in the reference")
    summary = referee.page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    keep_picture(referee.page, "phone-es-referee-refused")
    referee.faults.clear()
    assert referee.field(form["years"].label).input_value() == "7", "nothing typed is lost"
    summary.get_by_role("link").first.click()
    expect(referee.field(form["statement"].label)).to_be_focused()
    referee.write(form["statement"].label, STATEMENT)
    expect(referee.page.locator("[data-saved]")).to_contain_text(referee.said("Saved at %(time)s", time=""))
    referee.open(link.replace("?", "/reference?"))
    assert referee.field(form["statement"].label).input_value() == STATEMENT, "kept as one types"
    referee.press("Hand in the reference").keep("phone-es-referee-thanks")
    assert referee.said("Thank you") in referee.main.inner_text()
    assert referee.open(link).main.get_by_role("textbox").count() == 0


def _answer(referee: Reader, form: dict[str, Any]) -> None:
    for key in ("relation", "technical", "facilitation", "advice", "integrity", "recommends"):
        group = referee.group_like(form[key].label, referee.main)
        referee.tick_this(group.get_by_role("radio").nth(0 if key == "integrity" else 1))
    referee.write(form["years"].label, "7").tick(DECLARED.label)


def test_by_keyboard_alone(served: Served, chromium: Browser, link: str, peopled: Any) -> None:
    form = {field.key: field for field in _questions(peopled).fields}
    referee = Keyboard(page_at(chromium, "phone"), served, "es")
    referee.open(link).tick("Yes").press("Continue")
    _answer(referee, form)
    referee.write(form["statement"].label, STATEMENT).press("Hand in the reference")
    assert referee.said("Thank you") in referee.main.inner_text()


@pytest.mark.parametrize("page", ["", "/reference", "/decline"])
def test_its_pages_hold_what_wcag_asks(served: Served, chromium: Browser, link: str, page: str) -> None:
    eyes = Eyes(chromium)
    eyes.tab.goto(served.base + link.replace("?", f"{page}?"))
    assert list(eyes.findings()) == []

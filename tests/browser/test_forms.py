"""Forms in Chromium: kept as one types, nothing lost when refused, nothing overwritten by a second window."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect
from sqlalchemy import select

from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.workflow.states import ApplicationState
from tests.browser.browsing import Served, keep_picture, page_at, sign_in_on_demo
from tests.browser.reader import Reader
from tests.web.actors import LISTED

WHY = "Why you, and why now"
LATER = "Save and come back later"


@pytest.fixture
def applicant(served: Served, peopled: Any, chromium: Browser) -> Reader:
    """At a phone, with a draft whose section of motivation is open."""
    with peopled.app_context():
        query = (
            select(Application).join(Application.applicant).where(Application.state == ApplicationState.DRAFT, LISTED)
        )
        draft = db.session.scalars(query).first()
        number, email = draft.number, draft.applicant.email
    reader = Reader(page_at(chromium, "phone"), served, "es")
    sign_in_on_demo(reader.page, served.base, email)
    return reader.open(f"/applications/{number}/sections/motivation")


def _saved(reader: Reader) -> str:
    return reader.said("Saved at %(time)s", time="13:00")


def test_what_is_typed_is_kept_without_a_button(applicant: Reader) -> None:
    applicant.field(WHY).press_sequentially("Primero. ")
    expect(applicant.page.locator("[data-saved]")).to_contain_text(_saved(applicant))
    keep_picture(applicant.page, "phone-saved-as-one-types")
    applicant.page.reload()
    assert applicant.field(WHY).input_value().startswith("Primero.")
    applicant.write(WHY, "Después.").press(LATER)
    applicant.follow("Motivation")
    assert applicant.field(WHY).input_value() == "Después."


def test_a_button_waits_for_a_draft_that_is_still_on_its_way(applicant: Reader) -> None:
    button = applicant.main.get_by_role("button", name=applicant.said(LATER))

    def press_before_it_is_told(route: Route) -> None:
        if route.request.headers.get("x-requested-with") != "autosave":
            return route.continue_()
        kept = route.fetch()
        button.click()
        return route.fulfill(response=kept)

    applicant.page.route("**/sections/motivation", press_before_it_is_told)
    with applicant.page.expect_navigation():
        applicant.write(WHY, "En una línea lenta.")
    applicant.follow("Motivation")
    assert applicant.field(WHY).input_value() == "En una línea lenta."


def test_a_refused_form_keeps_what_was_typed_and_shows_what_is_wrong(applicant: Reader) -> None:
    applicant.write(WHY, "Demasiado corto.")
    count = applicant.page.locator("[data-count-for][data-minimum]").first
    least = int(count.get_attribute("data-minimum") or 0)
    expect(count).to_have_text(applicant.said("Words still to write: %(count)s", count=least - 2))
    applicant.press("Save and continue")
    summary = applicant.page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    keep_picture(applicant.page, "phone-refused-form")
    assert applicant.field(WHY).input_value() == "Demasiado corto."
    summary.get_by_role("link").click()
    expect(applicant.field(WHY)).to_be_focused()


def test_a_second_window_does_not_overwrite_the_first(applicant: Reader) -> None:
    second = Reader(applicant.page.context.new_page(), applicant.served, "es")
    second.open(applicant.path)
    applicant.write(WHY, "Lo que vale.").press(LATER)
    told = second.said("You saved this section in another window: %(when)s.", when="24 de noviembre de 2026").rstrip(
        "."
    )
    second.write(WHY, "Lo que se quedó abierto.")
    expect(second.page.locator("[data-saved]")).to_contain_text(told)
    second.press(LATER)
    assert told in second.main.inner_text()
    assert second.main.get_by_role("textbox").input_value() == "Lo que se quedó abierto.", "nothing typed is lost"
    keep_picture(second.page, "phone-second-window")
    applicant.follow("Motivation")
    assert applicant.field(WHY).input_value() == "Lo que vale."

"""The form on a phone with a bad line, in Spanish: cut twice, signed out, closed, and not a word is lost."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Route, expect
from sqlalchemy import select

from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.workflow.states import ApplicationState
from tests.browser.browsing import Served, keep_picture, page_at, sign_in_on_demo
from tests.browser.reader import Reader
from tests.web.actors import LISTED

WHY = "Why you, and why now"
TEXT = "Quiero devolver a la región lo que la región me enseñó. "
WAITING = "No connection. Not saved yet; what you typed is kept on this device and sent when the line is back."
SIGNED_OUT = "You are signed out. What you typed is kept on this device. Sign in in another tab, then come back here."


@pytest.fixture
def draft(peopled: Any) -> tuple[str, str]:
    """E-mail and number of somebody with a draft."""
    with peopled.app_context():
        found = (
            select(Application).join(Application.applicant).where(Application.state == ApplicationState.DRAFT, LISTED)
        )
        application = db.session.scalars(found).first()
        return application.applicant.email, application.number


@pytest.fixture
def applicant(served: Served, draft: tuple[str, str], chromium: Browser) -> Reader:
    """At a phone, with the section of motivation open."""
    reader = Reader(page_at(chromium, "phone"), served, "es")
    sign_in_on_demo(reader.page, served.base, draft[0])
    return reader.open(f"/applications/{draft[1]}/sections/motivation")


def line(reader: Reader) -> Locator:
    return reader.page.locator("[data-saved]")


def saved(reader: Reader) -> None:
    expect(line(reader)).to_contain_text(reader.said("Saved at %(time)s", time="13:00"))


def copies(reader: Reader) -> list[str]:
    kept: list[str] = reader.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('aval.draft'))")
    return kept


def test_a_section_is_finished_although_the_line_is_cut_twice(applicant: Reader) -> None:
    area, context = applicant.field(WHY), applicant.page.context
    context.set_offline(True)
    area.fill(TEXT * 28)
    expect(line(applicant)).to_contain_text(applicant.said(WAITING))
    assert len(copies(applicant)) == 1
    applicant.main.get_by_role("button", name=applicant.said("Save and continue")).click()
    assert area.input_value() == TEXT * 28, "the page does not leave with text that is not saved"
    keep_picture(applicant.page, "phone-line-cut")
    context.set_offline(False)
    saved(applicant)

    def answer_lost(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")
        applicant.page.unroute("**/sections/motivation")

    applicant.page.route("**/sections/motivation", answer_lost)
    area.fill(TEXT * 30)
    expect(line(applicant)).to_contain_text(applicant.said(WAITING))
    area.press_sequentially("Y más.")
    saved(applicant)
    keep_picture(applicant.page, "phone-line-back")
    applicant.press("Save and continue")
    assert copies(applicant) == []
    row = applicant.main.locator("li").filter(
        has=applicant.page.get_by_role("link", name=applicant.said("Motivation"), exact=True)
    )
    expect(row).to_contain_text(applicant.said("Complete"))
    applicant.follow("Motivation")
    assert applicant.field(WHY).input_value().endswith("Y más.")


def test_an_expired_session_keeps_the_text_until_the_person_is_back(applicant: Reader, draft: tuple[str, str]) -> None:
    applicant.page.context.clear_cookies()
    applicant.field(WHY).fill(TEXT)
    expect(line(applicant)).to_contain_text(applicant.said(SIGNED_OUT))
    keep_picture(applicant.page, "phone-signed-out")
    other = Reader(applicant.page.context.new_page(), applicant.served, "es")
    sign_in_on_demo(other.page, applicant.served.base, draft[0])
    applicant.page.bring_to_front()
    saved(applicant)


def test_what_was_typed_before_the_page_was_closed_is_offered_again(applicant: Reader, draft: tuple[str, str]) -> None:
    context = applicant.page.context
    context.set_offline(True)
    applicant.field(WHY).fill(TEXT)
    expect(line(applicant)).to_contain_text(applicant.said(WAITING))
    path = applicant.path
    applicant.page.close()
    context.set_offline(False)
    again = Reader(context.new_page(), applicant.served, "es").open(f"/applications/{draft[1]}")
    expect(again.page.locator("[data-kept-elsewhere]")).to_be_visible()
    keep_picture(again.page, "phone-kept-elsewhere")
    again.open(path)
    keep_picture(again.page, "phone-kept-offered")
    with again.page.expect_navigation():
        again.page.locator("[data-kept-back]").click()
    assert again.field(WHY).input_value() == TEXT.strip()
    assert copies(again) == []


def test_signing_out_leaves_nothing_on_the_device(applicant: Reader) -> None:
    applicant.page.context.set_offline(True)
    applicant.field(WHY).fill(TEXT)
    expect(line(applicant)).to_contain_text(applicant.said(WAITING))
    applicant.page.context.set_offline(False)
    with applicant.page.expect_navigation():
        applicant.page.locator("form[action='/sign-out'] button").click()
    assert copies(applicant) == []


def test_a_question_comes_and_goes_with_the_answer_it_depends_on(applicant: Reader, draft: tuple[str, str]) -> None:
    applicant.open(f"/applications/{draft[1]}/sections/availability")
    limits = applicant.page.locator("#limits")
    expect(limits).to_be_hidden()
    applicant.page.locator("#has_limits-yes").check(force=True)
    expect(limits).to_be_visible()
    applicant.page.locator("#has_limits-no").check(force=True)
    expect(limits).to_be_hidden()

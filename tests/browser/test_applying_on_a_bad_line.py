"""An officer applies from a phone, in Spanish, from the call to the signed form: the line is cut twice and the session runs out.

Pictures of every step: build/screenshots/bad-line-<number>-<step>.png.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route, expect

from accreditation.notifications.mailbox import Mailbox
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.answering import standard_forms
from tests.browser import applying
from tests.browser.browsing import serve
from tests.browser.reader import Reader
from tests.browser.road import APPLICANT, NAME, PASSWORD, Road

WAITING = "No connection. Not saved yet; what you typed is kept on this device and sent when the line is back."
SIGNED_OUT = "You are signed out. What you typed is kept on this device. Sign in in another tab, then come back here."
LOST = "The connection is lost. Keep this page open: the upload goes on automatically where it stopped."
CUT, RUNS_OUT = "motivation", "experience"
EVENING, NEXT_EVENING = datetime(2026, 11, 30, 22, tzinfo=UTC), datetime(2026, 12, 1, 23, tzinfo=UTC)


@pytest.fixture
def backend() -> str:
    """The database does not matter here."""
    return "sqlite"


@pytest.fixture
def road(staffed: Any, mailbox: Mailbox, chromium: Browser, tmp_path: Path) -> Iterator[Road]:
    """A call is open; the officer has an account and is signed in at a phone."""
    with serve(staffed, staging.TODAY) as served:
        made = Road(served, mailbox, chromium, "es", tmp_path)
        made.pictures = "bad-line"
        applying.open_the_call(made)
        applying.open_an_account(made)
        yield made


@pytest.mark.long
def test_from_the_call_to_the_signed_form(road: Road) -> None:
    with road.pictured_where_it_ends():
        with road.served.at(EVENING):
            applicant = road.applicant(f"/sign-in?next=/calls/{road.call}")
            road.keep(applicant, "call")
            applicant.press("Apply")
            road.number = re.search(r"AMS-2026-VAL-\d+$", applicant.path)[0]  # type: ignore[index]
            road.keep(applicant, "form-empty")
            _sections(road, applicant)
        with road.served.at(NEXT_EVENING):
            _curriculum(road, applicant)
            _sign(road, applicant)


def _sections(road: Road, applicant: Reader) -> None:
    for form in standard_forms():
        applicant.follow(form.title)
        applying.fill_in(applicant, form)
        road.keep(applicant, f"section-{form.key}")
        if form.key == CUT:
            _cut_while_typing(road, applicant)
        if form.key == RUNS_OUT:
            _session_runs_out(road, applicant)
        applicant.press("Save and continue")
    road.keep(applicant, "form-complete")


def _cut_while_typing(road: Road, applicant: Reader) -> None:
    """What is typed without a line is said to be kept, and saved by itself when the line is back."""
    line, context = applicant.page.locator("[data-saved]"), applicant.page.context
    area = applicant.main.get_by_role("textbox").first
    context.set_offline(True)
    area.press_sequentially(" Y lo digo sin conexión.")
    expect(line).to_contain_text(applicant.said(WAITING))
    road.keep_offline(applicant, "line-cut-while-typing")
    context.set_offline(False)
    expect(line).to_contain_text(applicant.said("Saved at %(time)s", time="").strip())
    road.keep_offline(applicant, "line-back")
    applicant.page.reload()
    assert area.input_value().endswith("Y lo digo sin conexión.")


def _session_runs_out(road: Road, applicant: Reader) -> None:
    """A day later the page still stands open: it says so, and goes on when the person has signed in beside it."""
    line = applicant.page.locator("[data-saved]")
    with road.served.at(NEXT_EVENING):
        box = applicant.main.locator("textarea").last
        box.press_sequentially(" más")
        expect(line).to_contain_text(applicant.said(SIGNED_OUT))
        road.keep_offline(applicant, "session-over")
        other = Reader(applicant.page.context.new_page(), road.served, "es").open("/sign-in")
        other.write("E-mail address", APPLICANT).write("Password", PASSWORD).press("Sign in")
        other.page.close()
        applicant.page.bring_to_front()
        applicant.page.evaluate("dispatchEvent(new Event('focus'))")
        expect(line).to_contain_text(applicant.said("Saved at %(time)s", time="").strip())
        road.keep_offline(applicant, "signed-in-again")
        applicant.press("Save and continue")
        applicant.follow(_title_of(RUNS_OUT))


def _title_of(key: str) -> Any:
    return next(form.title for form in standard_forms() if form.key == key)


def _curriculum(road: Road, applicant: Reader) -> None:
    """A photographed page of half a megabyte; the line goes in the middle, and the rest follows, not the whole again."""
    picture, sent = road.folder / "hoja-de-vida.jpg", list[int]()
    Image.effect_noise((900, 700), 90).convert("RGB").save(picture, "JPEG", quality=92)
    context = applicant.page.context

    def second_piece_is_lost(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        sent.append(int(route.request.headers["upload-offset"]))
        if len(sent) == 2:
            context.set_offline(True)
            return route.abort("internetdisconnected")
        return route.continue_()

    applicant.follow("Documents")
    applicant.page.route("**/uploads/*", second_piece_is_lost)
    form = applicant.main.locator("form").filter(has=applicant.page.locator("input[type=file]")).first
    if form.get_by_label(applicant.said("It is written in")).count():
        applicant.select("It is written in", "es", form)
    applicant.hand_in(form.locator("input[type=file]"), picture)
    form.get_by_role("button").last.click()
    expect(form.locator("[role=status]", has_text=applicant.said(LOST))).to_be_visible()
    assert int(form.locator("progress").get_attribute("value") or 0) > 0, "what arrived is shown"
    road.keep_offline(applicant, "line-cut-in-an-upload")
    with applicant.page.expect_navigation():
        context.set_offline(False)
    expect(applicant.main).to_contain_text(picture.name)
    assert sent.count(0) == 1 and sent == sorted(sent), f"nothing is sent twice from the start: {sent}"
    road.keep(applicant, "documents")


def _sign(road: Road, applicant: Reader) -> None:
    applicant.back().press("Check and submit")
    road.keep(applicant, "check")
    applicant.tick("What I state is accurate and complete, and I agree to comply with the rules of the process.")
    applicant.write("Type your full name to sign", NAME).press("Submit application")
    road.since = road.today
    road.sees(applicant, APPLICATION, S.AWAITING_ENDORSEMENT)
    road.keep(applicant, "submitted")
    applicant.enter("My applications")
    road.keep(applicant, "my-applications")

"""The main journeys without a mouse: an officer opens an account and applies, a contact point endorses, the office screens,
reviewers score, anybody checks a certificate. Tab, Enter, Space, arrows and letters only, in the order of the page."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.notifications.mailbox import Mailbox
from accreditation.workflow.states import CertificateState
from tests import staging
from tests.browser import applying, selecting
from tests.browser.browsing import Served, page_at, serve
from tests.browser.keyboard import Keyboard
from tests.browser.reader import Reader
from tests.browser.road import Road


@pytest.fixture
def backend() -> str:
    """The database does not matter here."""
    return "sqlite"


@pytest.mark.long
def test_from_an_account_to_the_reviews(staffed: Any, mailbox: Mailbox, chromium: Browser, tmp_path: Path) -> None:
    with serve(staffed, staging.TODAY) as served:
        road = Road(served, mailbox, chromium, "es", tmp_path, Keyboard)
        road.pictures = "keyboard"
        office, road.desk = road.desk, Reader(page_at(chromium, "desk"), served, "es")
        applying.open_the_call(road)
        road.desk = office
        with road.pictured_where_it_ends():
            for act in (applying.open_an_account, applying.apply, selecting.endorse, *selecting.ACTS[1:4]):
                act(road)


def test_a_certificate_is_checked(served: Served, peopled: Any, chromium: Browser) -> None:
    with peopled.app_context():
        issued = select(Certificate).where(Certificate.state == CertificateState.ISSUED)
        certificate = db.session.scalars(issued.order_by(Certificate.id)).first()
        number, name = certificate.number, certificate.holder_name
    anybody = Keyboard(page_at(chromium, "phone"), served, "es").open("/verify")
    anybody.write("Number of the certificate", number).write("Name of the holder, as printed", name)
    anybody.press("Check")
    expect(anybody.main.locator(".answer.tone-good")).to_contain_text(name)


def test_a_refused_form_is_heard_and_mended(served: Served, chromium: Browser) -> None:
    """The summary has the focus and is announced; its first link leads into the field; the field says what is wrong."""
    visitor = Keyboard(page_at(chromium, "phone"), served, "es").open("/sign-up")
    visitor.press("Open an account")
    summary = visitor.page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("alert")).to_be_visible()
    visitor.reach(summary.get_by_role("link").first)
    visitor.page.keyboard.press("Enter")
    field = visitor.field("Given names")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")

"""Without a mouse: anybody checks a certificate, and mends a form that was refused.

From an account to the reviews it is test_journey.py that goes without one.
"""

from typing import Any

from playwright.sync_api import Browser, expect
from sqlalchemy import select

from accreditation.certificates.models import Certificate
from accreditation.extensions import db
from accreditation.workflow.states import CertificateState
from tests.browser.browsing import Served, page_at
from tests.browser.keyboard import Keyboard


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

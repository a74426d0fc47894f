"""A file over a bad line, at a phone: the upload goes on by itself, says how far it is, and ends as the plain form does."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route, expect

from accreditation.workflow.states import ApplicationState
from tests.browser.browsing import Served, keep_picture, page_at, sign_in_on_demo
from tests.browser.reader import Reader
from tests.web.applicant import applicant_in

LOST = "The connection is lost. Keep this page open: the upload goes on automatically where it stopped."


@pytest.fixture
def scan_of_a_page(tmp_path: Path) -> Path:
    """A photograph of some hundred kilobytes, so that it takes several pieces."""
    path = tmp_path / "certificado.jpg"
    Image.effect_noise((900, 700), 90).convert("RGB").save(path, "JPEG", quality=92)
    assert path.stat().st_size > 400_000
    return path


def reader_at_documents(served: Served, peopled: Any, chromium: Browser, width: str, scripts: bool = True) -> Reader:
    email, number = applicant_in(peopled, ApplicationState.DRAFT)
    reader = Reader(page_at(chromium, width, scripts=scripts), served, "es")
    sign_in_on_demo(reader.page, served.base, email)
    return reader.open(f"/applications/{number}/documents")


def test_an_upload_survives_two_lost_connections(
    served: Served, peopled: Any, chromium: Browser, scan_of_a_page: Path
) -> None:
    reader = reader_at_documents(served, peopled, chromium, "phone")
    page, sent = reader.page, []

    def bad_line(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        sent.append(route.request.headers["upload-offset"])
        if len(sent) in (2, 4):
            keep_picture(page, f"phone-upload-before-loss-{len(sent)}")
            return route.abort("connectionfailed")
        return route.continue_()

    page.route("**/uploads/*", bad_line)
    place = page.locator("#slot-language")
    place.locator("input[type=file]").set_input_files(scan_of_a_page)
    place.locator("button").first.click()
    expect(place.get_by_role("status")).to_have_text(reader.said(LOST))
    keep_picture(page, "phone-upload-waits-for-the-line")
    expect(page.locator("#slot-language .paper__name")).to_have_text(scan_of_a_page.name)
    assert len(sent) >= 5 and sent.count("0") == 1
    keep_picture(page, "phone-documents")


def test_a_refusal_comes_back_to_its_field(served: Served, peopled: Any, chromium: Browser, tmp_path: Path) -> None:
    reader = reader_at_documents(served, peopled, chromium, "desk")
    false = tmp_path / "diploma.pdf"
    false.write_bytes(b"<html>no diploma</html>" * 2000)
    place = reader.page.locator("#slot-language")
    place.locator("input[type=file]").set_input_files(false)
    place.locator("button").first.click()
    sentence = reader.said("Only PDF, JPEG and PNG files are accepted. This file is something else.")
    expect(reader.page.locator("#slot-language .govuk-error-message")).to_contain_text(sentence)
    expect(reader.page.locator("[data-error-summary]")).to_be_focused()
    keep_picture(reader.page, "desk-document-refused")


def test_without_script_the_form_does_it_alone(
    served: Served, peopled: Any, chromium: Browser, scan_of_a_page: Path
) -> None:
    reader = reader_at_documents(served, peopled, chromium, "phone", scripts=False)
    place = reader.page.locator("#slot-language")
    place.locator("input[type=file]").set_input_files(scan_of_a_page)
    with reader.page.expect_navigation():
        place.locator("button").first.click()
    expect(reader.page.locator("#slot-language .paper__name")).to_have_text(scan_of_a_page.name)

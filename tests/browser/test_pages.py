"""The pages in Chromium, on a phone of 360 px and on a desk: nothing overflows, nothing fails, and pictures for people.

The pictures stand in build/screenshots/ after a run.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from accreditation.extensions import db
from accreditation.schemes.models import Call
from tests.browser.browsing import WIDTHS, Served, faults_of, keep_picture, page_at, sign_in_on_demo
from tests.web.actors import cast, the_case


def _look(page: Page, address: str, name: str) -> None:
    """Opens a page, keeps its picture, and asks that nothing sticks out and nothing failed."""
    faults = faults_of(page)
    answer = page.goto(address)
    assert answer is not None and answer.ok, f"{name}: {answer and answer.status}"
    keep_picture(page, name)
    assert faults == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_what_anybody_sees(served: Served, chromium: Browser, width: str) -> None:
    page = page_at(chromium, width)
    for path in ("/", "/calls", "/verify", "/sign-in", "/sign-up", "/help", "/workflow", "/demo"):
        _look(page, served.base + path, f"{width}-{path.strip('/') or 'landing'}")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_the_office_and_the_applicant_see(served: Served, peopled: Any, chromium: Browser, width: str) -> None:
    people = cast(peopled)
    with peopled.app_context():
        number = the_case().number
    pages = {
        "rocb_officer": ("/tasks", "/cases", f"/cases/{number}", f"/cases/{number}/dossier", "/figures", "/workshops"),
        "applicant": ("/applications", f"/applications/{number}", "/account"),
    }
    for who, paths in pages.items():
        page = page_at(chromium, width)
        sign_in_on_demo(page, served.base, str(people[who]))
        for path in paths:
            _look(page, served.base + path, f"{width}-{who}-{path.strip('/').replace('/', '-')}")


LONG = "Expertos en clasificación arancelaria, reglas de origen y verificación a posteriori en el Sistema Armonizado"
UNBROKEN = "Schlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafewaren"


def test_long_names_and_titles_stay_on_the_page_and_paper_has_the_content_alone(
    served: Served, peopled: Any, chromium: Browser
) -> None:
    officer = str(cast(peopled)["rocb_officer"])
    with peopled.app_context():
        case = the_case()
        number, case.applicant.first_family_name = case.number, UNBROKEN
        for call in db.session.scalars(select(Call)):
            call.titles = {**call.titles, "es": LONG}
        db.session.commit()
    for width in WIDTHS:
        page = page_at(chromium, width)
        sign_in_on_demo(page, served.base, officer)
        for path in ("/calls", "/cases", f"/cases/{number}"):
            _look(page, served.base + path, f"{width}-long-{path.strip('/').replace('/', '-')}")
    page.emulate_media(media="print")
    assert (
        page.locator(".turn").is_visible() and not page.locator(".navigation, .footer, .case__pages").first.is_visible()
    )
    link = "[...document.querySelectorAll('main .govuk-link')].map((one) => getComputedStyle(one, '::after').content)"
    assert set(page.evaluate(link)) <= {"none"}


def test_an_account_is_opened_without_scripts(served: Served, chromium: Browser) -> None:
    page = page_at(chromium, "phone", scripts=False)
    page.goto(f"{served.base}/sign-up")
    page.fill("#given_names", "Lucía")
    page.fill("#first_family_name", "Prueba")
    page.fill("#email", "lucia@demo.example")
    page.fill("#password", "corta")
    page.select_option("#administration", "none")
    page.check("#privacy")
    page.locator("main form button").last.click()
    assert page.locator(".govuk-error-message").count() >= 1
    assert page.input_value("#given_names") == "Lucía"
    page.fill("#password", "caminata de noviembre")
    page.locator("main form button").last.click()
    page.wait_for_url("**/sign-up/sent")

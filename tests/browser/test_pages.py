"""The pages in Chromium, on a phone of 360 px and on a desk: nothing overflows, nothing fails, and pictures for people.

The pictures stand in build/screenshots/ after a run.
"""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from accreditation import clock
from tests import staging
from tests.web.actors import cast, the_case

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def served(peopled: Any) -> Iterator[str]:
    """The application on a port of this machine; its clock stands still."""
    with clock.at(staging.TODAY):
        server = make_server("127.0.0.1", 0, peopled, threaded=False)
        thread = threading.Thread(target=_serve, args=(server,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(10)


def _serve(server: Any) -> None:
    with clock.at(staging.TODAY):
        server.serve_forever()


def _page(chromium: Browser, width: str, *, scripts: bool = True) -> Page:
    across, down = WIDTHS[width]
    context = chromium.new_context(
        viewport={"width": across, "height": down}, locale="es-GT", java_script_enabled=scripts
    )
    return context.new_page()


def _sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/demo")
    page.locator(".rows__row", has_text=email).locator("button").first.click()
    page.wait_for_url("**/tasks")


def _look(page: Page, address: str, name: str) -> None:
    """Opens a page, keeps its picture, and asks that nothing sticks out and nothing failed."""
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
    answer = page.goto(address)
    assert answer is not None and answer.ok, f"{name}: {answer and answer.status}"
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} is {wide} px too wide"
    assert failed == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_what_anybody_sees(served: str, chromium: Browser, width: str) -> None:
    page = _page(chromium, width)
    for path in ("/", "/calls", "/verify", "/sign-in", "/sign-up", "/help", "/workflow", "/demo"):
        _look(page, served + path, f"{width}-{path.strip('/') or 'landing'}")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_the_office_and_the_applicant_see(served: str, peopled: Any, chromium: Browser, width: str) -> None:
    people = cast(peopled)
    with peopled.app_context():
        number = the_case().number
    pages = {
        "rocb_officer": ("/tasks", "/cases", f"/cases/{number}", f"/cases/{number}/dossier", "/figures", "/workshops"),
        "applicant": ("/applications", f"/applications/{number}", "/account"),
    }
    for who, paths in pages.items():
        page = _page(chromium, width)
        _sign_in(page, served, str(people[who]))
        for path in paths:
            _look(page, served + path, f"{width}-{who}-{path.strip('/').replace('/', '-')}")


def test_an_account_is_opened_without_scripts(served: str, chromium: Browser) -> None:
    page = _page(chromium, "phone", scripts=False)
    page.goto(f"{served}/sign-up")
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

"""The application on a port of this machine for Chromium, its clock in the test's hands, and pictures of its pages."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.certificates.preparation import use_base_url
from accreditation.worker import run_until_idle

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}
# As long as a busy machine may take (milliseconds); nobody waits so long for what is there.
PATIENCE = 60_000
COUNTRIES = {"es": "es-GT", "en": "en-JM", "pt": "pt-BR", "fr": "fr-HT"}


class Served:
    """The application as Chromium meets it at `base`. Each request is answered at `moment`, which the test moves.

    A page that the test has already is shown as `instead`: Chromium keeps styles and scripts then, as it does not where
    a test answers in its place.
    """

    def __init__(self, app: Any, moment: datetime) -> None:
        self.app, self.moment, self.base = app, moment, ""
        self.instead: Response | None = None
        self.cookie = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        opens_a_page = environ.get("HTTP_ACCEPT", "").startswith("text/html")
        answering = self.instead if self.instead is not None and opens_a_page else self.app.wsgi_app
        if self.cookie and not opens_a_page:
            environ["HTTP_COOKIE"] = self.cookie
        with clock.at(self.moment):
            answer: Any = answering(environ, start_response)
            try:
                yield from answer
            finally:
                answer.close()

    def show(self, tab: Page, page: Any, cookie: str = "") -> None:
        """An answer of the Tour in the browser, at its own address, as its person got it; `cookie` gets the pictures on it."""
        self.cookie = cookie
        self.instead = Response(page.html, page.status, content_type="text/html; charset=utf-8")
        tab.goto(self.base + page.path)
        self.instead = None

    def carry_out(self) -> None:
        """All jobs that wait, in a thread of their own as a worker would: this one has Playwright's event loop."""
        with ThreadPoolExecutor(1) as worker:
            worker.submit(self._carry_out).result()

    def _carry_out(self) -> None:
        with clock.at(self.moment):
            run_until_idle(self.app)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """The clock of the pages and of the test itself stands at `moment`."""
        self.moment = moment
        with clock.at(moment):
            yield


@contextmanager
def serve(app: Any, moment: datetime) -> Iterator[Served]:
    """Serves until the block ends; links in mails and on certificates lead here."""
    served = Served(app, moment)
    server = make_server("127.0.0.1", 0, served, threaded=True)  # type: ignore[arg-type]
    served.base = app.config["BASE_URL"] = f"http://127.0.0.1:{server.server_port}"
    use_base_url(served.base)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def page_at(chromium: Browser, width: str, *, lang: str = "es", scripts: bool = True) -> Page:
    """An empty browser of one of WIDTHS, whose owner reads `lang`."""
    across, down = WIDTHS[width]
    context = chromium.new_context(
        viewport={"width": across, "height": down}, locale=COUNTRIES[lang], java_script_enabled=scripts
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def faults_of(page: Page) -> list[str]:
    """Grows with every error of the page's script and every line of error on its console."""
    faults: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type == "error":
            faults.append(said.text)

    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", note)
    return faults


def keep_picture(page: Page, name: str) -> None:
    """The whole page as a picture, and the assertion that nothing sticks out to the right."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} is {wide} px too wide"


def sign_in_on_demo(page: Page, base: str, email: str) -> None:
    """One click on the page of demo people; the person's first page is there afterwards."""
    page.goto(f"{base}/demo")
    with page.expect_navigation():
        page.locator(".rows__row", has_text=email).get_by_role("button").first.click()
    assert page.url != f"{base}/demo", f"{email} was not signed in"

"""What a page weighs on the wire and how it comes to rest on a bad line, by Chromium's own figures.

The real server, `accreditation serve`, with a few hundred applications; a phone in Spanish; 400 kbit/s and 400 ms each way
back and forth. A first visit has an empty cache, a later one has seen another page of the house before.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import flask_migrate
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from accreditation import create_app
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.filling.filling import fill
from accreditation.people.models import Person
from accreditation.workflow.states import ApplicationState as S
from benchmarks import browser as signed_in
from benchmarks.chromium import chromium_started

APPLICATIONS = 300
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
FIRST_AT_MOST, LATER_AT_MOST, SHIFT_AT_MOST = 150_000, 40_000, 0.0
# Largest paint and sum of shifts, noted by the page as they happen.
OBSERVER = """
window.seen = { paint: 0, shift: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.paint = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True)
class Weight:
    """One visit. `bytes` are headers and bodies as they were received; times in milliseconds; `shift` is the sum of shifts (CLS)."""

    page: str
    visit: str
    bytes: int
    requests: int
    largest_paint_ms: int
    loaded_ms: int
    shift: float

    @property
    def is_light(self) -> bool:
        most = FIRST_AT_MOST if self.visit == "first" else LATER_AT_MOST
        return self.bytes <= most and self.shift <= SHIFT_AT_MOST

    def said(self) -> str:
        figures = (
            f"{self.bytes / 1000:8.1f} {self.requests:9} {self.largest_paint_ms:9} {self.loaded_ms:9} {self.shift:7.3f}"
        )
        return f"{self.page:22} {self.visit:6} {figures}"


HEAD = f"{'page':22} {'visit':6} {'kB':>8} {'requests':>9} {'paint ms':>9} {'ready ms':>9} {'shift':>7}"


class Visitor:
    """A phone with an empty cache; `cookie` is (name, value) of somebody who is signed in."""

    def __init__(self, chromium: Browser, base: str, cookie: tuple[str, str] | None = None, line: Any = None) -> None:
        self.base = base
        context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="es-GT")
        context.set_default_timeout(60_000)
        context.add_init_script(OBSERVER)
        if cookie:
            context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": base}])
        self.page: Page = context.new_page()
        self._heard: list[int] = []
        self._line = context.new_cdp_session(self.page)
        self._line.send("Network.enable")
        if line:
            self._line.send("Network.emulateNetworkConditions", line)
        self._line.on("Network.loadingFinished", lambda end: self._heard.append(int(end["encodedDataLength"])))

    def open(self, name: str, path: str, visit: str) -> Weight:
        self._heard.clear()
        answer = self.page.goto(self.base + path, wait_until="networkidle")
        assert answer is not None and answer.ok and self.page.url.endswith(path), f"{path}: {self.page.url}"
        loaded = self.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        seen = self.page.evaluate("seen")
        over_the_wire = [size for size in self._heard if size]
        paint, shift = round(seen["paint"]), round(seen["shift"], 4)
        return Weight(name, visit, sum(over_the_wire), len(over_the_wire), paint, round(loaded), shift)

    def close(self) -> None:
        self.page.context.close()


@contextmanager
def serving(app: Any, folder: Path, workers: int = 1) -> Iterator[str]:
    """`accreditation serve` as an installation runs it, on the same data."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    settings = {"ENV": "demo", "DATA_DIR": str(folder), "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"]}
    settings["SECRET_KEY"] = app.config["SECRET_KEY"]
    environ = os.environ | {f"ACCREDITATION_{name}": value for name, value in settings.items()}
    command = [
        str(Path(sys.executable).with_name("accreditation")),
        "serve",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    server = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)
    try:
        _wait_for(base)
        yield base
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(base: str) -> None:
    for _attempt in range(480):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=2).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.25)
    raise TimeoutError(f"{base} does not answer")


def _filled(folder: Path) -> Any:
    app = create_app(
        "demo",
        DATA_DIR=folder,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'weights.sqlite'}",
        STORAGE_URL=f"file://{folder / 'files'}",
        MAIL_URL="",
    )
    with app.app_context():
        flask_migrate.upgrade()
    fill(app, APPLICATIONS, 1)
    return app


def _pages(app: Any) -> tuple[tuple[str, str], tuple[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    """Cookies of an applicant with a draft and of an officer; then name -> address of what nobody, applicant, officer open."""
    with app.app_context():
        session = db.session()
        draft = session.scalars(
            select(Application).where(Application.state == S.DRAFT).order_by(Application.id)
        ).first()
        case = session.scalars(
            select(Application)
            .where(Application.state == S.AWAITING_ACCREDITATION)
            .order_by(Application.history_length.desc(), Application.id)
        ).first()
        assert draft is not None and case is not None
        officer = session.scalars(select(Person).where(Person.email == "oficial@demo.example")).one()
        mine, call, number = f"/applications/{draft.number}", draft.call.reference, case.number
        applicant = session.get_one(Person, draft.applicant_id)
        db.session.remove()
    public = {"first page": "/", "call": f"/calls/{call}", "verify": "/verify", "sign-in": "/sign-in"}
    form = {
        "form": mine,
        "form, identity": f"{mine}/sections/identity",
        "form, motivation": f"{mine}/sections/motivation",
    }
    office = {"tasks": "/tasks", "cases": "/cases", "case": f"/cases/{number}"}
    return _cookie(app, applicant), _cookie(app, officer), public, form, office


def _cookie(app: Any, person: Person) -> tuple[str, str]:
    name, _, value = signed_in.Browser(app, person).cookie.partition("=")
    return name, value


def weigh(folder: Path) -> Iterator[Weight]:
    """Every page as a first visit, then all of them one after the other as later ones."""
    app = _filled(folder)
    applicant, officer, public, form, office = _pages(app)
    with serving(app, folder) as base, chromium_started() as chromium:
        for cookie, pages in ((None, public), (applicant, form), (officer, office)):
            for name, path in pages.items():
                visitor = Visitor(chromium, base, cookie, LINE)
                yield visitor.open(name, path, "first")
                visitor.close()
            visitor = Visitor(chromium, base, cookie, LINE)
            visitor.open("help", "/help", "first")
            for name, path in pages.items():
                yield visitor.open(name, path, "later")
            visitor.close()


def report(folder: Path) -> list[dict[str, Any]]:
    """Prints the table, says what is too heavy, and returns the rows as they go into latest.json."""
    print(f"\n{LINE['downloadThroughput'] * 8 // 1000} kbit/s, {LINE['latency']} ms\n{HEAD}")
    found = []
    for weight in weigh(folder):
        print(weight.said() + ("" if weight.is_light else "   too heavy"), flush=True)
        found.append(asdict(weight))
    return found

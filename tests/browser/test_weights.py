"""What a page weighs: a first visit under 150 kB, a later one under 40 kB, and nothing moves when the font comes late."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from accreditation.workflow.states import ApplicationState
from benchmarks.weights import FIRST_AT_MOST, LATER_AT_MOST, Visitor
from tests.browser.browsing import Served, sign_in_on_demo
from tests.web.applicant import applicant_in

PAINTED = (
    "new Promise((done) => new PerformanceObserver(done).observe({ type: 'paint', buffered: true })).then(() => 0)"
)
PUBLIC = ("/", "/calls", "/verify", "/sign-in", "/help")


@pytest.fixture
def form(peopled: Any) -> tuple[str, tuple[str, ...]]:
    """Somebody with a draft, and the pages of the form."""
    email, number = applicant_in(peopled, ApplicationState.DRAFT)
    start = f"/applications/{number}"
    return email, (start, f"{start}/sections/identity", f"{start}/sections/education", f"{start}/documents", "/tasks")


def test_pages_are_light(served: Served, chromium: Browser, form: tuple[str, tuple[str, ...]]) -> None:
    email, pages = form
    for path in PUBLIC:
        visitor = Visitor(chromium, served.base)
        assert visitor.open(path, path, "first").bytes < FIRST_AT_MOST, path
        visitor.close()
    visitor = Visitor(chromium, served.base)
    sign_in_on_demo(visitor.page, served.base, email)
    later = {path: visitor.open(path, path, "later") for path in ("/", "/calls", "/verify", *pages)}
    assert {path: found.bytes for path, found in later.items() if found.bytes > LATER_AT_MOST} == {}
    assert {path: found.shift for path, found in later.items() if found.shift} == {}
    visitor.close()


def test_a_first_visit_to_the_form_is_light(served: Served, chromium: Browser, form: Any) -> None:
    email, pages = form
    known = Visitor(chromium, served.base)
    sign_in_on_demo(known.page, served.base, email)
    cookie = next(cookie for cookie in known.page.context.cookies() if cookie["name"] == "session")
    for path in pages:
        visitor = Visitor(chromium, served.base, (cookie["name"], cookie["value"]))
        assert visitor.open(path, path, "first").bytes < FIRST_AT_MOST, path
        visitor.close()


def test_nothing_moves_when_the_font_comes_late(served: Served, chromium: Browser) -> None:
    for path in PUBLIC:
        visitor = Visitor(chromium, served.base)
        assert _shift_with_a_late_font(visitor, path) == 0, path
        visitor.close()


def _shift_with_a_late_font(visitor: Visitor, path: str) -> float:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    visitor.page.route("**/*.woff2*", hold)
    visitor.page.goto(visitor.base + path, wait_until="domcontentloaded")
    visitor.page.evaluate(PAINTED)
    assert waiting, "the font is asked for at once"
    for route in waiting:
        route.continue_()
    visitor.page.wait_for_load_state("networkidle")
    return float(visitor.page.evaluate("seen.shift"))

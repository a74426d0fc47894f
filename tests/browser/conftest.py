"""The application served, and Chromium to look at it.

Ask for the application first: Playwright's event loop stands in the way of whatever signs certificates in this thread.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.chromium import chromium_started
from tests import staging
from tests.browser.browsing import PATIENCE, Served, serve

# Scripts of a page that is left after a second do not repay what it costs to translate them as well as can be.
HASTE = "--js-flags=--no-opt --no-maglev"


@pytest.fixture
def served(peopled: Any) -> Iterator[Served]:
    """The application with cases in most states; its clock stands still."""
    with serve(peopled, staging.TODAY) as started, started.at(staging.TODAY):
        yield started


@pytest.fixture
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with chromium_started(HASTE) as browser:
        yield browser

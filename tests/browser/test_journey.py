"""The whole road in Chromium, by an applicant at a phone and by staff at a desk.

In Spanish from the account to the reviews without a mouse: Tab, Enter, Space, arrows and letters only, in the order of the
page; then clicked and typed. With `make test-deep PART=journeys` also in the other languages, all of it with a mouse
(tests/journeys walks in all of them). Each step's picture stands in build/screenshots/ after a run.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from accreditation.notifications.mailbox import Mailbox
from accreditation.texts import LOCALES
from tests import staging
from tests.browser import accrediting, applying, selecting
from tests.browser.browsing import serve
from tests.browser.keyboard import Keyboard
from tests.browser.reader import Reader
from tests.browser.road import Road

ACTS = (*applying.ACTS, *selecting.ACTS, *accrediting.ACTS)
WITHOUT_A_MOUSE = (*applying.ACTS[1:], *selecting.ACTS[:4])


@pytest.fixture
def backend() -> str:
    """tests/journeys walks the same road through HTTP on PostgreSQL too."""
    return "sqlite"


@pytest.mark.long
@pytest.mark.parametrize("lang", LOCALES if os.environ.get("DEEP") == "journeys" else ["es"])
def test_from_a_call_to_a_certificate_that_anyone_can_check(
    staffed: Any, mailbox: Mailbox, chromium: Browser, lang: str, tmp_path: Path
) -> None:
    with serve(staffed, staging.TODAY) as served:
        road = Road(served, mailbox, chromium, lang, tmp_path)
        with road.pictured_where_it_ends():
            for act in ACTS:
                road.use(Keyboard if lang == "es" and act in WITHOUT_A_MOUSE else Reader)
                act(road)

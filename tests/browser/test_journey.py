"""The whole road in Chromium: clicked and typed by an applicant at a phone and by staff at a desk.

In Spanish, and with `make test-deep PART=journeys` in four languages (tests/journeys walks it in all of them). Each step's picture stands in build/screenshots/ after a run.
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
from tests.browser.road import Road

ACTS = (*applying.ACTS, *selecting.ACTS, *accrediting.ACTS)


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
                act(road)

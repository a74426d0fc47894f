"""Debian's Chromium for whatever opens pages: the shell without the windows that nobody looks at, so a page costs less."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PROGRAM = "chromium-headless-shell"


@contextmanager
def chromium_started(*switches: str) -> Iterator[Browser]:
    """Started by Playwright, closed at the end; `switches` of the command line. RuntimeError where it is not installed."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise RuntimeError(f"Please install: {PROGRAM} (debian-packages.txt)")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu", *switches])
        yield browser
        browser.close()

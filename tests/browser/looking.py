"""One look at a page as WCAG 2.2 AA asks it: axe, narrow and enlarged windows, focus, headings, errors that are announced."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
DESK = {"width": 1280, "height": 900}
# A desk at 200 %, and the narrowest window that may have to slide in one direction only (1.4.4, 1.4.10).
NARROW = ({"width": 640, "height": 450}, {"width": 320, "height": 640})
# To gather what is well, and to fetch sounds and films that no page has, takes as long as to find what is wrong.
BRIEF = {"resultTypes": ["violations"], "preload": False}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    **BRIEF,
}
DARK = {"runOnly": ["color-contrast"], **BRIEF}


def ready(chromium: Browser) -> Tab:
    """An empty window in which each page brings what looks at it."""
    context = chromium.new_context(reduced_motion="reduce", locale="es-GT")
    context.set_default_timeout(20_000)
    context.add_init_script(f"addEventListener('load', () => {{ {AXE}\n{LOOK} }})")
    return context.new_page()


def findings(tab: Tab, lang: str = "es") -> Iterator[str]:
    """Sentences on the page that is open; none where it is as it should be. Folded parts are unfolded first."""
    tab.set_viewport_size(DESK)  # type: ignore[arg-type]
    tab.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    yield from tab.evaluate("(lang) => look.speaks(lang)", lang)
    yield from _of_axe(tab, RULES)
    tab.emulate_media(color_scheme="dark")
    yield from (f"in the dark, {said}" for said in _of_axe(tab, DARK))
    tab.emulate_media(color_scheme="light")
    tab.keyboard.press("Tab")
    yield from tab.evaluate("look.focuses()")
    for window in NARROW:
        tab.set_viewport_size(window)  # type: ignore[arg-type]
        yield from (f"at {window['width']} px, {said}" for said in tab.evaluate("look.fits()"))
    yield from (f"focus at 320 px, {said}" for said in tab.evaluate("look.focuses()"))
    tab.set_viewport_size(DESK)  # type: ignore[arg-type]
    yield from (f"with letters at 200 %, {said}" for said in _enlarged(tab))


def _enlarged(tab: Tab) -> Iterator[str]:
    """With the letters a reader has set to twice the usual size in the browser (1.4.4)."""
    browser = tab.context.new_cdp_session(tab)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    yield from tab.evaluate("look.fits()")
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    browser.detach()


def _of_axe(tab: Tab, options: dict[str, Any]) -> Iterator[str]:
    found = tab.evaluate("(options) => axe.run(document, options)", options)
    for rule in found["violations"]:
        for node in rule["nodes"]:
            why = node["failureSummary"].split("\n", 1)[-1].strip().replace("\n", ";")
            yield f"axe {rule['id']}: {' '.join(node['target'])[:120]} ({why[:200]})"

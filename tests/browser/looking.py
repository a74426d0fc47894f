"""One look at a page as WCAG 2.2 AA asks it: axe, narrow and enlarged windows, focus, headings, errors that are announced."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser

from tests.browser.browsing import PATIENCE

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
DESK = {"width": 1280, "height": 900}
# A desk at 200 %, and the narrowest window that may have to slide in one direction only (1.4.4, 1.4.10).
NARROW = ({"width": 640, "height": 450}, {"width": 320, "height": 640})
# To gather what is well, and to fetch sounds and films that no page has, takes as long as to find what is wrong.
BRIEF = {"resultTypes": ["violations"], "preload": False}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations", "incomplete"], "preload": False}
# The whole of what axe says of a page is 50 kB, a quarter of the time.
WHAT_IS_WRONG = "(options) => axe.run(document, options).then(({ violations }) => ({ violations }))"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
    **BRIEF,
}


class Eyes:
    """A window in which each page brings what looks at it. Each way of painting letters is measured once, as it takes long."""

    def __init__(self, chromium: Browser) -> None:
        context = chromium.new_context(reduced_motion="reduce", locale="es-GT")
        context.set_default_timeout(PATIENCE)
        context.add_init_script(f"addEventListener('load', () => {{ {AXE}\n{LOOK} }})")
        self.tab = context.new_page()
        self._painted: set[str] = set()

    def findings(self, lang: str = "es") -> Iterator[str]:
        """Sentences on the page that is open; none where it is as it should be. Folded parts are unfolded first."""
        tab = self.tab
        tab.set_viewport_size(DESK)  # type: ignore[arg-type]
        tab.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        yield from tab.evaluate("(lang) => look.speaks(lang)", lang)
        yield from _said(tab.evaluate(WHAT_IS_WRONG, RULES))
        yield from self._contrasts()
        tab.emulate_media(color_scheme="dark")
        yield from (f"in the dark, {said}" for said in self._contrasts())
        tab.emulate_media(color_scheme="light")
        tab.keyboard.press("Tab")
        yield from tab.evaluate("look.focuses()")
        yield from (f"with letters at 200 %, {said}" for said in self._enlarged())
        for window in NARROW:
            tab.set_viewport_size(window)  # type: ignore[arg-type]
            yield from (f"at {window['width']} px, {said}" for said in tab.evaluate("look.fits()"))
        yield from (f"focus at 320 px, {said}" for said in tab.evaluate("look.focuses()"))

    def _contrasts(self) -> Iterator[str]:
        looked = self.tab.evaluate("([known, options]) => look.contrasts(known, options)", [[*self._painted], CONTRAST])
        self._painted.update(looked["keys"])
        yield from _said(looked)

    def _enlarged(self) -> Iterator[str]:
        """With the letters a reader has set to twice the usual size in the browser (1.4.4)."""
        browser = self.tab.context.new_cdp_session(self.tab)
        browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        yield from self.tab.evaluate("look.fits()")
        browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        browser.detach()


def _said(looked: Any) -> Iterator[str]:
    for rule in looked["violations"]:
        for node in rule["nodes"]:
            why = node["failureSummary"].split("\n", 1)[-1].strip().replace("\n", ";")
            yield f"axe {rule['id']}: {' '.join(node['target'])[:120]} ({why[:200]})"

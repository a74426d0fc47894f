"""Somebody without a mouse: the same reader, who comes to everything by Tab and acts with Enter, Space, arrows and letters."""

from pathlib import Path

from playwright.sync_api import Locator, Page

from accreditation.applications.fields import Words
from tests.browser.browsing import Served
from tests.browser.reader import Reader

MOST = 400
IS_THERE = "(target) => document.activeElement === target"
# The stop is drawn, in the window, and comes after the one before it; a sentence where it is not.
STOP = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) { window.stopBefore = null; return "" }
  const box = stop.getBoundingClientRect();
  const before = window.stopBefore;
  window.stopBefore = stop;
  if (stop === before && stop.type === "date") return "";  // its day, month and year are stops of their own
  const name = stop.outerHTML.slice(0, 120);
  if (stop.tabIndex > 0) return `has an order of its own: ${name}`;
  if (box.bottom < 0 || box.top > innerHeight) return `is out of sight: ${name}`;
  if (before?.isConnected && !(before.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING)) return `comes before ${before.outerHTML.slice(0, 120)}: ${name}`;
  return "";
}"""


class Keyboard(Reader):
    """Nothing here is clicked; where no key leads to something, or the order leaps, it fails."""

    def __init__(self, page: Page, served: Served, lang: str) -> None:
        super().__init__(page, served, lang)
        # Caught from here on: asked for at the moment of the key, a busy browser may have opened its own chooser already.
        page.on("filechooser", lambda _chooser: None)

    def reach(self, target: Locator) -> Locator:
        """Tab until it is in focus. The way past the navigation is taken first, on a page that was just opened."""
        target = target.first
        target.wait_for(state="attached")
        goal = target.element_handle()
        for _press in range(MOST):
            if self.page.evaluate(IS_THERE, goal):
                return target
            self.page.keyboard.press("Tab")
            said = self.page.evaluate(STOP)
            assert not said, f"{self.path}: the next stop {said}"
            if self.page.evaluate("document.activeElement.matches('.govuk-skip-link')") and self._is_in_main(target):
                self.page.keyboard.press("Enter")
        raise AssertionError(f"{self.path}: no key leads to {target}")

    def _is_in_main(self, target: Locator) -> bool:
        return bool(target.evaluate("(one) => Boolean(one.closest('main'))"))

    def press_this(self, target: Locator) -> "Keyboard":
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def unfold(self, summary: Locator) -> "Keyboard":
        self.reach(summary)
        self.page.keyboard.press("Enter")
        return self

    def write(self, label: Words | str, text: str, within: Locator | None = None) -> "Keyboard":
        self.reach(self.field(label, within))
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        return self

    def tick_this(self, target: Locator) -> "Keyboard":
        """A box with Space; one of several answers by its group, then arrows."""
        if target.get_attribute("type") != "radio":
            self.reach(target)
            if not target.is_checked():
                self.page.keyboard.press("Space")
            assert target.is_checked()
            return self
        group = self.page.locator(f'input[type=radio][name="{target.get_attribute("name")}"]:not(:disabled)')
        self.reach(
            group.and_(self.page.locator(":checked")) if group.and_(self.page.locator(":checked")).count() else group
        )
        self.page.keyboard.press("Space")
        for _press in range(group.count()):
            if target.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        assert target.is_checked()
        return self

    def select(self, label: Words | str, value: str, within: Locator | None = None) -> "Keyboard":
        """An entry of a list: its first letters, then arrows."""
        control = self.reach(self.field(label, within))
        words = control.locator(f'option[value="{value}"]').inner_text().strip()
        self.page.keyboard.type(words[:4])
        for _press in range(40):
            if control.input_value() == value:
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{words} cannot be chosen by keys")

    def choose(self, label: Words | str, part: str) -> "Keyboard":
        option = self.field(label).locator("option", has_text=part).first
        return self.select(label, option.get_attribute("value") or "")

    def attach(self, label: Words | str, file: Path) -> "Keyboard":
        return self.hand_in(self.field(label), file)

    def hand_in(self, control: Locator, file: Path) -> "Keyboard":
        self.page.bring_to_front()
        self.reach(control)
        with self.page.expect_file_chooser() as chosen:
            self.page.keyboard.press("Space")
        chosen.value.set_files(file)
        return self

    def keep(self, name: str) -> None:
        """No picture: the same page is pictured where it is clicked."""
        assert self.faults == [], name

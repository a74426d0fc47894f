"""Somebody at a browser who reads one language and finds things by their words, as a person does."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from accreditation.applications.fields import Words
from accreditation.texts import Text, say
from accreditation.workflow.machine import Lifecycle
from tests.browser.browsing import Served, faults_of, keep_picture, sign_in_on_demo


class Reader:
    """`words` are the English sentences of the code; on the page they are looked for in the reader's language."""

    def __init__(self, page: Page, served: Served, lang: str) -> None:
        self.page, self.served, self.lang = page, served, lang
        self.faults = faults_of(page)

    def said(self, words: Words | str, **values: Any) -> str:
        return say(Text(words, values) if isinstance(words, str) else words, self.lang)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.served.base)

    def open(self, path: str) -> "Reader":
        answer = self.page.goto(path if path.startswith("http") else self.served.base + path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        return self

    def look_again(self) -> "Reader":
        """Asks the house anew, as F5 does; for some seconds the browser may keep a page that it was told may be kept."""
        answer = self.page.reload()
        assert answer is not None and answer.ok
        return self

    def press(self, words: Words | str, within: Locator | None = None) -> "Reader":
        """A button, or a link that looks like one; the next page is there afterwards."""
        button = (within or self.main).get_by_role("button", name=self.said(words), exact=True)
        return self.press_this(button.first)

    def follow(self, words: Words | str | re.Pattern[str], within: Locator | None = None) -> "Reader":
        name = words if isinstance(words, re.Pattern) else self.said(words)
        return self.press_this((within or self.main).get_by_role("link", name=name, exact=True).first)

    def enter(self, entry: str) -> "Reader":
        """An entry of the navigation on top of the page."""
        return self.follow(entry, self.page.get_by_role("navigation", name=self.said("Main"), exact=True))

    def back(self) -> "Reader":
        """The link one step back on top of the page."""
        return self.press_this(self.page.locator(".govuk-back-link"))

    def press_this(self, target: Locator) -> "Reader":
        """The next page is there afterwards."""
        with self.page.expect_navigation():
            target.click()
        return self

    def field(self, label: Words | str, within: Locator | None = None) -> Locator:
        """By its label, with or without "(optional)" after it."""
        return (within or self.main).get_by_label(_with_or_without_note(self.said(label))).first

    def write(self, label: Words | str, text: str, within: Locator | None = None) -> "Reader":
        self.field(label, within).fill(text)
        return self

    def tick(self, label: Words | str, within: Locator | None = None) -> "Reader":
        return self.tick_this(self.field(label, within))

    def tick_this(self, control: Locator) -> "Reader":
        control.check()
        return self

    def select(self, label: Words | str, value: str, within: Locator | None = None) -> "Reader":
        """An entry of a list by its value."""
        self.field(label, within).select_option(value)
        return self

    def choose(self, label: Words | str, part: str) -> "Reader":
        """The first entry of a list whose words have this part."""
        control = self.field(label)
        control.select_option(control.locator("option", has_text=part).first.get_attribute("value"))
        return self

    def group(self, legend: Words | str) -> Locator:
        return self.main.get_by_role("group", name=self.said(legend), exact=True)

    def group_like(self, legend: Words | str, within: Locator) -> Locator:
        """By its legend, with or without "(optional)" after it."""
        pattern = _with_or_without_note(self.said(legend))
        return within.get_by_role("group", name=pattern).first

    def attach(self, label: Words | str, file: Path) -> "Reader":
        return self.hand_in(self.field(label), file)

    def hand_in(self, control: Locator, file: Path) -> "Reader":
        control.set_input_files(file)
        return self

    def take(self, lifecycle: Lifecycle, name: str, note: str = "") -> "Reader":
        """A step offered on the page of a workshop, mission, accreditation or certificate.

        Where it is folded it is opened, its first reason ticked and its note written.
        """
        label = self.said(lifecycle.transition(name).label)
        fold = self.main.locator("details").filter(has=self.page.locator("summary").get_by_text(label, exact=True))
        if not fold.count():
            return self.press(label)
        fold.locator("summary").click()
        if fold.get_by_role("checkbox").count():
            fold.get_by_role("checkbox").first.check()
        if note:
            self.write("Note", note, fold)
        return self.press(label, fold)

    def confirm(self, lifecycle: Lifecycle, name: str) -> "Reader":
        """A step of a case: its button, then the same button on the page that says what it does."""
        label = lifecycle.transition(name).label
        return self.press(label).press(label)

    def keep(self, name: str) -> None:
        """A picture; the page is in the reader's language, fits, and nothing failed on the way to it."""
        assert self.page.locator("html").get_attribute("lang") == self.lang, f"{name} is in another language"
        keep_picture(self.page, name)
        assert self.faults == [], name

    def sign_in_as(self, key: str) -> "Reader":
        """One click on the page of demo people; then their tasks."""
        sign_in_on_demo(self.page, self.served.base, f"{key}@demo.example")
        return self


def _with_or_without_note(words: str) -> re.Pattern[str]:
    """The words, perhaps with "(optional)" after them. A browser names things with plain spaces only."""
    spaced = r"\s+".join(re.escape(part) for part in words.split())
    return re.compile(rf"^\s*{spaced}\s*(\([^()]*\))?\s*$")

"""Hands at a phone on a bad line that count what a journey costs: pages, taps, fields, seconds and bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Browser, Locator

from accreditation.applications.fields import Words
from benchmarks.weights import LINE
from tests.browser.browsing import page_at
from tests.browser.reader import Reader

# A person's time beside the waiting: to find a thing and tap it, and to fill in one field. Reading and thinking are not counted.
SECONDS_A_TAP, SECONDS_A_FIELD = 1.5, 4.0


@dataclass
class Cost:
    """`built` are the bytes of style, script, font and icons, which a browser keeps for a year; `waited` in seconds."""

    pages: int = 0
    taps: int = 0
    fields: int = 0
    waited: float = 0.0
    bytes: int = 0
    built: int = 0

    @property
    def seconds(self) -> float:
        return self.waited + SECONDS_A_TAP * self.taps + SECONDS_A_FIELD * self.fields

    @property
    def first_kb(self) -> float:
        """With nothing kept in the browser."""
        return self.bytes / 1000

    @property
    def later_kb(self) -> float:
        """By somebody whose browser has style, script, font and icons from another day."""
        return (self.bytes - self.built) / 1000

    def __str__(self) -> str:
        counted = f"{self.pages:3} pages {self.taps:3} taps {self.fields:3} fields {self.seconds:6.1f} s"
        return f"{counted} {self.first_kb:6.1f} kB {self.later_kb:6.1f} kB"


class Hands(Reader):
    """A Reader whose every act is counted in `cost` once `count()` was called."""

    def __init__(self, chromium: Browser, base: str, width: str = "phone") -> None:
        super().__init__(page_at(chromium, width), SimpleNamespace(base=base), "es")  # type: ignore[arg-type]
        self.page.context.set_default_timeout(30_000)
        self.cost = Cost()
        self._heard: dict[str, str] = {}
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        line.on(
            "Network.requestWillBeSent", lambda sent: self._heard.update({sent["requestId"]: sent["request"]["url"]})
        )
        line.on("Network.loadingFinished", self._weigh)

    def _weigh(self, end: Any) -> None:
        size = int(end["encodedDataLength"])
        self.cost.bytes += size
        if "/static/" in self._heard.get(end["requestId"], ""):
            self.cost.built += size

    @contextmanager
    def _loading(self) -> Iterator[None]:
        """The next page is there afterwards, with its style and script."""
        began = perf_counter()
        with self.page.expect_navigation(wait_until="load"):
            yield
        self.cost.waited += perf_counter() - began
        self.cost.pages += 1

    def open(self, path: str) -> "Hands":
        """An address that somebody types or a code that a camera reads: a page without a tap."""
        with self._loading():
            self.page.goto(path if path.startswith("http") else self.served.base + path, wait_until="commit")
        return self

    def press_this(self, target: Locator) -> "Hands":
        with self._loading():
            target.click(no_wait_after=True)
        self.cost.taps += 1
        return self

    def tap(self, target: Locator) -> "Hands":
        """Something on the same page: a fold, a mark."""
        target.click()
        self.cost.taps += 1
        return self

    def tick_this(self, control: Locator) -> "Hands":
        if not control.is_checked():
            control.check()
            self.cost.fields += 1
        return self

    def write(self, label: Words | str, text: str, within: Locator | None = None) -> "Hands":
        return self.write_this(self.field(label, within), text)

    def write_this(self, control: Locator, text: str) -> "Hands":
        """What stands there already costs nothing."""
        if control.input_value() != text:
            control.fill(text)
            self.cost.fields += 1
        return self

    def fill_if_empty(self, control: Locator, text: str) -> "Hands":
        """What somebody leaves as it is where the house has filled it in."""
        return self if control.input_value() else self.write_this(control, text)

    def select(self, label: Words | str, value: str, within: Locator | None = None) -> "Hands":
        control = self.field(label, within)
        if control.input_value() != value:
            control.select_option(value)
            self.cost.fields += 1
        return self

    def hand_in(self, control: Locator, file: Path) -> "Hands":
        control.set_input_files(file)
        self.cost.fields += 1
        return self

    def come_in(self, path: str) -> "Hands":
        """Where this person stands after signing in; from here on it counts, with nothing kept in the browser."""
        self.cost = Cost()
        self.open(path)
        self.lang = self.page.locator("html").get_attribute("lang") or self.lang
        return self

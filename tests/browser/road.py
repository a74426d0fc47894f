"""What one journey in the browser shares: its days, its phone and its desk, its mails, and what everybody must see."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from accreditation.notifications.mail_folder import Received, list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.texts import say_day
from accreditation.web.standing import SAID_TO_YOU, party_of
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.machine import Deadline, Lifecycle, Party, StateRule
from tests.browser.browsing import PICTURES, Served, page_at
from tests.browser.reader import Reader

PASSWORD = "una-frase-larga-y-propia-2026"
APPLICANT = "ana.lucia@aduana.example"
NAME = "Ana Lucía Ejemplo Quetzal"


class Road:
    """The applicant at a phone, everybody else in turn at one desk, all of them reading `lang`."""

    def __init__(self, served: Served, mailbox: Mailbox, chromium: Browser, lang: str, folder: Path) -> None:
        self.served, self.mailbox, self.lang, self.folder = served, mailbox, lang, folder
        self.phone = Reader(page_at(chromium, "phone", lang=lang), served, lang)
        self.desk = Reader(page_at(chromium, "desk", lang=lang), served, lang)
        self.anybody = Reader(page_at(chromium, "phone", lang=lang), served, lang)
        self.pictures = f"journey-{lang}"
        self.call = self.number = self.address = ""
        self.since = date.min
        self._pictures = 0

    def use(self, hands: type[Reader]) -> None:
        """From now on phone and desk are used so: with a mouse, or with a keyboard alone."""
        if type(self.phone) is not hands:
            self.phone, self.desk = (hands(each.page, self.served, self.lang) for each in (self.phone, self.desk))

    @contextmanager
    def on(self, year: int, month: int, day: int) -> Iterator[None]:
        """A working day at noon in Guatemala; at its end the mails go out."""
        with self.served.at(datetime(year, month, day, 18, tzinfo=UTC)):
            yield
            self.served.carry_out()

    @contextmanager
    def pictured_where_it_ends(self) -> Iterator[None]:
        """What phone and desk show in the end: of a journey that fails, the page where it failed."""
        try:
            yield
        finally:
            for name, reader in (("phone", self.phone), ("desk", self.desk)):
                reader.page.screenshot(path=PICTURES / f"{self.pictures}-end-{name}.png", full_page=True)

    @property
    def today(self) -> date:
        return self.served.moment.date()

    def keep(self, reader: Reader, step: str) -> None:
        self._pictures += 1
        reader.keep(f"{self.pictures}-{self._pictures:02d}-{step}")

    def keep_offline(self, reader: Reader, step: str) -> None:
        """As `keep`, where the console tells of requests that found no line or no session."""
        said, reader.faults[:] = list(reader.faults), []
        assert all(line.startswith("Failed to load resource") for line in said), said
        self.keep(reader, step)

    def mails_to(self, email: str) -> list[Received]:
        self.served.carry_out()
        return list(list_messages(self.mailbox.folder, email))

    def staff(self, key: str) -> Reader:
        """Somebody of the staff sits down at the desk and sees the tasks."""
        return self.desk.sign_in_as(key)

    def applicant(self, path: str = "") -> Reader:
        """The applicant at the phone, signed in; at the application unless another page is named."""
        self.phone.open(path or f"/applications/{self.number}")
        if self.phone.path.startswith("/sign-in"):
            self.phone.write("E-mail address", APPLICANT).write("Password", PASSWORD).press("Sign in")
        return self.phone

    def task_of(self, key: str, *parts: str) -> Reader:
        """The person's tasks name the case, since when and until when; a click leads to where it is done, a step back to the case."""
        reader = self.staff(key)
        row = reader.main.get_by_role("row")
        for part in parts or (self.number,):
            row = row.filter(has_text=part)
        since, deadline = row.first.get_by_role("cell").all_inner_texts()[-2:]
        assert str(self.since.year) in since and str(self.since.day) in since, f"{key}: since {since}"
        assert any(letter.isdigit() for letter in deadline), f"{key}: until {deadline}"
        reader.press_this(row.first.get_by_role("link").first)
        return reader.back() if reader.path.startswith(f"/cases/{self.number}/") else reader

    def mission_task_of(self, key: str) -> Reader:
        return self.task_of(key, NAME, self.desk.said("Mission"))

    def reaches(self, state: Any, step: str) -> None:
        """From now on the case stands there; applicant and office see whose turn it is, since when, until when, or else."""
        self.since = self.today
        self.sees(self.applicant(), APPLICATION, state)
        self.keep(self.phone, f"{step}-applicant")
        self.sees(self.staff("oficial").open(f"/cases/{self.number}"), APPLICATION, state)
        self.keep(self.desk, f"{step}-office")

    def sees(self, reader: Reader, lifecycle: Lifecycle, state: Any, rule: StateRule | None = None) -> None:
        """What happens now: by the rule of the state, or by the one that holds in its place."""
        rule = rule or lifecycle.rule(state)
        turn = reader.page.get_by_role("region", name=reader.said("What happens now"), exact=True)
        if turn.locator("summary").count():
            turn.locator("summary").click()
        facts = dict(zip(turn.locator("dt").all_inner_texts(), turn.locator("dd").all_inner_texts(), strict=True))
        is_mine = reader is self.phone and lifecycle is APPLICATION and rule.turn is Party.APPLICANT
        waiting_for = SAID_TO_YOU[state] if is_mine else rule.waiting_for
        assert reader.said(waiting_for) in turn.inner_text()
        if rule.turn is Party.NOBODY:
            assert list(facts) == [reader.said("Since")]
            return
        assert reader.said("You" if is_mine else party_of(lifecycle, rule)) in facts[reader.said("Waits for")]
        assert say_day(self.since, self.lang) in facts[reader.said("Since")]
        if isinstance(rule.deadline, Deadline):
            years = [str(self.today.year + more) for more in range(4)]
            assert any(year in facts[reader.said("Deadline")] for year in years)
            assert facts[reader.said("Otherwise")] == reader.said(rule.deadline.otherwise)
        else:
            assert facts.get(reader.said("Deadline"), reader.said(rule.deadline.reason)) == reader.said(
                rule.deadline.reason
            )

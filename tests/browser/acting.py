"""What the counted journeys share: a task is opened, the next one found, levels given, the end checked."""

import re
from pathlib import Path

from accreditation.applications.fields import Words
from accreditation.demonstration.dossier import curriculum
from accreditation.texts import Text
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState as S
from tests.browser.counting import Hands

NUMBER = re.compile(r"AMS-\d{4}-[A-Z]+-\d+")


def open_task(hands: Hands, label: Text, *also: str) -> None:
    """The first task in this state."""
    rows = hands.main.get_by_role("row").filter(has=hands.page.get_by_text(hands.said(label), exact=True))
    for part in also:
        rows = rows.filter(has_text=part)
    hands.press_this(rows.first.get_by_role("link").first)


def case_in(state: S) -> Text:
    return APPLICATION.rule(state).label


def next_task(hands: Hands, label: Text) -> None:
    """The next case of the same kind: where the page leads to it, else over the tasks."""
    link = hands.main.locator(".notice--flash a")
    if link.count():
        hands.press_this(link.first)
        return
    if not hands.path.startswith("/tasks"):
        hands.enter("My tasks")
    open_task(hands, label)


def must_say(hands: Hands, *words: Words | str) -> None:
    """What was to be done is done, in the words of the page."""
    text = hands.main.inner_text()
    for each in words:
        assert hands.said(each) in text, f"{hands.path} does not say {hands.said(each)}: {text[:1500]}"


def paper() -> Path:
    file = Path("build") / "paper.pdf"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(curriculum())
    return file


def give_levels(hands: Hands, level: int = 4) -> None:
    for choice in hands.main.locator(f'form input[type=radio][value="{level}"]').all():
        hands.tick_this(choice)

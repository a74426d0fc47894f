"""A call of many applications, from the invitation of its reviewers to the published letters and an appeal that is upheld.

`make test` walks it with eight applications and six reviewers, `make test-deep PART=journeys` with sixty and eighteen.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from accreditation import clock
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.worker import run_until_idle
from tests.journeys.gathering import Gathering, gather
from tests.walker import Walker

SIZE = (60, 18) if os.environ.get("DEEP") == "journeys" else (8, 6)
PANEL = {"panel": "chair", "panel2": "deputy", "enlace": "member"}
# Who decides after the appeal: none of them voted before.
OTHERS = {"evaluador": "chair", "evaluador2": "deputy", "formador": "member"}
TIE = 1  # the place, among the cases, of the one on which the votes are equal


class Selection:
    """The clock, the people, and what has been learnt on the way."""

    def __init__(self, app: Any, mailbox: Mailbox, gathered: Gathering) -> None:
        self.app, self.mailbox, self.gathered = app, mailbox, gathered
        self.call, self.numbers = gathered.reference, sorted(gathered.cases)
        self.signed_in: dict[str, Walker] = {}

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """A working day; at its end the mails go out and everybody signs out."""
        with clock.at(datetime(day.year, day.month, day.day, 18, tzinfo=UTC)):
            yield
            run_until_idle(self.app)
        self.signed_in.clear()

    def as_(self, key: str) -> Walker:
        if key not in self.signed_in:
            self.signed_in[key] = Walker(self.app, f"{key}@demo.example", "es")
        return self.signed_in[key]

    def letters_to(self, number: str) -> str:
        """Everything mailed to the applicant so far."""
        email = self.gathered.cases[number].part.email
        return "\n".join(mail.subject + "\n" + mail.text for mail in list_messages(self.mailbox.folder, email))

    def step(self, key: str, number: str, step: str, **typed: Any) -> None:
        self.as_(key).open(f"/cases/{number}/steps/{step}").submit(having="seen_version", **typed)

    def reviewers_of(self, number: str) -> list[str]:
        """Keys of those who review the case now, as the office reads them."""
        page = self.as_("oficial").open(f"/cases/{number}/reviewers").page
        rows = [row for row in page.select("main tbody tr") if row.select_one('[name="take_off"]')]
        found = [re.search(r"Número (\d+)", row.get_text(" ")) for row in rows]
        return [f"evalua{int(one[1]):02d}" for one in found if one is not None]


@pytest.fixture
def backend() -> str:
    """One database is enough: the rows of each step are tested on both elsewhere."""
    return "sqlite"


@pytest.fixture
def selection(staffed: Any, mailbox: Mailbox) -> Selection:
    return Selection(staffed, mailbox, gather(staffed, *SIZE))


@pytest.mark.long
def test_from_the_invitation_of_reviewers_to_published_letters_and_an_appeal(selection: Selection) -> None:
    check_and_assign(selection)
    for number in selection.numbers:
        score(selection, number)
    late = find_three_conflicts_late(selection)
    hand_over_to_the_panel(selection, late)
    refused = vote_with_one_tie(selection)
    publish_together(selection, refused)
    uphold_an_appeal(selection, refused)


def check_and_assign(story: Selection) -> None:
    """The conditions are met, the solver proposes, the office applies, and the reviewers are invited."""
    with story.on(date(2026, 11, 25)):
        officer = story.as_("oficial")
        for number in story.numbers:
            officer.open(f"/cases/{number}/screen")
            names = {str(field["name"]) for field in officer.page.select('input[type=radio][name^="check-"]')}
            evidence = {name.replace("check-", "evidence-"): "CV, p. 1" for name in names}
            officer.submit(having="seen_version", **dict.fromkeys(names, "yes"), **evidence)
        place = f"/office/calls/{story.call}/assignment"
        officer.open(place).submit("/assignment", act="propose")
    with story.on(date(2026, 11, 26)):
        officer = story.as_("oficial").open(place)
        officer.submit(having="proposal", act="apply")
        for number in story.numbers:
            mine = story.reviewers_of(number)
            assert len(mine) == len(set(mine)) >= 2
            story.step("oficial", number, "start_review")


def score(story: Selection, number: str, day: date = date(2026, 11, 30)) -> None:
    """Each reviewer who has not yet handed in signs the statement, scores, reads it once more and hands in."""
    with story.on(day):
        for key in story.reviewers_of(number):
            reviewer = story.as_(key).open(f"/cases/{number}/review")
            if reviewer.page.select_one('form[action$="/declaration"]') is not None:
                reviewer.submit("/declaration", answer="none")
                reviewer.open(f"/cases/{number}/review")
            levels = {str(field["name"]): "4" for field in reviewer.page.select('input[type=radio][name^="score-"]')}
            if not levels:
                continue
            reviewer.submit(having="overall", act="hand_in", overall="Sólida.", **levels)
            reviewer.submit("/hand-in")


def find_three_conflicts_late(story: Selection) -> list[str]:
    """One is declared after handing in, one is recorded by the office, one is known from elsewhere: the scores are void."""
    declared, recorded, known = story.numbers[2:5]
    with story.on(date(2026, 12, 1)):
        reviewer = story.reviewers_of(declared)[0]
        story.as_(reviewer).open(f"/cases/{declared}/interest").submit(
            having="kind", kind="relative", note="Somos primos."
        )
        for number in (recorded, known):
            _record_and_void(story, number, story.reviewers_of(number)[0])
    for number in (declared, recorded, known):
        with story.on(date(2026, 12, 2)):
            assert len(story.reviewers_of(number)) == 1, "the scores of the conflicted reviewer count no longer"
            _ask_another(story, number)
        score(story, number, date(2026, 12, 3))
    return [declared, recorded, known]


def _record_and_void(story: Selection, number: str, key: str) -> None:
    officer, name = story.as_("oficial").open(f"/cases/{number}/conflicts"), f"Número {int(key[-2:])}"
    option = next(option for option in officer.page.select("#tie-person option") if option.text.endswith(name))
    officer.submit(having="tie", person=str(option["value"]), tie="business", words="Consta en el registro mercantil.")
    officer.open(f"/cases/{number}/conflicts")
    void = next(form for form in officer.page.select("main form") if form.select_one('input[name="act"][value="void"]'))
    officer.send(void, {"reason": "Negocio en común, hallado después de entregar."})
    assert officer.status == 200, officer.errors


def _ask_another(story: Selection, number: str) -> None:
    """The office takes the replacement that the page proposes."""
    officer = story.as_("oficial").open(f"/cases/{number}/reviewers")
    proposed = officer.page.select_one("input[name=reviewer][checked]")
    assert proposed is not None, officer.text
    officer.submit(having="reviewer", reviewer=str(proposed["value"]))
    assert len(story.reviewers_of(number)) == 2


def hand_over_to_the_panel(story: Selection, late: list[str]) -> None:
    with story.on(date(2026, 12, 7)):
        for number in story.numbers:
            story.step("oficial", number, "close_review")
        for number in late:
            assert "anul" in story.as_("oficial").open(f"/cases/{number}/conflicts").text.lower()
        _seat(story, PANEL)


def _seat(story: Selection, panel: Mapping[str, str]) -> None:
    head = story.as_("direccion")
    for key, duty in panel.items():
        head.open(f"/office/calls/{story.call}/panel")
        head.submit(having="duty", act="seat", person=f"{key}@demo.example", duty=duty)


def vote_with_one_tie(story: Selection) -> str:
    """Three vote on each case and the chair records. On one the votes are equal; one is not selected."""
    refused, tied = story.numbers[0], story.numbers[TIE]
    with story.on(date(2026, 12, 9)):
        for number in story.numbers:
            wanted = "not_select" if number == refused else "shortlist"
            votes = dict.fromkeys(PANEL, wanted)
            if number == tied:
                votes = {"panel": "shortlist", "panel2": "waitlist", "enlace": "abstain"}
            _vote(story, number, votes, "panel", wanted)
    return refused


def _vote(story: Selection, number: str, votes: Mapping[str, str], chair: str, outcome: str) -> None:
    for key, choice in votes.items():
        story.as_(key).open(f"/cases/{number}/decide").submit("/vote", choice=choice)
    reasons = {"reasons-not_select": "experience"} if outcome == "not_select" else {}
    page = story.as_(chair).open(f"/cases/{number}/decide")
    page.submit("/decide", having="outcome", outcome=outcome, statement="Por mayoría.", **reasons)


def publish_together(story: Selection, refused: str) -> None:
    """The dry run shows every letter and sends none; then all are published at once."""
    place = f"/office/calls/{story.call}/decisions"
    before = {number: story.letters_to(number) for number in story.numbers}
    with story.on(date(2026, 12, 10)):
        chair = story.as_("panel").open(place)
        chair.submit("/decisions", act="rehearse")
        assert len(chair.page.select(".letter")) >= len(story.numbers)
    assert before == {number: story.letters_to(number) for number in story.numbers}, "nothing is sent before release"
    with story.on(date(2026, 12, 11)):
        story.as_("panel").open(place).submit("/decisions", act="publish")
    for number in story.numbers:
        assert story.letters_to(number) != before[number], f"no letter to the applicant of {number}"
    with story.on(date(2026, 12, 14)):
        for number in story.numbers:
            text = story.as_("oficial").open(f"/cases/{number}").text
            assert ("No seleccionad" if number == refused else "Preseleccionad") in text


def uphold_an_appeal(story: Selection, refused: str) -> None:
    """The refused person appeals, others examine it and uphold it, others than before decide again."""
    with story.on(date(2026, 12, 15)):
        applicant = story.as_(story.gathered.cases[refused].part.key)
        applicant.open(f"/applications/{refused}/appeal")
        grounds = applicant.page.select_one('[name="kinds"]')
        applicant.submit(
            having="grounds", grounds="No se valoró mi experiencia.", kinds=str(grounds["value"]) if grounds else ""
        )
    with story.on(date(2026, 12, 16)):
        place = _appeal_seen_by(story, "oficial2")
        officer = story.as_("oficial2")
        officer.take_step(place, "acknowledge")
        officer.open(place)
        people = [str(box["value"]) for box in officer.page.select('[name="person"]')]
        officer.submit(having="chair", person=people, chair=people[0])
        officer.take_step(place, "open_examination")
    with story.on(date(2026, 12, 18)):
        _conclude(story, place)
    with story.on(date(2026, 12, 21)):
        assert "recurso" in story.letters_to(refused).lower()
        head = story.as_("direccion").open(f"/office/calls/{story.call}/panel")
        while head.page.select_one('input[name="act"][value="end"]') is not None:
            head.send(head.page.select_one('input[name="act"][value="end"]').find_parent("form"))
            head.open(f"/office/calls/{story.call}/panel")
        _seat(story, OTHERS)
    before = story.letters_to(refused)
    with story.on(date(2026, 12, 22)):
        assert story.as_("panel").open(f"/cases/{refused}/decide", expect=404)
        _vote(story, refused, dict.fromkeys(OTHERS, "shortlist"), "evaluador", "shortlist")
        story.as_("evaluador").open(f"/office/calls/{story.call}/decisions").submit("/decisions", act="publish")
    assert "preseleccion" in story.letters_to(refused).removesuffix(before).lower()
    with story.on(date(2026, 12, 23)):
        shown = story.as_("oficial").open(f"/cases/{refused}").page.select_one(".badge")
        assert shown is not None and "Preseleccionad" in shown.text


def _appeal_seen_by(story: Selection, key: str) -> str:
    page = story.as_(key).open("/appeals").page
    return str(next(link for link in page.select("main a[href^='/appeals/']"))["href"])


def _conclude(story: Selection, place: str) -> None:
    chair = story.as_("apelaciones").open(place)
    holds = {str(box["name"]): "yes" for box in chair.page.select('input[type=radio][name^="holds-"]')}
    reasons = {name.replace("holds-", "reason-"): "Consta en el expediente." for name in holds}
    chair.submit("/conclusion", conclusion="La experiencia consta.", remedy="new_decision", **holds, **reasons)
    for key in ("apelaciones", "apelaciones2"):
        story.as_(key).open(place).submit("/agreement")
    story.as_("apelaciones2").take_step(place, "uphold")

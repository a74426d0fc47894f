"""Synthetic missions: their chain, their report, the beneficiary's word."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accreditation.filling.chains import Chain, Desk
from accreditation.filling.ink import DAY, as_json, day_of, written
from accreditation.filling.people import Somebody
from accreditation.region.calendar import end_of
from accreditation.workflow.actors import Role
from accreditation.workflow.deadlines import add_working_days

if TYPE_CHECKING:
    from accreditation.filling.cases import Case


_TITLES = {"es": "Acompañamiento en terreno", "en": "Support on site", "pt": "Apoio no local", "fr": "Appui sur place"}


_WAY_OUT = ("offer_mission", "accept_mission", "release_for_mission")


class Mission:
    """One mission of a case; its row is written once it is known how far it came."""

    def __init__(self, case: "Case", application: Chain, planned: int, starts: int) -> None:
        desk, company = case.all.desk, case.all.company
        self.case, self.application, self.began, self.accepted = case, application, None, None
        mentors = company.by_role[Role.MENTOR]
        turn = next(
            step
            for step in range(case.turn, case.turn + 40)
            if mentors[step % len(mentors)].member != case.person.member
        )
        self.mentor: Somebody = mentors[turn % len(mentors)]
        members = company.members
        home = case.turn % len(members)
        self.beneficiary = members[home if members[home] != case.person.member else home - 1]
        self.first = day_of(starts)
        self.last = self.first + timedelta(days=4)
        self.chain = Chain(desk, "mission", planned, case.officer.id)

    def prepare(self, until: int, count: int = 3) -> None:
        """The first `count` of offer, acceptance and release, before that moment."""
        case, pause = self.case, max(60, (until - self.chain.opened) // 5)
        official = case.all.company.contacts[case.person.member.id]  # type: ignore[union-attr]
        people = (case.officer, case.person, official)
        for place, (step, who) in enumerate(list(zip(_WAY_OUT, people, strict=True))[:count], start=1):
            at = self.chain.opened + place * pause
            if step == "accept_mission":
                self.accepted = at
            self.chain.take(step, at, who.id)

    def start(self, at: int) -> None:
        self.began = at
        self.chain.take("start_mission", at, self.mentor.id)

    def report(self, at: int, now: int, *, positive: bool) -> None:
        desk, case = self.case.all.desk, self.case
        levels = as_json(dict.fromkeys(case.all.evidence.rubric, 4))
        began, moment = written(self.chain.since), written(at)
        desk.add(
            "mission_report", desk.ink.id(at), self.chain.id, levels, "Demo", "1" if positive else "0", moment, began,
            moment,
        )  # fmt: skip
        self.chain.take("hand_in_report", at, self.mentor.id)
        if at + 9 * DAY < now:
            desk.add("mission_feedback", desk.ink.id(at), self.chain.id, "4", "Demo", "Demo", written(at + 8 * DAY))
            self.chain.take("evaluate_mission", at + 9 * DAY, case.officer.id)

    def moments(self, desk: Desk) -> Mapping[str, datetime]:
        zone = self.beneficiary.time_zone
        days = desk.facts.numbers["mission_report_working_days"]
        return {
            "mission_starts_at": end_of(self.first, zone),
            "mission_report": add_working_days(end_of(self.last, zone), days, desk.facts.holidays),
        }

    def record(self, desk: Desk) -> None:
        title = _TITLES[self.case.call.language]
        desk.add(
            "mission", self.chain.id, desk.ink.public_id(), desk.region_id, self.application.id, self.mentor.id,
            self.beneficiary.id, title, str(self.first), str(self.last), written(self.accepted),
            written(self.began), *self.chain.columns(self.moments(desk)),
        )  # fmt: skip

"""What comes after the workshop: missions beside a mentor, the lasting status, and appeals against refusals."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accreditation.filling.certificates import Register
from accreditation.filling.chains import Chain, Desk
from accreditation.filling.ink import DAY, as_json, day_of, written
from accreditation.filling.people import Company, Somebody
from accreditation.region.calendar import end_of
from accreditation.workflow.actors import Role
from accreditation.workflow.deadlines import add_working_days

if TYPE_CHECKING:
    from accreditation.filling.cases import Case

_TITLES = {"es": "Acompañamiento en terreno", "en": "Support on site", "pt": "Apoio no local", "fr": "Appui sur place"}
_REFUSALS = {"not_select", "find_ineligible", "find_not_successful", "refuse_accreditation"}
# What has become of an appeal, one after the other; most people do not appeal.
_APPEALS = (
    (),
    ("acknowledge",),
    ("acknowledge", "find_inadmissible"),
    ("acknowledge", "open_examination"),
    ("acknowledge", "open_examination", "dismiss"),
    ("withdraw_appeal",),
)
_ONE_IN = 60
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


class Outcome:
    """Follows one case step by step."""

    def __init__(self, desk: Desk, register: Register, case: "Case", chain: Chain) -> None:
        self.desk, self.register, self.case, self.chain = desk, register, case, chain
        self.missions: list[Mission] = []

    def before(self, step: str, at: int) -> None:
        if step == "begin_mission":
            pause = (at - self.chain.since) // 3
            mission = Mission(self.case, self.chain, self.chain.since + pause, at)
            mission.prepare(at)
            mission.start(at)
            self.missions.append(mission)
        elif step == "complete_mission":
            positive = "refuse_accreditation" not in self.case.road and "order_second_mission" not in self.case.road
            self.missions[-1].report(at, self.case.all.now, positive=positive or len(self.missions) > 1)

    def after(self, step: str, at: int) -> None:
        if step in ("accredit", "recognize"):
            self.register.grant(self.case, self.chain, at)
        elif step in _REFUSALS and self.case.turn % _ONE_IN < len(_APPEALS):
            self._appeal(_APPEALS[self.case.turn % _ONE_IN], at)

    def finish(self, now: int) -> None:
        """A mission on its way for some who wait for one; then the rows of all missions."""
        if self.chain.standing == "pre_accredited" and not self.missions and not self.case.hold:
            steps = self.case.turn % 5
            if steps < 4:
                planned = max(self.chain.since + 60, now - 6 * DAY)
                mission = Mission(self.case, self.chain, planned, now + (20 + steps) * DAY)
                mission.prepare(now - 60, steps)
                self.missions.append(mission)
        for mission in self.missions:
            mission.record(self.desk)

    def moments(self) -> Mapping[str, datetime]:
        return self.missions[-1].moments(self.desk) if self.missions else {}

    def _appeal(self, steps: tuple[str, ...], refused: int) -> None:
        desk, case = self.desk, self.case
        now = case.all.now
        pause = min(5 * DAY, (now - refused) // (len(steps) + 2))
        filed = refused + pause
        appeal = Chain(desk, "appeal", filed, case.person.id)
        panel = case.all.company.by_role[Role.APPEALS_PANEL][:2]
        people = {"dismiss": panel[0], "withdraw_appeal": case.person}
        for place, step in enumerate(steps, start=1):
            reasons = case.all.evidence.reason("inadmissible" if step == "find_inadmissible" else None)
            appeal.take(step, filed + place * pause, people.get(step, case.officer).id, "", reasons)
        conclusion = "Demo" if "dismiss" in steps else ""
        desk.add(
            "appeal", appeal.id, desk.ink.public_id(), desk.region_id, desk.scheme_id, "appeal", self.chain.id,
            case.person.id, case.person.id, written(filed), written(refused), "office", "", "[]", "Demo", "{}",
            conclusion, "", "", "", "{}", "", "", "[]", *appeal.columns(),
        )  # fmt: skip
        if "open_examination" in steps:
            for one in panel:
                chair = "1" if one is panel[0] else "0"
                desk.add("appeal_panelist", desk.ink.id(filed), appeal.id, one.id, chair, "", "")


class Outcomes:
    def __init__(self, desk: Desk, company: Company, register: Register) -> None:
        self.desk, self.company, self.register = desk, company, register

    def of(self, case: "Case", chain: Chain) -> Outcome:
        return Outcome(self.desk, self.register, case, chain)

"""What comes after the workshop: missions beside a mentor, the lasting status, and appeals against refusals."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from accreditation.filling.certificates import Register
from accreditation.filling.chains import Chain, Desk
from accreditation.filling.ink import DAY, written
from accreditation.filling.missions import Mission
from accreditation.filling.people import Company
from accreditation.workflow.actors import Role

if TYPE_CHECKING:
    from accreditation.filling.cases import Case

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

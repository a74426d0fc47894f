"""Accreditations, their certificates, and the region's log of them, in the order of time."""

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from accreditation.filling.chains import Chain, Desk
from accreditation.filling.ink import DAY, moment_of
from accreditation.filling.log import Leaf, OpenTiles, bind
from accreditation.filling.numbers import Numbers
from accreditation.filling.papers import Paper
from accreditation.filling.people import Company
from accreditation.region.calendar import end_of, start_of
from accreditation.workflow.actors import Role
from accreditation.workflow.deadlines import add_months

if TYPE_CHECKING:
    from accreditation.filling.cases import Case

# What becomes of an accreditation before its end, by the turn of the case: the step, whether its holder takes it,
# the list of reasons, and what happens to the certificate.
_FATES = {
    3: ("suspend", "suspension", None),
    7: ("declare_unavailable", None, None),
    11: ("withdraw_accreditation", "revocation", "revoke"),
    13: ("end_accreditation", "ending", "revoke"),
}
_CYCLE = 40


class Register:
    """Grants in the order of the cases; leaves of the log wait until all are known."""

    def __init__(
        self, desk: Desk, company: Company, numbers: Numbers, code: str, zone: str, now: int, places: int
    ) -> None:
        self.desk, self.company, self.numbers = desk, company, numbers
        self.code, self.zone, self.now = code, zone, now
        self.leaves: list[Leaf] = []
        self.places = places

    def grant(self, case: "Case", application: Chain, at: int) -> None:
        """The status with all that happened to it since, and its certificate."""
        desk, facts = self.desk, self.desk.facts
        granted_on = moment_of(at).astimezone(ZoneInfo(self.zone)).date()
        begins = moment_of(at).replace(year=granted_on.year, month=granted_on.month, day=granted_on.day)
        expires_on = add_months(begins, facts.numbers["validity_months"]).date() - timedelta(days=1)
        chain = Chain(desk, "accreditation", at, None)
        warned = start_of(expires_on - timedelta(days=facts.numbers["expiry_warning_days"]), self.zone)
        ended = end_of(expires_on, self.zone)
        paper = Paper(self, case, chain, at, granted_on, expires_on)
        paper.issue()
        self._live(case, chain, paper, int(warned.timestamp()), int(ended.timestamp()))
        paper.record()
        moments = {"expires_at": ended, "expiry_warning_at": warned}
        person, call = case.person, case.call
        assert person.member is not None
        level = "recognized" if call.track == "recognized" else "accredited"
        desk.add(
            "accreditation", chain.id, desk.ink.public_id(), desk.region_id, person.id, application.id,
            person.member.id, call.scope.category_id, call.scope.subject_id, call.language, level, str(granted_on),
            str(expires_on), None, None, None, *chain.columns(moments),
        )  # fmt: skip

    def _live(self, case: "Case", chain: Chain, paper: "Paper", warned: int, ended: int) -> None:
        now, head = self.now, self.company.one(Role.ROCB_HEAD, 0)
        fate = _FATES.get(case.turn % _CYCLE)
        at = min(now - (20 + case.turn % 90) * DAY, warned - DAY)
        if fate is not None and paper.issued is not None and at > paper.issued:
            step, group, paper_step = fate
            holder = step == "declare_unavailable"
            chain.take(step, at, case.person.id if holder else head.id, "Demo", case.all.evidence.reason(group))
            if paper_step:
                paper.end(paper_step, at)
                return
            if step == "suspend":
                paper.log(step, at)
        if chain.standing == "active" and warned < now:
            chain.take("warn_of_expiry", warned + 3600)
        if ended < now:
            chain.take("expire", ended + 3600)
            paper.end("expire_certificate", ended + 3600)

    def next_place(self) -> int:
        """The next place in the status lists, one after the other."""
        self.places += 1
        return self.places

    def bind(self, position: int, tiles: OpenTiles) -> None:
        """Writes the leaves of all certificates, oldest first, behind those that the log holds."""
        for place, leaf in enumerate(sorted(self.leaves), start=position):
            bind(self.desk, leaf, place, tiles, self.code)
        self.leaves.clear()

"""Accreditations, their certificates, and the region's log of them, in the order of time."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from accreditation.certificates.number import certificate_number
from accreditation.filling.chains import Chain, Desk
from accreditation.filling.ink import DAY, as_json, day_of, moment_of, written
from accreditation.filling.log import Leaf, OpenTiles, bind
from accreditation.filling.numbers import Numbers
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


class Paper:
    """The certificate of one accreditation."""

    def __init__(self, register: Register, case: "Case", accreditation: Chain, at: int, starts: Any, ends: Any) -> None:
        self.register, self.case, self.accreditation = register, case, accreditation
        self.starts, self.ends = starts, ends
        year = starts.year
        sequence = register.numbers.next_in(f"certificate:{register.code}-{year}")
        self.number = certificate_number(register.code, year, sequence)
        self.chain = Chain(register.desk, "certificate", at, None)
        self.place = str(register.next_place())
        self.code, self.pdf_sha256 = register.desk.ink.salt(), register.desk.ink.digest()
        self.issued: int | None = None

    def issue(self) -> None:
        """Three days later, if that has come: approved by an officer, signed, logged and published at once."""
        at = self.chain.opened + 3 * DAY
        if at + 60 > self.register.now:
            return
        self.issued = at
        self.chain.take("approve_content", at, self.case.officer.id)
        for place, step in enumerate(("sign", "log", "issue"), start=1):
            self.chain.take(step, at + place)
        self.log("issue", at + 2)

    def log(self, event: str, at: int) -> None:
        if self.issued is not None:
            self.register.leaves.append(
                Leaf(
                    at,
                    self.chain.id,
                    self.number,
                    self.code,
                    self.case.person.name,
                    self.starts,
                    self.ends,
                    event,
                    self.pdf_sha256,
                )
            )

    def end(self, step: str, at: int) -> None:
        if self.issued is None:
            step = "revoke"
        self.chain.take(step, at, None, "Demo" if step == "revoke" else "")
        if step == "revoke":
            self.log(step, at)

    def record(self) -> None:
        desk, person, issued = self.register.desk, self.case.person, self.issued
        content = as_json({}) if issued is None else as_json(self._content())
        signed = (None, None, None, None, None)
        if issued is not None:
            signed = (desk.ink.salt(), self.pdf_sha256, "demo", written(issued + 3), self.case.officer.id)
        desk.add(
            "certificate", self.chain.id, desk.region_id, self.number, self.code, self.accreditation.id,
            self.case.call.language, person.name, str(self.starts), str(self.ends), content, *signed, None, "issue",
            self.place,
            *self.chain.columns(),
        )  # fmt: skip

    def _content(self) -> dict[str, Any]:
        """The little of a printed certificate that pages read of a filled one."""
        call, person = self.case.call, self.case.person
        return {
            "number": self.number,
            "holder_name": person.name,
            "country": person.member.iso2 if person.member else "",
            "language": call.language,
            "locale": call.language,
            "issued_on": str(day_of(self.issued or 0)),
            "effective_on": str(self.starts),
            "expires_on": str(self.ends),
        }

"""One application from its draft to where its road ends, with everything that must be on record on the way."""

from collections import Counter
from collections.abc import Mapping, Sequence

from accreditation.filling.calls import Call, Workshop, seat_in, upcoming_workshop
from accreditation.filling.chains import Chain, Desk
from accreditation.filling.evidence import Evidence
from accreditation.filling.ink import DAY, written
from accreditation.filling.numbers import Numbers
from accreditation.filling.outcomes import Outcomes
from accreditation.filling.people import Company, Somebody
from accreditation.filling.roads import GRANT, Road
from accreditation.filling.times import spread
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.machine import Transition

_STEPS: Mapping[str, Transition] = {step.name: step for step in APPLICATION.transitions}
_FINAL = {rule.state.value for rule in APPLICATION.rules if APPLICATION.is_final(rule.state)}
_INSIDE, _AT_THE_END = "take_seat", "complete_workshop"


class Case:
    """A road being walked: who does what is read off the rule book's own `who`."""

    def __init__(self, filling: "Cases", call: Call, person: Somebody, road: Road, turn: int) -> None:
        self.all, self.call, self.person, self.turn = filling, call, person, turn
        grant = "recognize" if call.track == "recognized" else "accredit"
        self.road = tuple(grant if step == GRANT else step for step in road)
        self.workshop: Workshop | None = None
        self.seated = False
        self.submitted: int | None = None
        self.asked_from: str | None = None
        self.hold = ""
        self.extended: int | None = None
        assert person.member is not None
        official = filling.company.contacts[person.member.id]
        self.people: Mapping[str, Somebody | None] = {
            "the_applicant": person,
            "nominating_official": official,
            "endorsing_official": official,
            "the_system": None,
            "panel_member_without_interest": filling.company.one(Role.PANEL_MEMBER, turn),
            "decision_maker_without_interest": filling.company.one(Role.ROCB_HEAD, turn),
            "head_of_office": filling.company.one(Role.ROCB_HEAD, turn),
        }
        self.officer = filling.company.one(Role.ROCB_OFFICER, turn)

    def actor_of(self, step: str) -> Somebody | None:
        return self.people.get(_STEPS[step].who.__name__, self.officer)

    def moments(self, ends_open: bool) -> list[int]:
        """A moment for each step: to the workshop, in it, and after it."""
        ink, now = self.all.desk.ink, self.all.now
        begin = self.call.opens + ink.between(0.2, 3)
        if "invite" not in self.road or self.workshop is None:
            return spread(self.road, begin, now - 60, ink.dice, stretched=ends_open)
        starts = self.workshop.starts + 8 * 3600
        inside = next((place for place, step in enumerate(self.road) if step in (_INSIDE, "miss_workshop")), None)
        if inside is None:
            return spread(self.road, begin, min(now - 60, starts - DAY), ink.dice, stretched=ends_open)
        found = spread(self.road[:inside], begin, starts - 2 * DAY, ink.dice, stretched=False)
        found.append(starts)
        after = self.road[inside + 1 :]
        if after and after[0] == _AT_THE_END:
            found.append(self.workshop.closes)
            found += spread(after[1:], self.workshop.closes + DAY, now - 60, ink.dice, stretched=ends_open)
        return found

    def kind_of_workshop(self) -> str | None:
        """The state of the workshop it sits or sat in; None before an invitation."""
        if "invite" not in self.road:
            return None
        if _AT_THE_END in self.road or "miss_workshop" in self.road:
            return "closed"
        if _INSIDE in self.road:
            return "running" if self.turn % 2 else "under_assessment"
        return "open" if self.call.stage == "workshop" else "closed"

    def walk(self) -> None:
        """Takes every step and writes the row, its history and its evidence."""
        desk = self.all.desk
        kind = self.kind_of_workshop()
        if kind is not None:
            self.workshop = seat_in(desk, self.all.company, self.call, kind, self.all.now)
        last = _STEPS[self.road[-1]].target if self.road else APPLICATION.initial
        ends_open = last is None or last.value not in _FINAL
        moments = self.moments(ends_open)
        begin = (
            min(moments[0] - 3600, self.call.opens + 2 * DAY) if moments else self.call.opens + desk.ink.between(0, 9)
        )
        chain = Chain(desk, "application", max(begin, self.call.opens), self.person.id)
        outcomes = self.all.outcomes.of(self, chain)
        for place, (step, at) in enumerate(zip(self.road, moments, strict=True)):
            following = moments[place + 1] if place + 1 < len(moments) else None
            self._prepare(chain, step, at, following)
            judge, rule = self.actor_of(step), _STEPS[step]
            note = "Demo" if rule.needs_note else ""
            reasons = self.all.evidence.reason(rule.reasons)
            if rule.decides and judge is not None:
                self.all.evidence.decision(chain.id, chain.standing, step, judge, at, reasons)
            outcomes.before(step, at)
            chain.take(step, at, judge.id if judge else None, note, reasons)
            outcomes.after(step, at)
        outcomes.finish(self.all.now)
        self._record(chain, outcomes.moments())

    def _prepare(self, chain: Chain, step: str, at: int, following: int | None) -> None:
        """The evidence that the rule book's guards want to see before this step, and what its consequences write."""
        evidence = self.all.evidence
        if step == "submit":
            self.submitted = at
            evidence.sections(chain.id, self.person, at - 1800, 99)
            evidence.document(chain.id, self.person, at - 900)
        elif step == "endorse":
            official = self.actor_of(step)
            assert official is not None
            evidence.endorsement(chain.id, official, at - 600)
        elif step == "ask_for_information":
            self.asked_from = chain.standing
            answered = following if following and self.road[self.road.index(step) + 1].startswith("answer") else None
            evidence.question(chain.id, self.officer, at - 600, answered)
        elif step in ("start_review", "find_ineligible"):
            failed = evidence.eligibility[0] if step == "find_ineligible" else None
            evidence.checks(chain.id, self.officer, at - 600, failed)
            if step == "start_review":
                pair = evidence.reviewers_for(self.person, self.turn)
                done = (following or at) - 3600 if "close_review" in self.road else None
                evidence.reviews(chain.id, pair, self.officer, at - 300, done)
        elif step == "hold":
            self.hold = "Demo"
        self._in_the_workshop(chain, step)

    def _in_the_workshop(self, chain: Chain, step: str) -> None:
        evidence, workshop = self.all.evidence, self.workshop
        if workshop is None:
            return
        if step == "invite":
            self.seated = True
        if step in (_INSIDE, "miss_workshop"):
            evidence.attendance(chain.id, workshop, step == _INSIDE, self.all.now)
            if step == _INSIDE and _AT_THE_END not in self.road and workshop.state == "under_assessment":
                evidence.marks(chain.id, workshop, workshop.closes - 3 * DAY, strong=True, half=True)
        if step == _AT_THE_END:
            strong = "find_not_successful" not in self.road and self.turn % 6 > 0
            evidence.marks(chain.id, workshop, workshop.closes - DAY, strong=strong or "pre_accredit" in self.road)

    def _record(self, chain: Chain, moments: Mapping[str, object]) -> None:
        desk, call, person = self.all.desk, self.call, self.person
        assert person.member is not None
        if self.submitted is None:
            self.all.evidence.sections(chain.id, person, chain.opened, desk.ink.dice.randrange(10))
        self.all.states[chain.standing] += 1
        found = dict(call.moments) | dict(moments)
        workshop = self.workshop if self.seated else None
        if workshop is None and chain.standing == "waitlisted":
            workshop_to_come = upcoming_workshop(desk, self.all.company, call, self.all.now)
            found |= workshop_to_come.moments if workshop_to_come else {}
        elif workshop is not None and chain.standing not in _FINAL:
            found |= {name: at for name, at in workshop.moments.items() if name not in moments}
        signed = written(self.submitted)
        desk.add(
            "application", chain.id, desk.region_id, self.all.next_number(call), call.id, desk.scheme_id, person.id,
            person.member.id, workshop.chain.id if workshop else None, person.name, signed, signed,
            person.name if signed else "", "1" if self.hold else "0", self.hold, self.asked_from,
            written(self.extended), "0", "0", None, *chain.columns(found),
        )  # fmt: skip


class Cases:
    """All applications of a filling; `next_in` gives the next number of a series."""

    def __init__(
        self, desk: Desk, company: Company, evidence: Evidence, outcomes: Outcomes, numbers: Numbers, now: int
    ) -> None:
        self.desk, self.company, self.evidence, self.outcomes, self.now = desk, company, evidence, outcomes, now
        self.next_in = numbers.next_in
        self.states: Counter[str] = Counter()

    def next_number(self, call: Call) -> str:
        return f"{call.series}-{self.next_in(f'application:{call.series}'):04d}"

    def tally(self) -> None:
        """So many cases more in each state."""
        for state, number in self.states.items():
            self.desk.add("state_tally", self.desk.ink.id(self.now), self.desk.region_id, state, str(number))

    def walk(self, call: Call, people: Sequence[Somebody], roads: Sequence[Road], turn: int) -> None:
        for place, (person, road) in enumerate(zip(people, roads, strict=True)):
            Case(self, call, person, road, turn + place).walk()

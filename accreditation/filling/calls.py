"""Calls of several years, in every stage, and the workshops of their candidates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from accreditation.demonstration.plot import PLANS
from accreditation.filling.chains import Chain, Desk
from accreditation.filling.ink import DAY, as_json, day_of, moment_of, seconds_of, written
from accreditation.filling.people import Company, Somebody
from accreditation.region.calendar import end_of, start_of
from accreditation.workflow.actors import Role
from accreditation.workflow.deadlines import add_working_days

LANGUAGES = ("es", "en", "pt", "es")
SEATS, COHORT, LAST_DAY = 40, 36, 4
ZONE = "America/Guatemala"
# Days from today on which a call of a stage opened, at least and at most.
_OPENED = {"open": (12, 24), "selection": (75, 105), "workshop": (150, 200), "field": (260, 520), "over": (620, 2150)}
# First day of a workshop, in days from today, by the state in which it stands; a closed one counts from its call.
_STARTS = {"planned": 45, "open": 20, "running": -2, "under_assessment": -9}
_CLOSED_AFTER = {"workshop": 120, "field": 125, "over": 130}


# The next reference of a call that opens at a moment, for a subject's code.
Refer = Callable[[int, str], str]


class Scope(NamedTuple):
    """Subject and category of a call: ids, and the subject's code."""

    subject_id: str
    code: str
    category_id: str


@dataclass
class Workshop:
    """One cohort. `opens`, `starts` and `closes` are moments in seconds; `moments` feed the candidates' deadlines."""

    chain: Chain
    state: str
    starts: int
    closes: int
    first_day: date
    moments: Mapping[str, datetime]
    assessors: tuple[Somebody, Somebody]
    coordinator: Somebody
    taken: int = 0


@dataclass
class Call:
    id: str
    reference: str
    series: str
    stage: str
    scope: Scope
    language: str
    track: str
    opens: int
    closes: int
    centre: str
    workshops: dict[str, list[Workshop]] = field(default_factory=dict)

    @property
    def moments(self) -> dict[str, datetime]:
        return {"call_opens_at": moment_of(self.opens), "call_closes_at": moment_of(self.closes)}


def open_call(desk: Desk, company: Company, scope: Scope, stage: str, place: int, now: int, refer: Refer) -> Call:
    """A published call. Those that are over lie evenly over the years."""
    early, late = _OPENED[stage]
    age = early + (late - early) * (place * 0.618034 % 1)
    opens = (now - int(age * DAY)) // 3600 * 3600
    reference = refer(opens, scope.code)
    language = LANGUAGES[place % len(LANGUAGES)]
    centres = sorted(company.coordinators)
    call = Call(
        desk.ink.id(opens),
        reference,
        reference.rpartition("-")[0],
        stage,
        scope,
        language,
        "recognized" if place % 5 == 3 else "accredited",
        opens,
        opens + 40 * DAY,
        centres[place % len(centres)],
    )
    officer = company.one(Role.ROCB_OFFICER, place)
    plan, before = PLANS[place % len(PLANS)], written(opens - 7 * DAY)
    desk.add(
        "call", call.id, desk.ink.public_id(), desk.region_id, reference, desk.scheme_id, scope.category_id,
        scope.subject_id, company.centres[call.centre][0], language, call.track, as_json(dict(plan.titles)),
        as_json(dict(plan.descriptions)), written(opens), written(call.closes), ZONE, None, str(SEATS), "60", "",
        before, officer.id, "1", before, before,
    )  # fmt: skip
    return call


def upcoming_workshop(desk: Desk, company: Company, call: Call, now: int) -> Workshop | None:
    """The workshop on whose dates the waiting list of a call depends; None where none is to come."""
    wanted = {"selection": "planned", "workshop": "open"}.get(call.stage)
    if wanted is None:
        return None
    present = call.workshops.get(wanted)
    return present[0] if present else _arrange(desk, company, call, wanted, now)


def seat_in(desk: Desk, company: Company, call: Call, state: str, now: int) -> Workshop:
    """A workshop of the call in this state with a seat left; another is arranged where all are full."""
    present = call.workshops.get(state)
    workshop = present[-1] if present else None
    if workshop is None or workshop.taken >= COHORT:
        workshop = _arrange(desk, company, call, state, now)
    workshop.taken += 1
    return workshop


def _arrange(desk: Desk, company: Company, call: Call, state: str, now: int) -> Workshop:
    number = sum(map(len, call.workshops.values()))
    if state == "closed":
        first = day_of(call.opens) + timedelta(days=_CLOSED_AFTER[call.stage] + number % 3)
    else:
        first = day_of(now) + timedelta(days=_STARTS[state] + (number % 3 if state == "open" else 0))
    starts, ends = start_of(first, ZONE), end_of(first + timedelta(days=LAST_DAY), ZONE)
    marking = add_working_days(ends, desk.facts.numbers["marking_working_days"], desk.facts.holidays)
    planned = min(seconds_of(starts), now) - 40 * DAY + number
    chain = Chain(desk, "workshop", planned, company.one(Role.ROCB_OFFICER, number).id)
    moments = {
        "workshop_starts_at": end_of(first, ZONE),
        "workshop_ends_at": ends,
        "waitlist_closes_at": starts - timedelta(days=desk.facts.numbers["waitlist_closes_days"]),
        "marking": marking,
    }
    pair = (company.one(Role.ASSESSOR, 2 * number), company.one(Role.ASSESSOR, 2 * number + 1))
    closes = seconds_of(ends) + 4 * DAY
    workshop = Workshop(
        chain, state, seconds_of(starts), closes, first, moments, pair, company.coordinators[call.centre]
    )
    call.workshops.setdefault(state, []).append(workshop)
    _run(workshop, planned, seconds_of(ends))
    _record(desk, company, call, workshop, number)
    return workshop


def _run(workshop: Workshop, planned: int, ends: int) -> None:
    """As far as its state says."""
    coordinator = workshop.coordinator.id
    steps = (
        ("open", "open_workshop", planned + DAY),
        ("running", "start_workshop", workshop.starts + 8 * 3600),
        ("under_assessment", "end_workshop", ends - 6 * 3600),
        ("closed", "close_workshop", workshop.closes),
    )
    reached = ["planned", *(state for state, _, _ in steps)].index(workshop.state)
    for _, name, at in steps[:reached]:
        workshop.chain.take(name, at, coordinator)


def _record(desk: Desk, company: Company, call: Call, workshop: Workshop, number: int) -> None:
    centre_id, city = company.centres[call.centre]
    last = workshop.first_day + timedelta(days=LAST_DAY)
    titles = as_json(dict(PLANS[number % len(PLANS)].titles))
    desk.add(
        "workshop", workshop.chain.id, desk.ink.public_id(), desk.region_id, centre_id, call.id, titles,
        str(workshop.first_day), str(last), ZONE, str(SEATS), "0", city or "", *workshop.chain.columns(workshop.moments),
    )  # fmt: skip
    trainer = company.one(Role.TRAINER, number)
    for person, duty in ((trainer, "trainer"), *((one, "assessor") for one in workshop.assessors)):
        desk.add("workshop_staff", desk.ink.id(workshop.chain.opened), workshop.chain.id, person.id, duty)

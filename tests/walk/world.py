"""What happens around the cases while somebody walks through them: people come and go, fall out, forget; time passes."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.missions.planning import change_mission
from accreditation.overdue import pass_deadlines
from accreditation.people.granting import grant_role, revoke_role
from accreditation.people.models import Deputy, Interest, Person, RoleGrant
from accreditation.region.models import Region
from accreditation.training.planning import change_workshop
from accreditation.transition import open_case
from accreditation.workflow.actors import NOBODY, THE_SYSTEM, Role, Scope
from tests.walk import evidence
from tests.walk.ground import Ground, WayAround
from tests.walk.links import broken_links
from tests.walk.who import involved

# (ground, pick): `pick` is any number, by which an event chooses among the rows that it may concern.
Event = Callable[[Ground, int], Any]
EVENTS: list[Event] = []


def event(happen: Event) -> Event:
    EVENTS.append(happen)
    return happen


def one_of(rows: Any, pick: int) -> Any:
    """The row that a number chooses, or None where there is none."""
    found = list(rows)
    return found[pick % len(found)] if found else None


def cases(ground: Ground, lifecycle: str, *states: str) -> list[Any]:
    """Rows in these states, or all, in an order that is the same in every run."""
    rows = [row for row in ground.all(lifecycle) if not states or row.state in states]
    numbers = dict(ground.session.execute(select(Application.id, Application.number)).all())

    def order(row: Any) -> tuple[str, str]:
        return (getattr(row, "number", "") or numbers.get(getattr(row, "application_id", None), ""), str(row.id))

    return sorted(rows, key=order)


def people(ground: Ground) -> list[Person]:
    return list(ground.session.scalars(select(Person).order_by(Person.email)))


def _grants(ground: Ground) -> list[RoleGrant]:
    query = select(RoleGrant).join(Person, Person.id == RoleGrant.person_id)
    return list(ground.session.scalars(query.order_by(Person.email, RoleGrant.role, RoleGrant.scope, RoleGrant.id)))


@event
def a_role_is_taken_away(ground: Ground, pick: int) -> None:
    grant = one_of((row for row in _grants(ground) if row.revoked_at is None), pick)
    revoke_role(ground.session, ground.actor("administracion"), grant)


@event
def a_role_is_given_back(ground: Ground, pick: int) -> None:
    grant = one_of((row for row in _grants(ground) if row.revoked_at is not None), pick)
    if grant is not None:
        session, actor = ground.session, ground.actor("administracion")
        grant_role(session, actor, grant.person, grant.role, grant.scope, grant.scope_id)


@event
def somebody_involved_is_promoted(ground: Ground, pick: int) -> None:
    """Whoever nominated, reviewed, marked or mentored now has a say, though not in that case."""
    case = one_of(cases(ground, "application"), pick)
    parts = involved(ground.look(case, "", NOBODY))
    person = one_of((person for person in people(ground) if person.id in parts), pick // 3)
    if person is not None:
        role = (Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.PANEL_MEMBER)[pick % 3]
        grant_role(ground.session, ground.actor("administracion"), person, role, Scope.REGION, case.region_id)


@event
def a_deputy_steps_in(ground: Ground, pick: int) -> None:
    grant, deputy, today = one_of(_grants(ground), pick), one_of(people(ground), pick // 7), clock.today()
    period = {"starts_on": today, "ends_on": today + timedelta(days=pick % 40)}
    ground.add(Deputy(grant_id=grant.id, person_id=deputy.id, **period))


@event
def two_people_turn_out_to_be_close(ground: Ground, pick: int) -> None:
    case, other = one_of(cases(ground, "application"), pick), one_of(people(ground), pick // 11)
    pair = (case.applicant_id, other.id) if pick % 2 else (other.id, case.applicant_id)
    ground.add(Interest(region_id=case.region_id, person_id=pair[0], other_id=pair[1], kind="friend"))


@event
def an_interest_is_dismissed(ground: Ground, pick: int) -> None:
    interest = one_of(ground.session.scalars(select(Interest).order_by(Interest.created_at, Interest.id)), pick)
    if interest is not None:
        interest.dismissed_at = clock.now()


@event
def a_letter_is_found_invalid(ground: Ground, pick: int) -> None:
    case = one_of(cases(ground, "application", "awaiting_endorsement"), pick)
    if case is not None:
        ground.put_where("endorsement", {"application_id": case.id}, letter_id=None, signed_at=None)


@event
def a_workshop_has_no_more_seats(ground: Ground, pick: int) -> None:
    workshop = one_of(cases(ground, "workshop", "open"), pick)
    if workshop is not None:
        taken = len(ground.all("application", workshop_id=workshop.id))
        _change_workshop(ground, workshop, seats=max(1, taken))


@event
def a_workshop_gets_more_seats(ground: Ground, pick: int) -> None:
    workshop = one_of(cases(ground, "workshop", "planned", "open"), pick)
    if workshop is not None:
        _change_workshop(ground, workshop, seats=workshop.seats + 2)


@event
def a_workshop_is_moved_to_today(ground: Ground, pick: int) -> None:
    workshop = one_of(cases(ground, "workshop", "planned", "open"), pick)
    if workshop is not None:
        today = clock.today(workshop.time_zone)
        _change_workshop(ground, workshop, starts_on=today, ends_on=today + timedelta(days=pick % 5))


def _change_workshop(ground: Ground, workshop: Any, **details: Any) -> None:
    actor = ground.actor(evidence.OFFICER)
    change_workshop(ground.session, actor, workshop, seen_version=workshop.version, **details)


@event
def a_mission_is_moved_to_today(ground: Ground, pick: int) -> None:
    mission = one_of(cases(ground, "mission", "planned", "offered", "released"), pick)
    if mission is not None:
        today = clock.today(mission.beneficiary.time_zone)
        _change_mission(ground, mission, starts_on=today, ends_on=today + timedelta(days=pick % 5))


@event
def another_mentor_is_found(ground: Ground, pick: int) -> None:
    """Somebody accredited, in whatever subject; or anybody."""
    mission = one_of(cases(ground, "mission", "planned"), pick)
    if mission is not None:
        experts = [row.person for row in cases(ground, "accreditation")]
        mentor = one_of([*experts, *people(ground)[:4]], pick // 3)
        _change_mission(ground, mission, mentor_id=mentor.id)


def _change_mission(ground: Ground, mission: Any, **details: Any) -> None:
    actor = ground.actor(evidence.OFFICER)
    change_mission(ground.session, actor, mission, seen_version=mission.version, **details)


@event
def a_mission_is_planned(ground: Ground, pick: int) -> None:
    case = one_of(cases(ground, "application", "pre_accredited"), pick)
    if case is not None:
        evidence.plan_a_mission(ground, case)


@event
def a_workshop_is_planned(ground: Ground, pick: int) -> None:
    case = one_of(cases(ground, "application"), pick)
    if case.call.centre_id is not None and len(cases(ground, "workshop", "planned", "open")) < 3:
        evidence.plan_a_workshop(ground, case.call)


@event
def somebody_appeals(ground: Ground, pick: int) -> None:
    case = one_of(cases(ground, "application", "not_selected", "not_successful", "not_accredited"), pick)
    if case is not None:
        evidence.appeal_against(ground, case)


@event
def somebody_complains(ground: Ground, pick: int) -> None:
    held = one_of(cases(ground, "accreditation"), pick)
    open_case(ground.session, evidence.a_complaint(ground, held), actor=THE_SYSTEM)


@event
def issuing_is_stopped_or_resumed(ground: Ground, _pick: int) -> None:
    region = ground.session.get_one(Region, ground.first("application").region_id)
    region.issuing_stopped_at = None if region.issuing_stopped_at else clock.now()


@event
def an_expert_has_led_a_mission(ground: Ground, pick: int) -> None:
    held = one_of(cases(ground, "accreditation"), pick)
    mission = one_of(cases(ground, "mission", "reported", "evaluated"), pick // 3)
    assert isinstance(held, Accreditation)
    if mission is not None and mission.application.applicant_id != held.person_id:
        ground.put(mission, mentor_id=held.person_id)


@contextmanager
def _nothing_went_wrong_unseen() -> Iterator[None]:
    """The deadlines' job goes on after a fault and only logs it."""
    faults: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: faults.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("accreditation.overdue")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if faults:
        raise WayAround("; ".join(faults))


@event
def deadlines_pass(ground: Ground, _pick: int) -> None:
    """The job that runs every minute."""
    session = ground.session
    session.flush()
    broken = set(broken_links(session.connection()))
    ground.onlooker.forget()
    with _nothing_went_wrong_unseen():
        pass_deadlines(ground.factory)
    session.expire_all()
    new = [*ground.onlooker.faults, *(set(broken_links(session.connection())) - broken)]
    if new:
        raise WayAround(f"when deadlines passed: {'; '.join(sorted(new))}")

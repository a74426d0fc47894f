"""An administration's word: ranking as a whole, deputies, levels, and who is approached; rules that need no page."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.applications.approaching import invite_to_apply, mark_available, mark_not_available
from accreditation.applications.models import Application
from accreditation.applications.nominating import nomination_of
from accreditation.applications.ranking import nominees_of, rank_nominees, ranking_of
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.overdue import escalate_unanswered
from accreditation.people.actor import actor_of
from accreditation.people.deputizing import end_deputy, name_own_deputy
from accreditation.people.granting import appoint_official
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.people.staff_notes import StaffNote
from accreditation.region.endorsement_levels import set_levels
from accreditation.tasks import tasks_of
from accreditation.trained import trained_of
from accreditation.transition import perform_transition
from accreditation.visibility import applications_visible_to
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.application.withdrawing import BY_STATE
from accreditation.workflow.states import BEYOND_ENDORSEMENT, ApplicationState
from tests import staging
from tests.walker import Walker

WAITING = ApplicationState.AWAITING_ENDORSEMENT


class House:
    """Cases that wait for one administration, its contact point, and the office."""

    def __init__(self, session: Session) -> None:
        self.session = session
        query = select(Application).order_by(Application.id)
        self.case = session.scalars(query.where(Application.state == WAITING)).first()
        assert self.case is not None
        self.others = session.scalars(query.where(Application.state == ApplicationState.SCREENING).limit(3)).all()
        moved = {"administration_id": self.case.administration_id, "call_id": self.case.call_id, "state": WAITING.value}
        table = Application.__table__
        session.execute(update(table).where(table.c.id.in_([row.id for row in self.others])).values(**moved))
        session.expire_all()
        rows = [self.case, *self.others]
        self.home, self.call = self.case.administration, self.case.call
        self.contact = self._holder(Role.CONTACT_POINT)
        self.numbers = [row.number for row in rows]

    def _holder(self, role: Role) -> Person:
        query = select(Person).join(RoleGrant, RoleGrant.person_id == Person.id)
        return self.session.scalars(query.where(RoleGrant.role == role, RoleGrant.scope_id == self.home.id)).one()

    def actor(self, person: Person | str) -> Actor:
        if isinstance(person, str):
            person = self.session.scalars(select(Person).where(Person.email == f"{person}@demo.example")).one()
        self.session.flush()
        return actor_of(self.session, person)

    def colleague(self, name: str = "Colega") -> Person:
        person = Person(
            region_id=self.home.region_id,
            administration_id=self.home.id,
            email=f"{name}@demo.example",
            email_confirmed_at=clock.now(),
            given_names=name,
        )
        self.session.add(person)
        self.session.flush()
        return person

    def rank(self, order: list[str], seen: int, actor: Actor | None = None) -> None:
        who = actor or self.actor(self.contact)
        rank_nominees(self.session, who, self.call, self.home, order, seen_version=seen)

    def version(self) -> int:
        found = ranking_of(self.session, self.call, self.home)
        return found.version if found and found.ranked_at else 0

    def waits_for(self, person: Person | str) -> set[str]:
        return {task.address for task in tasks_of(self.session, self.actor(person)) if task.lifecycle == "application"}


@pytest.fixture
def house(peopled: Any) -> Iterator[House]:
    with clock.at(staging.TODAY), peopled.app_context():
        yield House(db.session())
        db.session.rollback()


def test_the_order_is_saved_as_a_whole_and_the_second_official_is_told(house: House) -> None:
    order = [house.numbers[1], house.numbers[0]]
    house.rank(order, 0)
    visible = applications_visible_to(house.actor(house.contact))
    shown = nominees_of(house.session, house.call, house.home, visible)
    ranked = [(row.application.number, row.rank) for row in shown if row.rank]
    assert ranked == [(order[0], 1), (order[1], 2)]
    with pytest.raises(ChangedMeanwhile) as told:
        house.rank(order, 0)
    assert house.contact.display_name in str(told.value.reasons[0].values)
    house.rank(order[::-1], house.version())


def test_a_place_is_given_once_and_only_to_nominees(house: House) -> None:
    for wrong in ([house.numbers[0]] * 2, [house.numbers[0], "AMS-2026-VAL-9999"]):
        with pytest.raises(Invalid):
            house.rank(wrong, house.version())


def test_ranking_raises_the_version_of_what_moved_alone(house: House) -> None:
    house.rank(house.numbers[:1], 0)
    seen = {row.number: row.version for row in (house.case, *house.others)}
    with clock.at(staging.TODAY + timedelta(hours=1)):
        house.rank(house.numbers[:2], house.version())
    moved = {row.number for row in (house.case, *house.others) if row.version != seen[row.number]}
    assert moved == {house.numbers[1]}


def test_whoever_is_close_to_a_nominee_ranks_nobody(house: House) -> None:
    pair = {"person_id": house.contact.id, "other_id": house.case.applicant_id, "kind": "family"}
    house.session.add(Interest(region_id=house.home.region_id, **pair))
    with pytest.raises(TransitionRefused, match="close to one"):
        house.rank(house.numbers, 0)
    with pytest.raises(NotPermitted):
        house.rank(house.numbers, 0, house.actor("oficial"))


def test_two_levels_speak_one_after_the_other_and_each_has_its_task(house: House) -> None:
    head, director = house.colleague("Jefa"), house.colleague("Directora")
    office = house.actor("oficial")
    for person, role in ((head, Role.HEAD_OF_UNIT), (director, Role.DIRECTOR_GENERAL)):
        appoint_official(house.session, office, person, role, house.home.id)
    set_levels(house.session, house.actor(house.contact), house.home, 2, {Role.HEAD_OF_UNIT})
    number = house.case.number
    assert number in house.waits_for(head)
    assert number not in house.waits_for(director) | house.waits_for(house.contact)
    perform_transition(
        house.session,
        house.case,
        "advise_against",
        actor=house.actor(head),
        note="No.",
        seen_version=house.case.version,
    )
    assert number in house.waits_for(director)
    assert number not in house.waits_for(head) | house.waits_for(house.contact)


def test_whoever_gave_the_first_word_is_not_offered_to_give_it_again(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            house = House(db.session())
            head, number = house.colleague("Jefa"), house.case.number
            appoint_official(house.session, house.actor("oficial"), head, Role.HEAD_OF_UNIT, house.home.id)
            set_levels(house.session, house.actor(house.contact), house.home, 2, {Role.HEAD_OF_UNIT})
            head.is_demo, email = True, head.email
            house.session.commit()
        page, way = f"/cases/{number}", f'a[href$="/{number}/recommend"]'
        assert Walker(peopled, email).open(page).page.select(way)
        with peopled.app_context():
            house = House(db.session())
            case = house.session.scalars(select(Application).where(Application.number == number)).one()
            perform_transition(house.session, case, "recommend", actor=house.actor("Jefa"), seen_version=case.version)
            house.session.commit()
        assert not Walker(peopled, email).open(page).page.select(way)


def test_levels_are_set_by_the_administration_or_the_office_where_a_head_of_unit_is(house: House) -> None:
    for who in ("revisor", "beneficiario"):
        with pytest.raises(NotPermitted):
            set_levels(house.session, house.actor(who), house.home, 2, {Role.HEAD_OF_UNIT})
    with pytest.raises(Invalid):
        set_levels(house.session, house.actor("oficial"), house.home, 2, set())
    set_levels(house.session, house.actor("oficial"), house.home, 2, {Role.HEAD_OF_UNIT})
    assert house.home.endorsement_levels == 2


def test_a_deputy_is_named_for_a_time_and_ended_early(house: House) -> None:
    deputy, other, today = house.colleague("Suplente"), house.colleague("Otra"), clock.today()
    grant = house.session.scalars(select(RoleGrant).where(RoleGrant.person_id == house.contact.id)).one()
    me = house.actor(house.contact)

    def name(person: Person, first: int, last: int) -> Any:
        period = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
        return name_own_deputy(house.session, me, grant, person, **period)

    for person, first, last in ((house.contact, 0, 5), (deputy, -3, 5), (deputy, 5, 2)):
        with pytest.raises(Invalid):
            name(person, first, last)
    named = name(deputy, 0, 5)
    with pytest.raises(Invalid, match="already"):
        name(other, 5, 9)
    assert house.case.number in house.waits_for(deputy)
    end_deputy(house.session, me, named)
    assert house.waits_for(deputy) == set()
    name(other, 0, 9)
    notes = house.session.scalars(select(StaffNote.what).where(StaffNote.subject_id == grant.id)).all()
    assert notes.count("name_deputy") == 2 and "end_deputy" in notes


def test_what_a_deputy_does_is_told_as_done_for_the_other(house: House) -> None:
    deputy, today = house.colleague("Suplente"), clock.today()
    grant = house.session.scalars(select(RoleGrant).where(RoleGrant.person_id == house.contact.id)).one()
    name_own_deputy(house.session, house.actor(house.contact), grant, deputy, starts_on=today, ends_on=today)
    reason = [house.case.scheme.reasons["not_endorsed"][0]["code"]]
    change = perform_transition(
        house.session,
        house.case,
        "decline_to_endorse",
        actor=house.actor(deputy),
        reasons=reason,
        seen_version=house.case.version,
    )
    assert (change.actor_id, change.on_behalf_of_id) == (deputy.id, house.contact.id)


def test_silence_brings_a_task_and_a_mail_to_the_office_once(house: House) -> None:
    number, row_id = house.case.number, house.case.id
    house.session.commit()
    factory = sessionmaker(db.engine)
    escalate_unanswered(factory)
    assert number not in house.waits_for("oficial")
    with clock.at(staging.TODAY + timedelta(days=30)):
        for _twice in range(2):
            escalate_unanswered(factory)
        house.session.rollback()
        case = house.session.get_one(Application, row_id)
        assert nomination_of(house.session, case).escalated_at is not None
        assert number in house.waits_for("oficial")
        mails = select(OutboxRow).where(OutboxRow.subject_id == row_id, OutboxRow.effect == "see_to_endorsement")
        assert len(house.session.scalars(mails).all()) == 1


def test_a_trained_person_is_invited_once_in_a_while(house: House) -> None:
    person = house.case.applicant
    reason = [house.case.scheme.reasons["not_endorsed"][0]["code"]]
    me = house.actor(house.contact)
    perform_transition(
        house.session, house.case, "decline_to_endorse", actor=me, reasons=reason, seen_version=house.case.version
    )
    listed = [row[0].id for row in house.session.execute(trained_of(house.home.id))]
    assert person.id in listed
    invite_to_apply(house.session, me, house.home, person, house.call)
    with pytest.raises(Invalid, match="already"):
        invite_to_apply(house.session, me, house.home, person, house.call)
    with pytest.raises(NotPermitted):
        invite_to_apply(house.session, house.actor("revisor"), house.home, person, house.call)
    with pytest.raises(Invalid):
        mark_not_available(house.session, me, house.home, person, " ")
    mark_not_available(house.session, me, house.home, person, "Comisión de servicio")
    with clock.at(staging.TODAY + timedelta(days=200)), pytest.raises(Invalid):
        invite_to_apply(house.session, me, house.home, person, house.call)
    mark_available(house.session, me, house.home, person)


def test_every_state_says_what_a_withdrawal_means() -> None:
    assert set(BY_STATE) == BEYOND_ENDORSEMENT

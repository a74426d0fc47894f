"""The clock and references: reminders in working days, the end of the time, the end of the need, accounts that come later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.forms import form_of
from accreditation.applications.models import Application
from accreditation.applications.referees import asking
from accreditation.applications.referees.chasing import chase_referees
from accreditation.applications.referees.faults import section_faults
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import Standing, standing_of
from accreditation.applications.referees.wholeness import half_requests
from accreditation.database import writing
from accreditation.jobs.models import OutboxRow
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.reviews.reviewers import conflicts_of
from accreditation.transition import facts_of, perform_transition
from accreditation.worker import session_factory
from accreditation.workflow import permissions
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.roles import Actor
from accreditation.workflow.screening_guards import enough_references_are_in
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.referees import PERSON

# A Tuesday; fifteen working days later comes the fifteenth of December.
TODAY = staging.TODAY
DUE = datetime(2026, 12, 15, 23, 59, 59, tzinfo=UTC)


@pytest.fixture
def factory(peopled: Any) -> Any:
    return session_factory(peopled)


@contextmanager
def case_with(
    factory: Any, state: ApplicationState = ApplicationState.UNDER_REVIEW
) -> Iterator[tuple[Session, Application]]:
    """A session in which something is written about the first case of that state; its first referee has not written yet."""
    with writing(), factory() as session:
        query = select(Application).where(Application.state == state, Application.submitted_at.is_not(None))
        case = session.scalars(query.order_by(Application.number)).first()
        for request in asking.requests_of(session, case)[:1]:
            request.opened_at = request.answered_at = None
            request.answers = {}
        yield session, case
        session.commit()


def _ask(session: Session, case: Application, **person: str) -> RefereeRequest:
    """Marta in the place of the first referee, by the applicant's office."""
    present = asking.requests_of(session, case)
    officer = _officer(session, case)
    first = next(each for each in present if asking.may_be_replaced(session, officer, case, each))
    asking.replace(session, officer, case, first, {**PERSON, **person})
    return asking.requests_of(session, case)[-1]


def _officer(session: Session, case: Application) -> Actor:
    return actor_of(session, session.scalars(select(Person).where(Person.email == "oficial@demo.example")).one())


def _mails(session: Session, request: RefereeRequest) -> list[str]:
    rows = session.scalars(
        select(OutboxRow).where(OutboxRow.effect == asking.REFEREE_MAIL, OutboxRow.region_id == request.region_id)
    )
    mine = (str(request.id), request.id)
    return [row.payload["kind"] for row in rows if row.subject_id in mine or row.payload.get("request") in mine]


def test_who_is_asked_has_the_edition_s_working_days_and_is_reminded_every_five(factory: Any) -> None:
    with clock.at(TODAY), case_with(factory) as (session, case):
        request = _ask(session, case)
        assert request.expires_at == DUE
        request_id = request.id
    for day, count in ((1, 0), (8, 1), (8.1, 1), (15, 2), (20, 2)):
        with clock.at(TODAY + timedelta(days=day)):
            chase_referees(factory)
            with factory() as session:
                request = session.get_one(RefereeRequest, request_id)
                assert _mails(session, request).count("remind_referee") == count, day
    with clock.at(DUE + timedelta(hours=1)):
        chase_referees(factory)
        chase_referees(factory)
        with factory() as session:
            request = session.get_one(RefereeRequest, request_id)
            assert standing_of(request, request.application) is Standing.EXPIRED
            assert _mails(session, request).count("ask_for_another_referee") == 1
            assert list(half_requests(session)) == []


def test_a_case_that_ends_ends_its_requests_and_says_so_once(factory: Any) -> None:
    with clock.at(TODAY), case_with(factory) as (session, case):
        request_id, version = _ask(session, case).id, case.version
        applicant = Actor(person_id=case.applicant_id)
        perform_transition(session, case, "withdraw", actor=applicant, seen_version=case.version)
        assert version < case.version
        request = session.get_one(RefereeRequest, request_id)
        assert standing_of(request, case) is Standing.CANCELLED, "at once, before any clock"
    with clock.at(TODAY + timedelta(hours=2)):
        chase_referees(factory)
        chase_referees(factory)
        with factory() as session:
            request = session.get_one(RefereeRequest, request_id)
            assert request.ended_reason == "over" and _mails(session, request).count("referee_not_needed") == 1


def test_a_referee_with_an_account_neither_reviews_nor_reads_nor_decides(factory: Any) -> None:
    with clock.at(TODAY), case_with(factory) as (session, case):
        reviewer = session.scalars(select(Person).where(Person.email == "revisor@demo.example")).one()
        reviewer.administration_id = None
        assert conflicts_of(session, case, reviewer) is None
        _ask(session, case, email=reviewer.email.upper())
        assert conflicts_of(session, case, reviewer) is not None
        facts = facts_of(session, case)
        assert Involvement.REFEREE in facts.involvement_of(reviewer.id)
        assert not permissions.may(permissions.SCORE, Actor(person_id=reviewer.id), facts, case.state)
        assert not permissions.may(permissions.READ_REFERENCES, Actor(person_id=reviewer.id), facts, case.state)


def test_an_account_that_comes_later_is_tied_at_once_and_stays_tied_when_its_address_changes(factory: Any) -> None:
    with clock.at(TODAY), case_with(factory) as (session, case):
        _ask(session, case)
        person = Person(region_id=case.region_id, email=PERSON["email"], given_names="Marta", first_family_name="Vale")
        session.add(person)
        session.flush()
        assert Involvement.REFEREE in facts_of(session, case).involvement_of(person.id)
        case_id, person_id = case.id, person.id
    with clock.at(TODAY + timedelta(hours=1)):
        chase_referees(factory)
    with clock.at(TODAY), writing(), factory() as session:
        session.get_one(Person, person_id).email = "nueva@camara.example"
        case = session.get_one(Application, case_id)
        assert Involvement.REFEREE in facts_of(session, case).involvement_of(person_id)


def test_references_may_be_a_condition_of_the_edition(factory: Any) -> None:
    with clock.at(TODAY), case_with(factory) as (session, case):
        request = _ask(session, case)
        numbers = case.scheme.numbers
        for needed, given, blocks in ((0, False, False), (1, False, True), (1, True, False), (2, True, True)):
            case.scheme.numbers = {**numbers, "references_needed": needed}
            for other in asking.requests_of(session, case):
                other.answered_at = None
            request.answered_at = clock.now() if given else None
            session.flush()
            assert (enough_references_are_in(facts_of(session, case)) is not None) is blocks, (needed, given)
        session.rollback()


@pytest.mark.parametrize(
    ("second", "blamed"),
    [
        ({"email": "primera@uno.example"}, "rows-1-email"),
        ({"email": "Primera+otra@uno.example"}, "rows-1-email"),
        ({"outside": "no"}, "rows"),
        ({}, ""),
    ],
)
def test_two_referees_are_two_people_one_of_them_outside(factory: Any, second: dict[str, str], blamed: str) -> None:
    first = {**PERSON, "email": "primera@uno.example", "outside": "no"}
    with clock.at(TODAY), case_with(factory) as (session, case):
        form = form_of(case.scheme, "referees")
        assert form is not None
        rows = [first, {**PERSON, "name": "Otra Persona Distinta", "email": "segunda@dos.example", **second}]
        assert list(section_faults(session, case, form, {"rows": rows})) == ([blamed] if blamed else [])
        assert "rows" in section_faults(session, case, form, {"rows": rows[:1]})
        own = [{**first, "email": case.applicant.email}, rows[1]]
        assert "rows-0-email" in section_faults(session, case, form, {"rows": own})


def test_nothing_is_left_half(factory: Any) -> None:
    with clock.at(TODAY), case_with(factory) as (session, case):
        request = _ask(session, case)
        request.answers = {"statement": "Escrito sin entregar"}
        session.flush()
        assert len(list(half_requests(session))) == 1
        session.rollback()

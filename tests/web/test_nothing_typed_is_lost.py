"""Somebody else was faster: the page says who did what, nothing was saved, and what was typed stands on it."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.people import passwords
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.reviews.models import ReviewAssignment
from accreditation.transition import perform_transition
from accreditation.workflow.actors import THE_SYSTEM
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker

TYPED = "Lo escribí con cuidado: ñandú & <b>pingüino</b>."
HEAD, OFFICER = "direccion@demo.example", "oficial@demo.example"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


@dataclass(frozen=True)
class Found:
    """A row as a person at a browser knows it."""

    table: type
    id: uuid.UUID
    address: str
    applicant: str
    applicant_name: str
    other: str = ""


def the_case(house: Any, state: S) -> Found:
    with house.app_context():
        case = db.session.scalars(select(Application).where(Application.state == state)).first()
        person, home = case.applicant, case.administration.iso2.lower()
        return Found(Application, case.id, case.number, person.email, person.display_name, home)


def the_mission(house: Any, state: str) -> Found:
    with house.app_context():
        mission = db.session.scalars(select(Mission).where(Mission.state == state)).one()
        person = mission.application.applicant
        return Found(Mission, mission.id, mission.public_id, person.email, person.display_name, mission.mentor.email)


def take(house: Any, found: Found, step: str, email: str | None = None, **given: Any) -> None:
    """Somebody else's step, between the opening of the page and its sending."""
    with house.app_context(), writing(), Session(db.engine) as session:
        subject = session.get_one(found.table, found.id)
        person = session.scalars(select(Person).where(Person.email == email)).one() if email else None
        actor = actor_of(session, person) if person else THE_SYSTEM
        perform_transition(
            session, subject, step, actor=actor, seen_version=subject.version if person else None, **given
        )
        session.commit()


def stands_on(page: Walker, *sentences: str) -> None:
    assert page.status == 409, f"{page.at}: {page.status}"
    assert TYPED in [area.get_text() for area in page.page.select("textarea")], "what was typed is lost"
    for sentence in sentences:
        assert sentence in page.text, page.text


def name_of(house: Any, email: str) -> str:
    with house.app_context():
        return db.session.scalars(select(Person).where(Person.email == email)).one().display_name


def test_a_step_of_a_case_that_left_the_state(house: Any, walk: Callable[..., Walker]) -> None:
    case = the_case(house, S.INVITED)
    officer = walk(house, OFFICER).open(f"/cases/{case.address}/steps/defer")
    take(house, case, "withdraw", case.applicant)
    stands_on(officer.submit(expect=409, note=TYPED), case.applicant_name)


def test_a_step_of_a_case_that_was_only_touched(house: Any, walk: Callable[..., Walker]) -> None:
    case = the_case(house, S.CONFIRMED)
    officer = walk(house, OFFICER).open(f"/cases/{case.address}/steps/defer")
    take(house, case, "hold", HEAD, note="Una queja.", reasons=["complaint"])
    stands_on(officer.submit(expect=409, note=TYPED), name_of(house, HEAD))


def test_a_decision_on_a_case_already_decided(house: Any, walk: Callable[..., Walker]) -> None:
    page = f"/cases/{the_case(house, S.AWAITING_SHORTLISTING).address}/decide"
    late, first = walk(house, "panel2@demo.example").open(page), walk(house, "panel@demo.example").open(page)
    first.submit(having="outcome", outcome="shortlist")
    first_name = name_of(house, "panel@demo.example")
    typed = {"outcome": "not_select", "reasons__not_select": ["ranking"], "statement": TYPED}
    stands_on(late.submit(having="outcome", expect=409, **typed), first_name)
    late.open(page)
    first.submit("/decide/publish")
    stands_on(late.submit(having="outcome", expect=409, **typed), first_name)


def test_an_endorsement_of_a_case_withdrawn(house: Any, walk: Callable[..., Walker]) -> None:
    case = the_case(house, S.AWAITING_ENDORSEMENT)
    page = signed_in(house, walk, f"contacto.{case.other}@aduana.demo.example").open(f"/cases/{case.address}/endorse")
    take(house, case, "withdraw", case.applicant)
    typed = {"missions_per_year": "2", "days_per_year": "10", "years": "4", "comment": TYPED, "act": "keep"}
    stands_on(page.submit(having="comment", expect=409, **typed), case.applicant_name)


def signed_in(house: Any, walk: Callable[..., Walker], email: str) -> Walker:
    """Somebody whom the page of demo people does not list signs in with a password."""
    with house.app_context(), writing():
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        person.password_hash = passwords.hash_of("una frase bastante larga 27")
        db.session.commit()
    walker = walk(house).open("/sign-in")
    return walker.submit(having="password", email=email, password="una frase bastante larga 27")


@pytest.mark.parametrize("is_blind", [False, True])
def test_a_review_of_a_case_withdrawn(house: Any, walk: Callable[..., Walker], is_blind: bool) -> None:
    case = the_case(house, S.UNDER_REVIEW)
    with house.app_context(), writing():
        db.session.get_one(Application, case.id).call.is_blind = is_blind
        mine = ReviewAssignment.declared_at.is_not(None), ReviewAssignment.application_id == case.id
        assignment = db.session.scalars(select(ReviewAssignment).where(*mine)).first()
        assignment.handed_in_at, reviewer = None, assignment.reviewer.email
        db.session.commit()
    page = walk(house, reviewer).open(f"/cases/{case.address}/review")
    take(house, case, "withdraw", case.applicant)
    stands_on(page.submit(having="overall", expect=409, overall=TYPED, act="keep"))
    assert (case.applicant_name in page.text) is not is_blind


def test_a_section_of_an_application_that_was_withdrawn(house: Any, walk: Callable[..., Walker]) -> None:
    case = the_case(house, S.DRAFT)
    page = walk(house, case.applicant).open(f"/applications/{case.address}/sections/motivation")
    take(house, case, "withdraw", case.applicant)
    (area,) = page.page.select("main form textarea")
    stands_on(page.submit(having=area["name"], expect=409, **{area["name"]: TYPED}), case.applicant_name)


def test_a_section_changed_in_another_window(house: Any, walk: Callable[..., Walker]) -> None:
    case = the_case(house, S.DRAFT)
    one, other = (walk(house, case.applicant).open(f"/applications/{case.address}/sections/motivation") for _ in "12")
    (area,) = one.page.select("main form textarea")
    one.submit(having=area["name"], **{area["name"]: "Primero."})
    stands_on(other.submit(having=area["name"], expect=409, **{area["name"]: TYPED}))


def test_a_step_of_a_mission_that_is_over(house: Any, walk: Callable[..., Walker]) -> None:
    mission = the_mission(house, "offered")
    page = walk(house, OFFICER).open(f"/missions/{mission.address}")
    form = next(form for form in page.page.select("main form") if form.select_one('[value="cancel_mission"]'))
    take(house, mission, "decline_mission", mission.applicant, note="No puedo viajar.")
    stands_on(page.send(form, {"note": TYPED}), mission.applicant_name)


def test_a_report_on_a_mission_that_was_cancelled(house: Any, walk: Callable[..., Walker]) -> None:
    mission = the_mission(house, "under_way")
    page = walk(house, mission.other).open(f"/missions/{mission.address}")
    take(house, mission, "cancel_mission", OFFICER, note="Se aplaza sin fecha.")
    stands_on(page.submit("/report", expect=409, summary=TYPED))


def test_an_act_on_what_is_not_theirs_looks_like_a_missing_page_but_gives_the_text_back(
    house: Any, walk: Callable[..., Walker]
) -> None:
    invited, drafted = the_case(house, S.INVITED), the_case(house, S.DRAFT)
    page = walk(house, invited.applicant).open(f"/applications/{invited.address}/steps/withdraw")
    form = page.form()
    form["action"] = f"/applications/{drafted.address}/steps/withdraw"
    page.send(form, {"note": TYPED})
    assert page.status == 404 and drafted.applicant_name not in page.text
    assert TYPED in [area.get_text() for area in page.page.select("textarea")]

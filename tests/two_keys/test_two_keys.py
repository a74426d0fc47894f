"""Two keys of two different offices: by page, by forged post, by the wrong people, too late, and after a change."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.people.actor import actor_of
from accreditation.people.deputizing import name_deputy
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.people.staff_notes import StaffNote
from accreditation.reviews.decisions import record_decision
from accreditation.schemes.models import Call
from accreditation.transition import perform_transition, touch
from accreditation.two_keys.models import KeyRequest
from accreditation.two_keys.queries import keys_to_turn
from accreditation.two_keys.turning import ask, take_back, turn, use
from accreditation.web.two_keys.case_file import plain
from accreditation.workflow.actors import Actor, Role, Scope
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import AccreditationState, ApplicationState
from tests import staging

HEAD, OFFICER, LIAISON, AUDITOR = "direccion", "oficial", "enlace", "auditoria"
WITHDRAW = "withdraw_accreditation"


def person(key: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == f"{key}@demo.example")).one()


def actor(key: str) -> Actor:
    return actor_of(db.session(), person(key))


def held() -> Accreditation:
    standing = select(Accreditation).where(Accreditation.state == AccreditationState.ACTIVE)
    return db.session.scalars(standing.order_by(Accreditation.id)).first()


def asked(subject: Any, act: str = WITHDRAW, who: str = HEAD) -> KeyRequest:
    reasons = ["misconduct"] if act == WITHDRAW else []
    return ask(db.session(), actor(who), act, subject, reasons=reasons, note="Se probó.", seen_version=subject.version)


@pytest.fixture
def office(peopled: Any) -> Iterator[Session]:
    with clock.at(staging.TODAY), peopled.app_context():
        yield db.session()
        db.session.rollback()


def give(key: str, role: Role) -> None:
    one = person(key)
    db.session.add(
        RoleGrant(
            region_id=one.region_id, person_id=one.id, role=role, scope=Scope.REGION,
            scope_id=one.region_id, starts_on=clock.today(),
        )
    )  # fmt: skip
    db.session.flush()


def test_the_door_stays_shut_with_one_key(office: Session) -> None:
    row = held()
    asked(row)
    with pytest.raises(TransitionRefused, match="two keys"):
        perform_transition(
            office, row, WITHDRAW, actor=actor(HEAD), note="x", reasons=["misconduct"], seen_version=row.version
        )
    assert row.state is AccreditationState.ACTIVE


def test_the_second_key_takes_the_step_in_the_name_of_the_first_and_both_are_on_record(office: Session) -> None:
    row = held()
    request = asked(row)
    turn(office, actor(LIAISON), request)
    assert row.state is AccreditationState.WITHDRAWN and request.used_at == clock.now()
    last = timeline_of(office, row.id)[-1]
    assert (last.transition, last.actor_id, last.note) == (WITHDRAW, person(HEAD).id, "Se probó.")
    notes = office.scalars(select(StaffNote).where(StaffNote.subject_id == row.id).order_by(StaffNote.id)).all()
    assert [(note.what, note.person_id) for note in notes] == [
        ("ask_for_second_key", person(HEAD).id), ("turn_second_key", person(LIAISON).id),
    ]  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        turn(office, actor(AUDITOR), request)


@pytest.mark.parametrize("key", [HEAD, OFFICER, "vicepresidencia", "panel", "administracion"])
def test_nobody_of_the_same_office_or_without_a_key_turns_it(office: Session, key: str) -> None:
    row = held()
    request = asked(row)
    with pytest.raises((TransitionRefused, NotPermitted)):
        turn(office, actor(key), request)
    assert request.turned_at is None and row.state is AccreditationState.ACTIVE


def test_one_person_with_two_roles_has_one_key(office: Session) -> None:
    give(HEAD, Role.WCO_LIAISON)
    request = asked(held())
    for key in (HEAD, LIAISON):  # the liaison is of an office of which the head is too now
        with pytest.raises(TransitionRefused):
            turn(office, actor(key), request)
    turn(office, actor(AUDITOR), request)


@pytest.mark.parametrize(("absent", "deputy"), [(HEAD, AUDITOR), (LIAISON, OFFICER), (LIAISON, HEAD)])
def test_a_deputy_has_no_second_key_of_their_own(office: Session, absent: str, deputy: str) -> None:
    grant = office.scalars(select(RoleGrant).where(RoleGrant.person_id == person(absent).id)).first()
    today = clock.today()
    name_deputy(office, actor("administracion"), grant, person(deputy), starts_on=today, ends_on=today)
    request = asked(held())
    with pytest.raises(TransitionRefused):
        turn(office, actor(deputy), request)


def test_an_interest_hides_the_request(office: Session) -> None:
    row = held()
    request, liaison = asked(row), person(LIAISON)
    assert [found for found, _ in keys_to_turn(office, actor(LIAISON))] == [request]
    office.add(Interest(region_id=row.region_id, person_id=liaison.id, other_id=row.person_id, kind="friend"))
    office.flush()
    assert keys_to_turn(office, actor(LIAISON)) == []
    with pytest.raises(NotPermitted):
        turn(office, actor(LIAISON), request)


def test_a_change_meanwhile_voids_it(office: Session) -> None:
    row = held()
    request = asked(row)
    clock_later = staging.TODAY + timedelta(hours=1)
    with clock.at(clock_later):
        touch(row)
        office.flush()
        assert keys_to_turn(office, actor(LIAISON)) == []
        with pytest.raises(ChangedMeanwhile, match="void"):
            turn(office, actor(LIAISON), request)
        turn(office, actor(LIAISON), asked(row))
    assert row.state is AccreditationState.WITHDRAWN


def test_it_expires_and_may_be_taken_back(office: Session) -> None:
    row = held()
    request = asked(row)
    with clock.at(staging.TODAY + timedelta(days=14)), pytest.raises(ChangedMeanwhile):
        turn(office, actor(LIAISON), request)
    with pytest.raises(NotPermitted):
        take_back(office, actor(OFFICER), request)
    take_back(office, actor(HEAD), request)
    with pytest.raises(ChangedMeanwhile):
        turn(office, actor(LIAISON), request)


def test_whoever_asked_must_still_be_able_to(office: Session) -> None:
    """The head of the office becomes related after asking: the second key opens nothing."""
    row = held()
    request = asked(row)
    office.add(Interest(region_id=row.region_id, person_id=person(HEAD).id, other_id=row.person_id, kind="family"))
    office.flush()
    with pytest.raises(TransitionRefused):
        turn(office, actor(LIAISON), request)


def test_reasons_and_a_note_are_needed(office: Session) -> None:
    row = held()
    for reasons, note in (([], "x"), (["misconduct"], "  ")):
        with pytest.raises(Invalid):
            ask(office, actor(HEAD), WITHDRAW, row, reasons=reasons, note=note, seen_version=row.version)
    with pytest.raises(NotPermitted):
        asked(row, who=OFFICER)


@pytest.mark.parametrize(
    ("state", "outcome", "act"),
    [
        (ApplicationState.AWAITING_SHORTLISTING, "not_select", "overturn_selection"),
        (ApplicationState.AWAITING_SHORTLISTING, "shortlist", "overturn_selection"),
        (ApplicationState.AWAITING_PRE_ACCREDITATION, "find_not_successful", "overturn_workshop_result"),
        (ApplicationState.AWAITING_ACCREDITATION, "refuse_accreditation", "overturn_accreditation"),
    ],
)
def test_a_published_decision_is_overturned_and_decided_again(
    office: Session, state: ApplicationState, outcome: str, act: str
) -> None:
    case = office.scalars(select(Application).where(Application.state == state).order_by(Application.id)).first()
    step = APPLICATION.transition(outcome)
    reasons = [case.scheme.reasons[step.reasons][0]["code"]] if step.reasons else []
    decision = record_decision(
        office, actor(HEAD), case, outcome, reasons=reasons, statement="", seen_version=case.version
    )
    perform_transition(office, case, outcome, actor=actor(HEAD), reasons=reasons, seen_version=case.version)
    assert case.state is not state
    turn(office, actor(LIAISON), asked(case, act))
    assert case.state is state and decision.released_at is not None and decision.set_aside_at == clock.now()


def test_a_file_is_taken_out_once_by_whoever_asked(office: Session) -> None:
    call = office.scalars(select(Call).order_by(Call.id)).first()
    request = asked(call, "export_cases", OFFICER)
    with pytest.raises(ChangedMeanwhile):
        use(office, actor(OFFICER), request)
    turn(office, actor("vicepresidencia"), request)
    with pytest.raises(NotPermitted):
        use(office, actor(HEAD), request)
    assert use(office, actor(OFFICER), request) is call
    with pytest.raises(ChangedMeanwhile):
        use(office, actor(OFFICER), request)


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begins: str) -> None:
    assert plain(f"{begins}1+1")[0] == "'" and plain("Ana") == "Ana"


def test_by_browser_from_the_page_to_the_file(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            row = held()
            address, reference = row.public_id, db.session.scalars(select(Call.reference).order_by(Call.id)).first()
            number = db.session.get_one(Application, row.application_id).number
        head, liaison = walk(peopled, f"{HEAD}@demo.example", "en"), walk(peopled, f"{LIAISON}@demo.example", "en")
        vice = walk(peopled, "vicepresidencia@demo.example", "en")
        head.open(f"/accreditations/{address}?lang=en")
        head.open(head.page.find("a", string=lambda text: text and "Withdraw the accreditation" in text)["href"])
        head.submit(note="", expect=422)
        assert "Choose at least one reason." in head.errors
        head.submit(reasons="misconduct", note="The report proves it.")
        assert "Nothing has happened yet" in head.text and "not yours" in head.text
        forged = head.client.post(head.at, data={**_values(head), "act": "turn"})
        assert forged.status_code == 409
        liaison.open("/tasks?lang=en")
        liaison.open(liaison.page.find("a", string="Withdraw the accreditation")["href"])
        assert "The report proves it." in liaison.text and number in liaison.text
        liaison.submit(act="turn")
        assert "Both keys are turned" in liaison.text
        assert "Withdrawn" in head.open(f"/accreditations/{address}").text
        head.open(f"/keys/ask/export_cases/{reference}").submit(note="For the meeting.")
        at = head.at
        vice.open("/tasks?lang=en")
        vice.open(vice.page.find("a", string="Take out the cases of a call as a file")["href"]).submit(act="turn")
        head.open(at)
        taken = head.client.post(f"{at.partition('?')[0]}/file", data=_values(head))
        assert taken.mimetype == "text/csv" and number[:12] in taken.get_data(as_text=True)
        again = head.client.post(f"{at.partition('?')[0]}/file", data={**_values(head), "form_key": "another"})
        assert again.status_code == 409


def _values(walker: Any) -> dict[str, str]:
    form = walker.page.select_one("main form")
    return {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}

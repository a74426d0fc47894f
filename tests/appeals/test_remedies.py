"""What follows from an appeal: by the door, decided by others than before, and never at the cost of somebody else's seat."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.appeals.concluding import agree, write_conclusion
from accreditation.appeals.models import Appeal
from accreditation.appeals.panel import candidates_for, replace_member, seats_of
from accreditation.appeals.room import room_for
from accreditation.appeals.seating import EXTRA, NEXT, promise_seat
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.granting import grant_role
from accreditation.people.models import Interest, Person
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.decisions import pending_decision, record_decision
from accreditation.reviews.models import SET_ASIDE, ReviewAssignment
from accreditation.reviews.reviewers import assign_reviewer
from accreditation.training.models import Workshop
from accreditation.transition import facts_of, perform_transition
from accreditation.workflow.actors import Actor, Role, Scope, panel_member_without_interest
from tests import staging


@pytest.fixture
def session(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY), peopled.app_context():
        yield db.session()
        db.session.rollback()


def person(session: Any, key: str) -> Person:
    return session.scalars(select(Person).where(Person.email == f"{key}@demo.example")).one()


def actor(session: Any, who: str | Person) -> Actor:
    return actor_of(session, person(session, who) if isinstance(who, str) else who)


def examined(session: Any) -> Appeal:
    return session.scalars(select(Appeal).where(Appeal.state == "under_examination")).first()


def uphold(session: Any, appeal: Appeal, remedy: str, **details: Any) -> Application:
    chair = actor(session, next(seat.person for seat in seats_of(session, appeal) if seat.is_chair))
    findings = {code: {"holds": True, "reason": "Consta."} for code in appeal.kinds}
    write_conclusion(session, chair, appeal, "Tiene razón.", findings=findings, remedy=remedy, details=details)
    for seat in seats_of(session, appeal):
        if seat.ended_at is None:
            agree(session, actor(session, seat.person), appeal, appeal.version)
    perform_transition(session, appeal, "uphold", actor=chair, seen_version=appeal.version)
    assert appeal.application is not None
    return appeal.application


def another_head(session: Any) -> Actor:
    """Somebody without a part in any case, who holds the head's role for the time being."""
    other = person(session, "donante")
    grant_role(session, actor(session, "administracion"), other, Role.ROCB_HEAD, Scope.REGION, other.region_id)
    session.flush()
    return actor(session, other)


def test_the_decision_is_taken_again_by_others(session: Any) -> None:
    appeal = examined(session)
    first = session.scalars(select(Decision).where(Decision.application_id == appeal.application_id)).one()
    case = uphold(session, appeal, "new_decision")
    assert case.state == "awaiting_shortlisting" and first.overruled_by_id == appeal.id
    facts = facts_of(session, case)
    assert panel_member_without_interest(actor(session, first.decided_by), facts) is not None
    for key in ("apelaciones", "apelaciones2"):
        member = person(session, key)
        grant_role(session, actor(session, "administracion"), member, Role.ROCB_HEAD, Scope.REGION, member.region_id)
        session.flush()
        assert panel_member_without_interest(actor(session, key), facts) is not None
    assert panel_member_without_interest(another_head(session), facts_of(session, case)) is None


def test_a_new_review_is_by_others_and_the_old_one_stays_on_record(session: Any) -> None:
    appeal = examined(session)
    case = uphold(session, appeal, "review_again")
    rows = session.scalars(select(ReviewAssignment).where(ReviewAssignment.application_id == case.id)).all()
    assert case.state == "under_review" and rows
    assert all(row.ended_reason == SET_ASIDE and row.handed_in_at and row.scores for row in rows)
    with pytest.raises(Invalid):
        assign_reviewer(session, actor(session, "oficial"), case, rows[0].reviewer)


def test_an_outcome_in_place_of_the_decision_is_published_not_replaced(session: Any) -> None:
    case = uphold(session, examined(session), "overturn", outcome="shortlist")
    decision = pending_decision(session, case)
    assert case.state == "awaiting_shortlisting" and decision is not None and decision.appeal_id is not None
    head = another_head(session)
    with pytest.raises((TransitionRefused, NotPermitted)):
        reasons = [case.scheme.reasons["not_selected"][0]["code"]]
        record_decision(
            session, head, case, "not_select", reasons=reasons, statement="", seen_version=case.version
        )  # fmt: skip
    assert pending_decision(session, case) is decision


def test_a_remedy_that_does_not_fit_is_refused(session: Any) -> None:
    appeal = examined(session)
    chair = actor(session, "apelaciones")
    for remedy, details in (("mark_again", {}), ("overturn", {"outcome": "accredit"}), ("nothing", {})):
        with pytest.raises(Invalid):
            write_conclusion(session, chair, appeal, "Sí.", remedy=remedy, details=details)


def test_a_changed_conclusion_asks_everybody_again(session: Any) -> None:
    appeal = examined(session)
    chair = actor(session, "apelaciones")
    findings = {code: {"holds": True, "reason": "Consta."} for code in appeal.kinds}
    write_conclusion(session, chair, appeal, "Sí.", findings=findings, remedy="new_decision")
    agree(session, chair, appeal, appeal.version)
    agree(session, actor(session, "apelaciones2"), appeal, appeal.version)
    assert facts_of(session, appeal).panel_agreed == 2
    write_conclusion(session, chair, appeal, "Sí, pero.", findings=findings, remedy="new_decision")
    assert facts_of(session, appeal).panel_agreed == 0
    with pytest.raises(TransitionRefused):
        perform_transition(session, appeal, "uphold", actor=chair, seen_version=appeal.version)


def test_whoever_has_a_part_is_not_offered_and_the_reason_is_said(session: Any) -> None:
    appeal = examined(session)
    decision = session.scalars(select(Decision).where(Decision.application_id == appeal.application_id)).first()
    for who in (decision.decided_by, person(session, "donante")):
        grant_role(session, actor(session, "administracion"), who, Role.APPEALS_PANEL, Scope.REGION, who.region_id)
    session.flush()
    found = {one.person.id: one.against for one in candidates_for(session, appeal, facts_of(session, appeal))}
    assert found[person(session, "donante").id] == ()
    assert [why.message_id for why in found[decision.decided_by_id]] == ["Decided in this case."]


def test_a_member_with_a_conflict_found_late_is_replaced_on_record(session: Any) -> None:
    appeal = examined(session)
    old, new = person(session, "apelaciones2"), person(session, "donante")
    grant_role(session, actor(session, "administracion"), new, Role.APPEALS_PANEL, Scope.REGION, new.region_id)
    tie = {"region_id": old.region_id, "person_id": old.id, "other_id": appeal.about_id}
    session.add(Interest(**tie, kind="friend"))
    session.flush()
    assert facts_of(session, appeal).panel_conflicted == 1
    replace_member(session, actor(session, "oficial"), appeal, old.id, new.id, "Amistad conocida ayer.")
    facts = facts_of(session, appeal)
    assert (facts.panel, facts.panel_conflicted) == (2, 0)
    gone = next(seat for seat in seats_of(session, appeal) if seat.person_id == old.id)
    assert gone.ended_at is not None and gone.ended_reason == "Amistad conocida ayer."


def _short_listed_after_the_appeal(session: Any) -> Application:
    case = uphold(session, examined(session), "overturn", outcome="shortlist")
    session.execute(
        Application.__table__.update().where(Application.__table__.c.id == case.id).values(state="shortlisted")
    )
    session.expire_all()
    return case


def _fill_up(session: Any, case: Application) -> Workshop:
    workshop = room_for(session, case).workshop
    assert workshop is not None
    workshop.seats = room_for(session, case).taken or 1
    session.flush()
    return workshop


def test_a_seat_above_the_number_takes_nobody_s(session: Any) -> None:
    case = _short_listed_after_the_appeal(session)
    _fill_up(session, case)
    other = session.scalars(
        select(Application).where(
            Application.call_id == case.call_id, Application.state == "shortlisted", Application.id != case.id
        )
    ).first()
    before = facts_of(session, other).seats_left
    with pytest.raises(Invalid):
        promise_seat(session, actor(session, "direccion"), case, EXTRA, "")
    promise_seat(session, actor(session, "direccion"), case, EXTRA, "Se estimó su recurso.")
    assert facts_of(session, case).seats_left >= 1
    assert facts_of(session, other).seats_left == before


def test_a_seat_kept_in_the_next_workshop_is_nobody_else_s(session: Any) -> None:
    case = _short_listed_after_the_appeal(session)
    workshop = _fill_up(session, case)
    promise = promise_seat(session, actor(session, "direccion"), case, NEXT, "El taller está lleno.")
    assert promise.passed_over_id == workshop.id and case.deferred_until is not None
    other = session.scalars(
        select(Application).where(
            Application.call_id == case.call_id, Application.state == "shortlisted", Application.id != case.id
        )
    ).first()
    assert facts_of(session, case).seats_left <= 0, "not in the workshop that is full"
    promise.passed_over_id = None
    workshop.seats += 1
    session.flush()
    assert facts_of(session, case).seats_left >= 1 > facts_of(session, other).seats_left

"""A conflict found after the scores are in: they count nowhere, and the case goes back unless its decision is published."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.conflicts.asking import to_look_at
from accreditation.conflicts.found_late import own_up, record_tie
from accreditation.conflicts.voiding import decided_on_voided, void_scores, voided_in
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.evidence import judgements_of
from accreditation.history import timeline_of
from accreditation.invariants import broken_rows
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.reviews.decisions import pending_decision, record_decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assign_reviewer
from accreditation.tasks import tasks_of
from accreditation.texts import LOCALES, say
from accreditation.transition import facts_of, perform_transition
from accreditation.visibility import applications_visible_to
from accreditation.workflow import permissions
from accreditation.workflow.states import ApplicationState as S
from tests.conflicts.conftest import HEAD, OFFICER, Desk


def _scored(desk: Desk, state: S) -> ReviewAssignment:
    """The case becomes one in this state; the first reviewer who has handed in becomes the one in question."""
    query = (
        select(ReviewAssignment)
        .join(Application, Application.id == ReviewAssignment.application_id)
        .where(Application.state == state, ReviewAssignment.ended_at.is_(None))
        .where(ReviewAssignment.handed_in_at.is_not(None))
        .order_by(Application.number, ReviewAssignment.id)
    )
    assignment = desk.session.scalars(query).first()
    assert assignment is not None, state
    desk.case, desk.stranger = assignment.application, assignment.reviewer
    return assignment


def _decide(desk: Desk) -> Any:
    panel = desk.actor(HEAD)
    return record_decision(
        desk.session, panel, desk.case, "shortlist", reasons=[], statement="", seen_version=desk.case.version
    )


def _void(desk: Desk, assignment: ReviewAssignment, reason: str = "Se supo por una carta.") -> None:
    void_scores(desk.session, desk.actor(OFFICER), desk.case, assignment, reason)


def _counted(desk: Desk, assignment: ReviewAssignment) -> bool:
    names = [judge.name for judge in judgements_of(desk.session, desk.case).reviews]
    return assignment.reviewer.display_name in names


def test_the_office_voids_and_the_case_goes_back_from_the_panel(either_desk: Desk) -> None:
    desk = either_desk
    assignment = _scored(desk, S.AWAITING_SHORTLISTING)
    before, handed_in_at = len(timeline_of(desk.session, desk.case.id)), assignment.handed_in_at
    decision = _decide(desk)
    record_tie(desk.session, desk.actor(OFFICER), desk.case, desk.stranger, "colleague", "Se supo por una carta.")
    _void(desk, assignment)
    assert desk.case.state is S.UNDER_REVIEW and pending_decision(desk.session, desk.case) is None
    assert decision.set_aside_at == clock.now() and not _counted(desk, assignment)
    assert assignment.voided_at == clock.now() and assignment.handed_in_at == handed_in_at and assignment.scores
    assert [row.voided_reason for row in voided_in(desk.session, desk.case)] == ["Se supo por una carta."]
    last = timeline_of(desk.session, desk.case.id)[before:]
    assert [step.transition for step in last] == ["return_to_review"] and last[0].actor_id is None
    assert desk.stranger.display_name not in last[0].note
    assert "se descubrió tarde" in say(last[0].noted, "es") and len({say(last[0].noted, one) for one in LOCALES}) == 4
    facts = facts_of(desk.session, desk.case)
    assert facts.reviewers_conflicted() == 0 and facts.reviewers == facts.scores_in < facts.numbers["reviewers"]
    assert list(broken_rows(desk.session)) == []
    waits = [
        task.address for task in tasks_of(desk.session, desk.actor(OFFICER)) if task.errand == "ask_another_reviewer"
    ]
    assert waits == [desk.case.number]


def test_whose_scores_were_voided_is_not_asked_again(desk: Desk) -> None:
    assignment = _scored(desk, S.AWAITING_SHORTLISTING)
    tie = desk.ties("colleague")
    _void(desk, assignment)
    tie.dismissed_at = clock.now()
    with pytest.raises(Invalid):
        assign_reviewer(desk.session, desk.actor(OFFICER), desk.case, desk.stranger)


def test_the_panel_does_not_decide_while_a_conflict_stands(desk: Desk) -> None:
    """Also where nobody has voided anything yet: the tie alone stops the decision and its publication."""
    _scored(desk, S.AWAITING_SHORTLISTING)
    decision = _decide(desk)
    desk.workshop()
    with pytest.raises(TransitionRefused):
        _decide(desk)
    with pytest.raises(TransitionRefused):
        perform_transition(
            desk.session, desk.case, decision.outcome, actor=desk.actor(HEAD), seen_version=desk.case.version
        )
    assert desk.case.state is S.AWAITING_SHORTLISTING


@pytest.mark.parametrize(("kind", "state"), [("relative", S.UNDER_REVIEW), ("colleague", S.AWAITING_SHORTLISTING)])
def test_a_reviewer_who_declares_late(either_desk: Desk, kind: str, state: S) -> None:
    """Where the tie is hard the declaration itself voids; else the office weighs it. The case is closed to them at once."""
    desk = either_desk
    assignment = _scored(desk, S.AWAITING_SHORTLISTING)
    me = actor_of(desk.session, desk.stranger)
    assert desk.session.scalar(
        select(Application.id).where(Application.id == desk.case.id, applications_visible_to(me))
    )
    own_up(desk.session, me, desk.case, kind, "Mi primo.")
    assert desk.case.state is state and (assignment.voided_at is not None) == (kind == "relative")
    me = actor_of(desk.session, desk.stranger)
    assert not desk.session.scalar(
        select(Application.id).where(Application.id == desk.case.id, applications_visible_to(me))
    )
    assert not permissions.may(permissions.VIEW, me, facts_of(desk.session, desk.case), desk.case.state)
    listed = to_look_at(desk.session, desk.actor(OFFICER), applications_visible_to(desk.actor(OFFICER)))
    assert [row.case.id for row in listed] == ([] if kind == "relative" else [desk.case.id])


def test_a_reviewer_who_has_not_handed_in_just_steps_back(desk: Desk) -> None:
    query = select(ReviewAssignment).where(
        ReviewAssignment.application_id == desk.case.id, ReviewAssignment.handed_in_at.is_(None)
    )
    assignment = desk.session.scalars(query).first()
    assert assignment is not None
    own_up(desk.session, actor_of(desk.session, assignment.reviewer), desk.case, "close", "")
    assert assignment.ended_reason == "interest" and assignment.voided_at is None
    assert desk.case.state is S.UNDER_REVIEW


def test_on_hold_the_scores_are_voided_and_the_case_waits(desk: Desk) -> None:
    assignment = _scored(desk, S.AWAITING_SHORTLISTING)
    desk.ties("colleague")
    perform_transition(
        desk.session, desk.case, "hold", actor=desk.actor(HEAD), note="Una denuncia.",
        reasons=[desk.case.scheme.reasons["hold"][0]["code"]], seen_version=desk.case.version,
    )  # fmt: skip
    _void(desk, assignment)
    assert desk.case.state is S.AWAITING_SHORTLISTING and not _counted(desk, assignment)


def test_after_publication_nothing_is_undone_silently(either_desk: Desk) -> None:
    desk = either_desk
    assignment = _scored(desk, S.PRE_ACCREDITED)
    before = timeline_of(desk.session, desk.case.id)
    desk.ties("relative")
    assert decided_on_voided(desk.session, desk.case) == []
    _void(desk, assignment)
    assert desk.case.state is S.PRE_ACCREDITED and not _counted(desk, assignment)
    assert [step.id for step in timeline_of(desk.session, desk.case.id)] == [step.id for step in before]
    assert [decision.outcome for decision in decided_on_voided(desk.session, desk.case)] == ["shortlist"]


def test_scores_are_not_voided_without_a_conflict_or_by_outsiders(desk: Desk) -> None:
    assignment = _scored(desk, S.AWAITING_SHORTLISTING)
    with pytest.raises(Invalid):
        _void(desk, assignment)
    desk.ties("colleague")
    with pytest.raises(Invalid):
        _void(desk, assignment, "")
    other = desk.session.scalars(select(Application).where(Application.id != desk.case.id)).first()
    with pytest.raises(NotPermitted):
        void_scores(desk.session, desk.actor(OFFICER), other, assignment, "x")
    with pytest.raises(NotPermitted):
        void_scores(desk.session, actor_of(desk.session, desk.stranger), desk.case, assignment, "x")
    _void(desk, assignment)
    with pytest.raises(NotPermitted):
        _void(desk, assignment)


def test_what_they_do_together_after_the_selection_is_no_doubt_about_the_review(desk: Desk) -> None:
    _scored(desk, S.PRE_ACCREDITED)
    office = desk.actor(OFFICER)
    today = clock.today()
    desk.mission(desk.case, desk.stranger, (today - timedelta(days=9), today - timedelta(days=5)))
    assert to_look_at(desk.session, office, applications_visible_to(office)) == []
    desk.ties("relative")
    assert [row.case.id for row in to_look_at(desk.session, office, applications_visible_to(office))] == [desk.case.id]


def test_the_applicant_declares_nothing_about_reviewers(desk: Desk) -> None:
    applicant = desk.session.get_one(Person, desk.case.applicant_id)
    with pytest.raises(NotPermitted):
        own_up(desk.session, actor_of(desk.session, applicant), desk.case, "close", "")

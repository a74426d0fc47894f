"""A soft conflict is dismissed with a reason and may be taken back; a hard one by nobody; and the door goes by what stands."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.conflicts.among_reviewers import standing_conflicts
from accreditation.conflicts.dismissing import dismiss, dismissals_in, take_back
from accreditation.conflicts.finding import bars
from accreditation.conflicts.found_late import record_tie
from accreditation.conflicts.log import log_of
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.actor import actor_of
from accreditation.people.staff_notes import StaffNote
from accreditation.reviews.declaring import declare_interest, declare_no_interest, statements_in
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assign_reviewer, conflicts_of, take_off
from accreditation.texts import say
from accreditation.transition import facts_of
from accreditation.workflow.screening_guards import no_reviewer_has_an_interest
from tests.conflicts.conftest import HEAD, OFFICER, OTHER_OFFICER, Desk


def _dismiss(desk: Desk, by: str = OFFICER, reason: str = "Un curso de dos días en 2026, sin evaluación.") -> Any:
    conflict = next(each for each in desk.found() if each.stands)
    actor = desk.actor(by)
    return dismiss(desk.session, actor, desk.case, desk.stranger, conflict.kind, conflict.evidence, reason)


def test_a_dismissed_conflict_counts_no_longer_until_it_is_taken_back(either_desk: Desk) -> None:
    desk = either_desk
    desk.workshop()
    assert conflicts_of(desk.session, desk.case, desk.stranger) is not None
    version = desk.case.version
    row = _dismiss(desk)
    assert conflicts_of(desk.session, desk.case, desk.stranger) is None and desk.case.version > version
    found = desk.found()[0].dismissal
    assert found is not None and found.reason.startswith("Un curso") and found.at == clock.now()
    take_back(desk.session, desk.actor(HEAD), desk.case, row)
    assert bars(desk.found())
    with pytest.raises(NotPermitted):
        take_back(desk.session, desk.actor(HEAD), desk.case, row)
    said = [say(entry.said, "en") for entry in log_of(desk.session, desk.case)]
    assert {"Conflict dismissed: Trainer and trainee, Zenobia Quiroga Altamar"} < set(said)
    assert "Dismissal taken back: Trainer and trainee, Zenobia Quiroga Altamar" in said
    notes = set(desk.session.scalars(select(StaffNote.what).where(StaffNote.subject_id == desk.case.id)))
    assert {"dismiss_conflict", "restore_conflict"} <= notes


def test_it_is_of_this_tie_alone(desk: Desk) -> None:
    desk.workshop(ended=200)
    _dismiss(desk)
    desk.workshop(ended=20)
    assert [each.stands for each in desk.found()].count(True) == 1


def test_a_declared_soft_tie_is_dismissed_between_the_two_persons(either_desk: Desk) -> None:
    desk = either_desk
    tie = desk.ties("colleague")
    assert desk.case.applicant_id in actor_of(desk.session, desk.stranger).related_to
    row = _dismiss(desk)
    assert tie.dismissed_by_id == desk.person(OFFICER).id and not bars(desk.found())
    assert desk.case.applicant_id not in actor_of(desk.session, desk.stranger).related_to
    take_back(desk.session, desk.actor(OFFICER), desk.case, row)
    assert tie.dismissed_at is None and desk.case.applicant_id in actor_of(desk.session, desk.stranger).related_to


@pytest.mark.parametrize("kind", ["relative", "business", "close", "declared"])
def test_a_hard_one_is_dismissed_by_nobody(desk: Desk, kind: str) -> None:
    desk.ties(kind)
    for who in (OFFICER, HEAD):
        with pytest.raises(NotPermitted):
            _dismiss(desk, who)
    assert dismissals_in(desk.session, desk.case) == []


def test_what_does_not_stand_is_not_dismissed_and_a_reason_is_needed(desk: Desk) -> None:
    desk.workshop()
    with pytest.raises(Invalid):
        _dismiss(desk, reason="  ")
    with pytest.raises(NotPermitted):
        dismiss(desk.session, desk.actor(OFFICER), desk.case, desk.stranger, "mission", "x", "Porque sí.")
    conflict = desk.found()[0]
    _dismiss(desk)
    with pytest.raises(Invalid):
        dismiss(desk.session, desk.actor(HEAD), desk.case, desk.stranger, conflict.kind, conflict.evidence, "Otra vez.")


def test_nobody_weighs_their_own_or_a_relatives(desk: Desk) -> None:
    desk.workshop()
    officer = desk.person(OFFICER)
    desk.ties("relative", person_id=officer.id, other_id=desk.stranger.id)
    with pytest.raises(NotPermitted):
        _dismiss(desk)
    _dismiss(desk, OTHER_OFFICER if _is_officer(desk, OTHER_OFFICER) else HEAD)
    desk.ties("relative", person_id=officer.id)
    with pytest.raises(NotPermitted):
        record_tie(desk.session, desk.actor(OFFICER), desk.case, desk.stranger, "close", "Se supo.")
    for outsider in ("revisor@demo.example", "auditoria@demo.example"):
        with pytest.raises(NotPermitted):
            record_tie(desk.session, desk.actor(outsider), desk.case, desk.stranger, "close", "Se supo.")


def _is_officer(desk: Desk, email: str) -> bool:
    return any(grant.role == "rocb_officer" for grant in desk.actor(email).grants)


def test_a_case_does_not_leave_the_review_while_a_conflict_stands(either_desk: Desk) -> None:
    desk = either_desk
    assert facts_of(desk.session, desk.case).reviewers_conflicted() == 0
    query = select(ReviewAssignment).where(
        ReviewAssignment.application_id == desk.case.id, ReviewAssignment.ended_at.is_(None)
    )
    desk.stranger = desk.session.scalars(query).first().reviewer
    desk.workshop()
    facts = facts_of(desk.session, desk.case)
    assert facts.reviewers_conflicted() == 1 and no_reviewer_has_an_interest(facts) is not None
    assert set(standing_conflicts(desk.session, [desk.case])[desk.case.id]) == {desk.stranger.id}
    _dismiss(desk)
    assert facts_of(desk.session, desk.case).reviewers_conflicted() == 0


def test_whoever_is_tied_is_not_assigned(desk: Desk) -> None:
    desk.workshop()
    with pytest.raises(Invalid) as refusal:
        assign_reviewer(desk.session, desk.actor(OFFICER), desk.case, desk.stranger)
    assert "trained the applicant" in say(refusal.value.reasons[0], "en")
    _dismiss(desk)
    assert assign_reviewer(desk.session, desk.actor(OFFICER), desk.case, desk.stranger).ended_at is None


def test_the_statement_is_kept_in_the_words_that_were_read(either_desk: Desk) -> None:
    desk = either_desk
    for locale in ("fr", "es"):
        assignment = assign_reviewer(desk.session, desk.actor(OFFICER), desk.case, desk.stranger)
        declare_no_interest(desk.session, desk.actor(desk.stranger.email), assignment, locale)
        take_off(desk.session, desk.actor(OFFICER), desk.case, assignment, "office")
    assignment = assign_reviewer(desk.session, desk.actor(OFFICER), desk.case, desk.stranger)
    declare_interest(desk.session, desk.actor(desk.stranger.email), assignment, "business", "Una consultora.", "en")
    mine = [row for row in statements_in(desk.session, desk.case) if row.person_id == desk.stranger.id]
    assert [row.answer for row in mine] == ["none", "none", "business"]
    assert mine[0].words.startswith("Je déclare") and mine[1].words.startswith("Declaro que no tengo")
    assert mine[0].version == "2026-11" and mine[0].signed_at == clock.now() and mine[2].note == "Una consultora."
    assert assignment.ended_at is not None and bars(desk.found())

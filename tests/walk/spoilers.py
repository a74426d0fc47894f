"""For each guard one thing gone wrong, and nothing else: what then stands in the way of an otherwise ready step."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.applications.request_models import InformationRequest
from accreditation.people.models import Interest
from accreditation.reviews.models import ReviewAssignment
from accreditation.training.models import Workshop
from tests.walk.evidence import assignments_of
from tests.walk.ground import Ground, new_person
from tests.walk.scenes import SCENES

# Returns another row where the trouble is that it is another row; else the row that was ready stays the one to move.
Spoiler = Callable[[Ground, Any], Any]
SPOILERS: dict[str, Spoiler] = {}
A_DAY = timedelta(days=1)


def spoils(lifecycle: str, guard: str) -> Callable[[Spoiler], Spoiler]:
    """The function breaks what this guard of this lifecycle asks for."""

    def enter(spoil: Spoiler) -> Spoiler:
        SPOILERS[f"{lifecycle}.{guard}"] = spoil
        return spoil

    return enter


def _writes(guard: str, **values: Any) -> None:
    """The guard reads the application's own row."""

    @spoils("application", guard)
    def write(ground: Ground, case: Any) -> None:
        ground.put(case, **values)


_writes("it_is_not_on_hold", on_hold=True)
_writes("it_is_on_hold", on_hold=False)
_writes("the_declaration_is_signed", signed_at=None)
_writes("a_resit_is_left", resits_used=1)
_writes("an_extension_is_left", extensions_used=1)


@spoils("application", "the_call_is_open")
def the_call_closes_a_second_ago(ground: Ground, case: Any) -> None:
    ground.put(case.call, closes_at=clock.now() - timedelta(seconds=1))


@spoils("application", "it_was_never_submitted")
def it_was_submitted_an_hour_ago(ground: Ground, case: Any) -> None:
    ground.put(case, submitted_at=clock.now() - timedelta(hours=1))


@spoils("application", "every_section_is_complete")
def a_section_is_left(ground: Ground, case: Any) -> None:
    ground.put_where("section", {"application_id": case.id, "key": "motivation"}, is_complete=False)


@spoils("application", "every_document_is_there")
def the_curriculum_is_taken_out(ground: Ground, case: Any) -> None:
    ground.put_where("document", {"application_id": case.id}, removed_at=clock.now())


def _requests(ground: Ground, case: Any) -> list[Any]:
    query = select(InformationRequest.id).where(InformationRequest.application_id == case.id)
    return list(ground.session.scalars(query))


@spoils("application", "something_is_asked")
def the_question_is_struck_out(ground: Ground, case: Any) -> None:
    for request_id in _requests(ground, case):
        ground.remove("information_item", request_id=request_id)


@spoils("application", "everything_is_answered")
def an_answer_is_taken_back(ground: Ground, case: Any) -> None:
    for request_id in _requests(ground, case):
        ground.put_where("information_item", {"request_id": request_id}, answered_at=None)


@spoils("application", "it_was_asked_at_screening")
def the_reviewers_asked(ground: Ground, _case: Any) -> Any:
    return SCENES["application.answer_to_review"](ground)


@spoils("application", "it_was_asked_in_review")
def the_office_asked(ground: Ground, _case: Any) -> Any:
    return SCENES["application.answer_to_screening"](ground)


@spoils("application", "every_criterion_is_checked")
def a_check_is_struck_out(ground: Ground, case: Any) -> None:
    ground.remove("eligibility_check", application_id=case.id, criterion=case.scheme.eligibility[-1]["key"])


@spoils("application", "every_check_is_passed")
def a_check_fails(ground: Ground, case: Any) -> None:
    last = case.scheme.eligibility[-1]["key"]
    ground.put_where("eligibility_check", {"application_id": case.id, "criterion": last}, passed=False)


@spoils("application", "a_check_has_failed")
def no_check_fails(ground: Ground, case: Any) -> None:
    ground.put_where("eligibility_check", {"application_id": case.id}, passed=True)


@spoils("application", "enough_reviewers_are_assigned")
def a_reviewer_is_taken_off(ground: Ground, case: Any) -> None:
    ground.put(assignments_of(ground, case)[0], ended_at=clock.now())


def befriend(ground: Ground, case: Any, one: uuid.UUID, other: uuid.UUID) -> None:
    ground.add(Interest(region_id=case.region_id, person_id=one, other_id=other, kind="friend"))


@spoils("application", "no_reviewer_has_an_interest")
def a_reviewer_is_a_friend(ground: Ground, case: Any) -> None:
    befriend(ground, case, case.applicant_id, assignments_of(ground, case)[0].reviewer_id)


@spoils("application", "every_score_is_in")
def a_reviewer_has_not_handed_in(ground: Ground, case: Any) -> None:
    ground.put(assignments_of(ground, case)[0], handed_in_at=None)


@spoils("application", "enough_references_are_in")
def a_reference_is_a_condition(ground: Ground, case: Any) -> None:
    """Of this edition now; nobody who was asked has answered."""
    ground.put_where("referee_request", {"application_id": case.id}, answered_at=None, answers={})
    ground.put(case.scheme, numbers={**case.scheme.numbers, "references_needed": 1})


@spoils("application", "the_scores_agree")
def one_scores_lowest_the_other_highest(ground: Ground, case: Any) -> None:
    for assignment, level in zip(assignments_of(ground, case), (1, 5), strict=True):
        ground.put_where("score", {"assignment_id": assignment.id}, level=level)


@spoils("application", "no_floor_of_the_desk_review_bars")
def everybody_scored_lowest_and_that_bars(ground: Ground, case: Any) -> None:
    ground.put(case.scheme, numbers={**case.scheme.numbers, "desk_floor_bars": 1})
    for assignment in assignments_of(ground, case):
        ground.put_where("score", {"assignment_id": assignment.id}, level=1)


@spoils("application", "reasons_are_given")
def the_decision_gives_no_reason(ground: Ground, case: Any) -> None:
    ground.put_where("decision", {"application_id": case.id, "released_at": None}, reasons=[])


@spoils("application", "the_decision_says")
def something_else_was_decided(ground: Ground, case: Any) -> None:
    ground.put_where("decision", {"application_id": case.id, "released_at": None}, outcome="wait")


@spoils("application", "whoever_decided_is_impartial")
def whoever_decided_turns_out_to_be_a_friend(ground: Ground, case: Any) -> None:
    """Somebody who may publish stays: the decision is put into the name of another."""
    other = ground.person("panel@demo.example")
    ground.put_where("decision", {"application_id": case.id, "released_at": None}, decided_by_id=other.id)
    befriend(ground, case, case.applicant_id, other.id)


@spoils("application", "the_panel_agrees")
def the_edition_asks_for_three_votes(ground: Ground, case: Any) -> None:
    ground.put(case.scheme, numbers={**case.scheme.numbers, "panel_quorum": 3})


@spoils("application", "it_was_reviewed")
def no_review_was_handed_in(ground: Ground, case: Any) -> None:
    ground.put_where("review_assignment", {"application_id": case.id}, handed_in_at=None)


@spoils("application", "it_was_not_reviewed")
def a_review_was_handed_in(ground: Ground, case: Any) -> None:
    reviewer, now = new_person(ground, case.region_id), clock.now()
    row = {"region_id": case.region_id, "application_id": case.id, "reviewer_id": reviewer.id}
    ground.add(ReviewAssignment(**row, declared_at=now, handed_in_at=now))


def seat_of(ground: Ground, case: Any) -> Workshop:
    return ground.session.get_one(Workshop, case.workshop_id)


@spoils("application", "the_workshop_is_open")
def the_workshop_is_only_planned(ground: Ground, _case: Any) -> None:
    ground.put(ground.first("workshop", state="open"), state="planned")


@spoils("application", "a_seat_is_free")
def every_seat_is_taken(ground: Ground, _case: Any) -> None:
    workshop = ground.first("workshop", state="open")
    ground.put(workshop, seats=len(ground.all("application", workshop_id=workshop.id)))


@spoils("application", "the_workshop_is_running")
def the_workshop_has_not_begun(ground: Ground, case: Any) -> None:
    ground.put(seat_of(ground, case), state="open")


@spoils("application", "the_candidate_was_there")
def the_list_says_absent(ground: Ground, case: Any) -> None:
    ground.put_where("attendance", {"application_id": case.id}, present=False)


@spoils("application", "the_candidate_was_absent")
def the_list_says_present(ground: Ground, case: Any) -> None:
    ground.put_where("attendance", {"application_id": case.id}, present=True)


def _mark_of_one(ground: Ground, case: Any, **values: Any) -> None:
    first = case.scheme.rubric[0]["key"]
    ground.put_where("mark", {"application_id": case.id, "criterion": first}, **values)


@spoils("application", "every_criterion_is_marked")
def a_criterion_loses_its_marks(ground: Ground, case: Any) -> None:
    _mark_of_one(ground, case, voided_at=clock.now())


@spoils("application", "marks_reach_the_thresholds")
def the_marks_are_too_low(ground: Ground, case: Any) -> None:
    """Under the floor in one criterion; over all still above the pass mark."""
    ground.put_where("mark", {"application_id": case.id}, level=5)
    _mark_of_one(ground, case, level=1)


def _mission_becomes(guard: str, state: str) -> None:
    @spoils("application", guard)
    def move(ground: Ground, case: Any) -> None:
        ground.put(ground.all("mission", application_id=case.id)[-1], state=state)


_mission_becomes("the_mission_is_released", "offered")
_mission_becomes("the_mission_has_ended_early", "under_way")
_mission_becomes("the_report_is_in", "under_way")
_mission_becomes("no_mission_is_arranged", "offered")


@spoils("application", "the_report_is_positive")
def the_mentor_advises_against(ground: Ground, case: Any) -> None:
    mission = ground.all("mission", application_id=case.id)[-1]
    ground.put_where("mission_report", {"mission_id": mission.id}, recommends=False)


@spoils("application", "the_track_leads_to_accreditation")
def the_call_leads_to_recognition(ground: Ground, case: Any) -> None:
    ground.put(case.call, track="recognized")


@spoils("application", "the_track_leads_to_recognition")
def the_call_leads_to_accreditation(ground: Ground, case: Any) -> None:
    ground.put(case.call, track="accredited")


@spoils("application", "the_deferral_is_over")
def a_day_of_the_deferral_is_left(ground: Ground, case: Any) -> None:
    ground.put(case, deferred_until=clock.today() + A_DAY)


@spoils("application", "the_time_is_over")
def there_is_a_day_left(ground: Ground, case: Any) -> None:
    ground.put(case, due_at=clock.now() + A_DAY)

"""For each step a scene in which nothing stands in its way: a row in the right state, with its evidence. Applications."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from accreditation import clock
from accreditation.training.models import Workshop
from tests.walk import evidence
from tests.walk.ground import Ground

Scene = Callable[[Ground], Any]
SCENES: dict[str, Scene] = {}


def scene(*steps: str) -> Callable[[Scene], Scene]:
    """The function prepares these steps and returns the row that would take them."""

    def enter(prepare: Scene) -> Scene:
        SCENES.update(dict.fromkeys(steps, prepare))
        return prepare

    return enter


def waiting_in(ground: Ground, state: str) -> Any:
    return ground.first("application", state=state)


@scene("application.submit")
def a_finished_draft(ground: Ground) -> Any:
    case = waiting_in(ground, "draft")
    evidence.write_dossier(ground, case)
    return case


@scene("application.ask_for_information")
def a_question_written(ground: Ground) -> Any:
    case = waiting_in(ground, "screening")
    evidence.ask_for_something(ground, case)
    return case


@scene("application.answer_to_screening")
def an_answer_to_the_office(ground: Ground) -> Any:
    case = ground.first("application", state="information_requested", asked_from="screening")
    evidence.answer_everything(ground, case)
    return case


@scene("application.answer_to_review")
def an_answer_to_the_reviewers(ground: Ground) -> Any:
    case = waiting_in(ground, "under_review")
    evidence.ask_for_something(ground, case)
    ground.step(case, "ask_for_information")
    evidence.answer_everything(ground, case)
    return case


@scene("application.start_review")
def a_case_checked(ground: Ground) -> Any:
    case = waiting_in(ground, "screening")
    evidence.check_everything(ground, case)
    evidence.assign_reviewers(ground, case)
    return case


@scene("application.find_ineligible")
def a_condition_not_met(ground: Ground) -> Any:
    case = waiting_in(ground, "screening")
    evidence.find_a_fault(ground, case)
    return case


@scene("application.close_review")
def a_case_scored(ground: Ground) -> Any:
    case = waiting_in(ground, "under_review")
    evidence.score_everything(ground, case)
    return case


@scene("application.return_to_review")
def a_case_before_the_panel(ground: Ground) -> Any:
    return waiting_in(ground, "awaiting_shortlisting")


def _decided(state: str, outcome: str) -> Scene:
    def a_decision_recorded(ground: Ground) -> Any:
        case = waiting_in(ground, state)
        evidence.decide(ground, case, outcome)
        return case

    return scene(f"application.{outcome}")(a_decision_recorded)


for _outcome in ("shortlist", "waitlist", "not_select"):
    _decided("awaiting_shortlisting", _outcome)
for _outcome in ("pre_accredit", "offer_resit", "find_not_successful"):
    _decided("awaiting_pre_accreditation", _outcome)
for _outcome in ("accredit", "order_second_mission", "refuse_accreditation"):
    _decided("awaiting_accreditation", _outcome)


@scene("application.recognize")
def a_recognition_recorded(ground: Ground) -> Any:
    case = waiting_in(ground, "awaiting_accreditation")
    ground.put(case.call, track="recognized")
    evidence.decide(ground, case, "recognize")
    return case


@scene("application.invite")
def a_place_to_give(ground: Ground) -> Any:
    return waiting_in(ground, "shortlisted")


@scene("application.confirm")
def a_place_to_accept(ground: Ground) -> Any:
    return waiting_in(ground, "invited")


@scene("application.defer", "application.return_seat")
def a_seat_taken(ground: Ground) -> Any:
    return waiting_in(ground, "confirmed")


def _first_day(ground: Ground, *, absent: bool) -> Any:
    case = waiting_in(ground, "confirmed")
    workshop = ground.session.get_one(Workshop, case.workshop_id)
    today = clock.today(workshop.time_zone)
    ground.put(workshop, starts_on=today, ends_on=today)
    evidence.call_the_roll(ground, workshop, absent=(case.id,) if absent else ())
    ground.put(workshop, state="running")
    return case


@scene("application.take_seat")
def a_candidate_who_came(ground: Ground) -> Any:
    return _first_day(ground, absent=False)


@scene("application.miss_workshop")
def a_candidate_who_stayed_away(ground: Ground) -> Any:
    return _first_day(ground, absent=True)


@scene("application.complete_workshop")
def a_candidate_marked(ground: Ground) -> Any:
    case = waiting_in(ground, "in_workshop")
    evidence.mark_everything(ground, case)
    return case


@scene("application.begin_mission")
def a_candidate_released(ground: Ground) -> Any:
    case = waiting_in(ground, "pre_accredited")
    mission = ground.first("mission", application_id=case.id)
    ground.step(mission, "accept_mission")
    ground.step(mission, "release_for_mission")
    return case


@scene("application.return_from_mission")
def a_mission_broken_off(ground: Ground) -> Any:
    case = waiting_in(ground, "on_mission")
    ground.put(ground.first("mission", application_id=case.id), state="cancelled")
    return case


@scene("application.complete_mission")
def a_mission_reported(ground: Ground) -> Any:
    case = waiting_in(ground, "on_mission")
    mission = ground.first("mission", application_id=case.id)
    evidence.report(ground, mission)
    ground.put(mission, state="reported")
    return case


@scene("application.withdraw")
def a_case_with_a_mission(ground: Ground) -> Any:
    return waiting_in(ground, "pre_accredited")


@scene("application.withdraw_nomination", "application.hold")
def a_case_in_review(ground: Ground) -> Any:
    return waiting_in(ground, "under_review")


@scene("application.lapse")
def a_time_over(ground: Ground) -> Any:
    case = waiting_in(ground, "pre_accredited")
    ground.step(ground.first("mission", application_id=case.id), "time_out_offer")
    ground.put(case, due_at=clock.now() - timedelta(days=1))
    return case


@scene("application.end_deferral")
def a_deferral_over(ground: Ground) -> Any:
    case = waiting_in(ground, "shortlisted")
    ground.put(case, deferred_until=clock.today() - timedelta(days=2))
    return case


@scene("application.reopen_draft")
def a_draft_that_lapsed(ground: Ground) -> Any:
    case = waiting_in(ground, "draft")
    ground.put(case, due_at=clock.now() - timedelta(seconds=1))
    ground.step(case, "lapse")
    return case


@scene("application.release_hold")
def a_case_held(ground: Ground) -> Any:
    case = waiting_in(ground, "under_review")
    ground.step(case, "hold")
    return case


@scene("application.extend")
def a_time_to_extend(ground: Ground) -> Any:
    return waiting_in(ground, "pre_accredited")


@scene("application.reopen_screening")
def a_refusal_at_screening(ground: Ground) -> Any:
    case = a_condition_not_met(ground)
    ground.step(case, "find_ineligible")
    return case


@scene("application.reopen_selection", "application.reopen_review")
def a_refusal_by_the_panel(ground: Ground) -> Any:
    return waiting_in(ground, "not_selected")


@scene("application.reopen_workshop_result")
def a_refusal_after_the_workshop(ground: Ground) -> Any:
    case = SCENES["application.find_not_successful"](ground)
    ground.step(case, "find_not_successful")
    return case


@scene("application.reopen_accreditation")
def a_refusal_after_the_mission(ground: Ground) -> Any:
    case = SCENES["application.refuse_accreditation"](ground)
    ground.step(case, "refuse_accreditation")
    return case

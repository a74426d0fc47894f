"""Scenes in which nothing stands in the way of a step: workshops, missions, accreditations, certificates, appeals."""

from datetime import timedelta
from typing import Any

from accreditation import clock
from accreditation.accreditations.amendment_models import Kind
from accreditation.schemes.models import Call
from tests.walk import evidence
from tests.walk.ground import Ground
from tests.walk.renewing import practise_and_ask
from tests.walk.scenes import SCENES, scene, waiting_in

A_LONG_TIME = timedelta(days=900)


@scene("workshop.open_workshop")
def a_workshop_planned(ground: Ground) -> Any:
    call = ground.session.get_one(Call, ground.first("workshop", state="open").call_id)
    return evidence.plan_a_workshop(ground, call)


@scene("workshop.postpone_workshop", "workshop.cancel_workshop")
def a_workshop_open(ground: Ground) -> Any:
    return ground.first("workshop", state="open")


@scene("workshop.start_workshop")
def a_first_day(ground: Ground) -> Any:
    workshop = a_workshop_open(ground)
    today = clock.today(workshop.time_zone)
    ground.put(workshop, starts_on=today, ends_on=today)
    evidence.call_the_roll(ground, workshop)
    return workshop


@scene("workshop.end_workshop")
def a_last_day(ground: Ground) -> Any:
    workshop = ground.first("workshop", state="running")
    ground.put(workshop, ends_on=clock.today(workshop.time_zone))
    return workshop


@scene("workshop.close_workshop")
def a_workshop_marked(ground: Ground) -> Any:
    workshop = a_last_day(ground)
    ground.step(workshop, "end_workshop")
    evidence.mark_everything(ground, waiting_in(ground, "in_workshop"))
    return workshop


@scene("mission.offer_mission")
def a_mission_planned(ground: Ground) -> Any:
    offered = ground.first("mission", state="offered")
    ground.step(offered, "time_out_offer")
    return evidence.plan_a_mission(ground, offered.application)


@scene(
    *("mission.accept_mission", "mission.decline_mission", "mission.time_out_offer", "mission.postpone_mission"),
    *("mission.cancel_mission", "mission.drop_mission"),
)
def a_mission_offered(ground: Ground) -> Any:
    return ground.first("mission", state="offered")


@scene("mission.release_for_mission")
def a_mission_accepted(ground: Ground) -> Any:
    mission = a_mission_offered(ground)
    ground.step(mission, "accept_mission")
    return mission


@scene("mission.start_mission")
def a_mission_about_to_begin(ground: Ground) -> Any:
    mission = a_mission_accepted(ground)
    ground.step(mission, "release_for_mission")
    today = clock.today(mission.beneficiary.time_zone)
    ground.put(mission, starts_on=today, ends_on=today)
    return mission


@scene("mission.hand_in_report")
def a_report_written(ground: Ground) -> Any:
    mission = ground.first("mission", state="under_way")
    evidence.report(ground, mission)
    return mission


@scene("mission.evaluate_mission")
def a_mission_thanked_for(ground: Ground) -> Any:
    mission = ground.first("mission", state="reported")
    evidence.thank(ground, mission)
    return mission


def _accreditation(ground: Ground) -> Any:
    """The one whose certificate is issued."""
    issued = ground.first("certificate", state="issued")
    return issued.accreditation


@scene(
    *("accreditation.suspend", "accreditation.declare_unavailable"),
    *("accreditation.replace_by_new_grant", "accreditation.end_accreditation"),
)
def an_active_expert(ground: Ground) -> Any:
    return _accreditation(ground)


@scene("accreditation.correct_name")
def an_expert_whose_name_is_approved(ground: Ground) -> Any:
    held = _accreditation(ground)
    evidence.approve(ground, held, Kind.NAME, evidence.NAME)
    return held


@scene("accreditation.change_scope")
def an_expert_whose_new_scope_is_decided(ground: Ground) -> Any:
    held = _accreditation(ground)
    scope = {"category": held.category.code, "subject": held.subject.code, "level": "recognized"}
    evidence.approve(ground, held, Kind.SCOPE, {**scope, "direction": "reduced", "reference": ""})
    return held


@scene("accreditation.suspend_on_request")
def an_expert_whose_pause_is_approved(ground: Ground) -> Any:
    held = _accreditation(ground)
    until = clock.today() + timedelta(days=30)
    evidence.approve(ground, held, Kind.PAUSE, {"until": until.isoformat()})
    return held


@scene("accreditation.resume")
def an_expert_in_a_pause(ground: Ground) -> Any:
    held = an_expert_whose_pause_is_approved(ground)
    ground.step(held, "suspend_on_request")
    return held


@scene("accreditation.withdraw_accreditation")
def an_expert_against_whom_two_keys_are_turned(ground: Ground) -> Any:
    held = _accreditation(ground)
    evidence.turn_both_keys(ground, held, "withdraw_accreditation")
    return held


@scene("application.overturn_selection")
def a_selection_to_overturn(ground: Ground) -> Any:
    case = waiting_in(ground, "not_selected")
    evidence.turn_both_keys(ground, case, "overturn_selection")
    return case


@scene("application.overturn_workshop_result")
def a_workshop_result_to_overturn(ground: Ground) -> Any:
    case = waiting_in(ground, "pre_accredited")
    ground.step(ground.first("mission", application_id=case.id), "time_out_offer")
    evidence.turn_both_keys(ground, case, "overturn_workshop_result")
    return case


def _waive(ground: Ground, state: str, station: str) -> Any:
    case = ground.first("application", state=state, resits_used=0)
    evidence.waive(ground, case, station)
    return case


@scene("application.pass_over_workshop")
def a_candidate_without_a_workshop(ground: Ground) -> Any:
    return _waive(ground, "shortlisted", "workshop")


@scene("application.pass_over_mission")
def a_candidate_without_a_mission(ground: Ground) -> Any:
    return _waive(ground, "pre_accredited", "mission")


@scene("application.overturn_accreditation")
def a_refusal_to_overturn(ground: Ground) -> Any:
    case = SCENES["application.refuse_accreditation"](ground)
    ground.step(case, "refuse_accreditation")
    evidence.turn_both_keys(ground, case, "overturn_accreditation")
    return case


@scene("accreditation.warn_of_expiry")
def an_end_in_sight(ground: Ground) -> Any:
    held = _accreditation(ground)
    ground.put(held, expires_on=clock.today() + timedelta(days=100))
    return held


@scene("accreditation.expire")
def a_validity_over(ground: Ground) -> Any:
    held = _accreditation(ground)
    ended = clock.today() - timedelta(days=2)
    ground.put(held, granted_on=ended - A_LONG_TIME, expires_on=ended)
    ground.put(ground.first("certificate", accreditation_id=held.id), expires_on=ended)
    return held


@scene("accreditation.renew")
def an_expert_who_led(ground: Ground) -> Any:
    held = _accreditation(ground)
    practise_and_ask(ground, held)
    return held


@scene("accreditation.reinstate")
def an_expert_suspended(ground: Ground) -> Any:
    held = _accreditation(ground)
    ground.step(held, "suspend")
    return held


@scene("accreditation.reinstate_expired")
def an_expert_expired_who_led(ground: Ground) -> Any:
    held = a_validity_over(ground)
    ground.step(held, "expire")
    practise_and_ask(ground, held)
    return held


@scene("accreditation.declare_available")
def an_expert_away(ground: Ground) -> Any:
    held = _accreditation(ground)
    ground.step(held, "declare_unavailable")
    return held


@scene("certificate.approve_content")
def a_number_reserved(ground: Ground) -> Any:
    return ground.first("certificate", state="reserved")


@scene("certificate.sign")
def a_document_stored(ground: Ground) -> Any:
    certificate = a_number_reserved(ground)
    ground.step(certificate, "approve_content")
    evidence.store_the_document(ground, certificate)
    return certificate


@scene("certificate.log")
def a_document_signed(ground: Ground) -> Any:
    certificate = a_document_stored(ground)
    ground.step(certificate, "sign")
    evidence.enter_in_the_log(ground, certificate)
    return certificate


@scene("certificate.issue")
def a_document_logged(ground: Ground) -> Any:
    certificate = a_document_signed(ground)
    ground.step(certificate, "log")
    return certificate


@scene("certificate.supersede")
def a_document_replaced(ground: Ground) -> Any:
    issued = ground.first("certificate", state="issued")
    ground.put(issued, successor_id=ground.first("certificate", state="reserved").id)
    return issued


@scene("certificate.revoke")
def a_document_issued(ground: Ground) -> Any:
    return ground.first("certificate", state="issued")


@scene("certificate.expire_certificate")
def a_document_past_its_day(ground: Ground) -> Any:
    a_validity_over(ground)
    return ground.first("certificate", state="issued")


@scene("appeal.acknowledge")
def an_appeal_filed(ground: Ground) -> Any:
    return ground.first("appeal", state="filed")


@scene("appeal.find_inadmissible")
def an_appeal_acknowledged(ground: Ground) -> Any:
    appeal = an_appeal_filed(ground)
    ground.step(appeal, "acknowledge")
    return appeal


@scene("appeal.open_examination")
def a_panel_named(ground: Ground) -> Any:
    appeal = an_appeal_acknowledged(ground)
    evidence.seat_the_panel(ground, appeal)
    return appeal


@scene("appeal.uphold", "appeal.uphold_partly", "appeal.dismiss")
def a_conclusion_written(ground: Ground) -> Any:
    appeal = ground.first("appeal", state="under_examination")
    evidence.conclude(ground, appeal)
    return appeal


@scene("appeal.withdraw_appeal")
def an_appeal_under_examination(ground: Ground) -> Any:
    return ground.first("appeal", state="under_examination")

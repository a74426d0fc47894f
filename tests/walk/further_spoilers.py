"""One thing gone wrong for each guard of workshops, missions, accreditations, certificates and appeals."""

from datetime import timedelta
from typing import Any

from accreditation import clock
from accreditation.appeals.models import AppealHearing, AppealPanelist
from accreditation.region.models import Region
from accreditation.transition import open_case
from accreditation.workflow.actors import THE_SYSTEM
from tests.walk.evidence import a_complaint, conclude, hear, waive
from tests.walk.further_scenes import A_LONG_TIME
from tests.walk.ground import Ground
from tests.walk.spoilers import A_DAY, SPOILERS, befriend, spoils


def today() -> Any:
    return clock.today()


@spoils("application", "both_keys_are_turned")
@spoils("accreditation", "both_keys_are_turned")
def it_changed_after_the_second_key(ground: Ground, row: Any) -> None:
    ground.put_where("key_request", {"subject_id": row.id}, subject_version=row.version - 2)


@spoils("application", "the_workshop_is_waived")
@spoils("application", "the_mission_is_waived")
def the_waiver_was_taken_back(ground: Ground, case: Any) -> None:
    ground.put_where("waiver", {"application_id": case.id}, taken_back_at=clock.now())


@spoils("application", "a_workshop_was_held")
def the_workshop_was_passed_over(ground: Ground, case: Any) -> None:
    waive(ground, case, "workshop")
    ground.put_where("state_change", {"subject_id": case.id, "transition": "open"}, transition="pass_over_workshop")


@spoils("workshop", "it_has_dates")
@spoils("mission", "it_has_dates")
def the_last_day_comes_before_the_first(ground: Ground, row: Any) -> None:
    ground.put(row, ends_on=row.starts_on - A_DAY)


@spoils("workshop", "it_has_assessors")
def an_assessor_is_missing(ground: Ground, workshop: Any) -> None:
    evaluator = ground.person("evaluador@demo.example")
    ground.remove("workshop_staff", workshop_id=workshop.id, person_id=evaluator.id)


@spoils("workshop", "the_first_day_has_come")
def it_begins_the_day_after_tomorrow(ground: Ground, workshop: Any) -> None:
    begins = today() + 2 * A_DAY
    ground.put_where("attendance", {"workshop_id": workshop.id, "day": workshop.starts_on}, day=begins)
    ground.put(workshop, starts_on=begins, ends_on=begins)


@spoils("workshop", "somebody_confirmed")
def nobody_has_confirmed(ground: Ground, workshop: Any) -> None:
    ground.put_where("application", {"workshop_id": workshop.id, "state": "confirmed"}, state="invited")


@spoils("workshop", "attendance_is_recorded")
def the_roll_was_not_called(ground: Ground, workshop: Any) -> None:
    ground.remove("attendance", workshop_id=workshop.id)


@spoils("workshop", "the_last_day_has_come")
def it_ends_the_day_after_tomorrow(ground: Ground, workshop: Any) -> None:
    ground.put(workshop, ends_on=today() + 2 * A_DAY)


@spoils("workshop", "every_mark_is_in")
def a_criterion_loses_its_marks(ground: Ground, workshop: Any) -> None:
    first = workshop.call.scheme.rubric[0]["key"]
    ground.put_where("mark", {"workshop_id": workshop.id, "criterion": first}, voided_at=clock.now())


@spoils("mission", "the_candidate_is_pre_accredited")
def the_candidate_is_already_on_another(ground: Ground, mission: Any) -> None:
    ground.put(mission.application, state="on_mission")


@spoils("mission", "the_mentor_is_accredited")
def the_mentor_is_appointed_no_more(ground: Ground, mission: Any) -> None:
    ground.put_where("role_grant", {"person_id": mission.mentor_id, "scope": "call"}, revoked_at=clock.now())


@spoils("mission", "the_mentor_has_no_interest")
def the_mentor_is_a_friend(ground: Ground, mission: Any) -> None:
    befriend(ground, mission, mission.mentor_id, mission.application.applicant_id)


@spoils("mission", "the_candidate_accepts")
def the_candidate_has_not_accepted(ground: Ground, mission: Any) -> None:
    ground.put(mission, accepted_at=None)


@spoils("mission", "the_first_day_has_come")
def the_mission_begins_the_day_after_tomorrow(ground: Ground, mission: Any) -> None:
    ground.put(mission, starts_on=today() + 2 * A_DAY, ends_on=today() + 3 * A_DAY)


@spoils("mission", "the_report_is_complete")
def the_report_says_nothing(ground: Ground, mission: Any) -> None:
    ground.put_where("mission_report", {"mission_id": mission.id}, summary=" ")


@spoils("mission", "feedback_is_in")
def nobody_has_answered(ground: Ground, mission: Any) -> None:
    ground.remove("mission_feedback", mission_id=mission.id)


@spoils("accreditation", "the_expiry_is_near")
def the_end_is_far(ground: Ground, held: Any) -> None:
    ground.put(held, expires_on=today() + timedelta(days=400))


@spoils("accreditation", "the_last_day_has_passed")
@spoils("certificate", "the_last_day_has_passed")
def it_is_valid_until_the_day_after_tomorrow(ground: Ground, row: Any) -> None:
    ground.put(row, expires_on=today() + 2 * A_DAY)


@spoils("accreditation", "nothing_is_missing_for_renewal")
def somebody_else_led(ground: Ground, held: Any) -> None:
    mentor = ground.person("mentor@demo.example")
    ground.put_where("mission", {"mentor_id": held.person_id}, mentor_id=mentor.id)


@spoils("accreditation", "no_complaint_is_open")
def somebody_complains(ground: Ground, held: Any) -> None:
    ground.add(a_complaint(ground, held))


@spoils("accreditation", "it_has_not_expired")
def its_last_day_was_over(ground: Ground, held: Any) -> None:
    ended = today() - 2 * A_DAY
    ground.put(held, granted_on=ended - A_LONG_TIME, expires_on=ended)


@spoils("accreditation", "reinstatement_is_in_time")
def it_expired_long_ago(ground: Ground, held: Any) -> None:
    ended = today() - timedelta(days=400)
    ground.put(held, granted_on=ended - A_LONG_TIME, expires_on=ended)


@spoils("accreditation", "a_name_is_approved")
@spoils("accreditation", "a_scope_is_decided")
@spoils("accreditation", "a_pause_is_approved")
def it_was_refused(ground: Ground, held: Any) -> None:
    ground.put_where("amendment", {"accreditation_id": held.id}, outcome="refused")


@spoils("accreditation", "the_own_pause_lasts")
def the_pause_was_over_yesterday(ground: Ground, held: Any) -> None:
    ground.put(held, paused_until=today() - 2 * A_DAY)


@spoils("certificate", "issuing_is_not_stopped")
def issuing_is_stopped(ground: Ground, certificate: Any) -> None:
    ground.put(ground.session.get_one(Region, certificate.region_id), issuing_stopped_at=clock.now())


@spoils("certificate", "the_person_is_accredited")
def the_person_is_suspended(ground: Ground, certificate: Any) -> None:
    ground.put(certificate.accreditation, state="suspended")


@spoils("certificate", "the_content_has_no_fault")
def the_name_is_another(ground: Ground, certificate: Any) -> None:
    ground.put(certificate, holder_name="Otra Persona")


@spoils("certificate", "the_document_is_stored")
def no_document_is_stored(ground: Ground, certificate: Any) -> None:
    ground.put(certificate, storage_key=None)


@spoils("certificate", "the_log_has_it")
def the_log_has_no_entry(ground: Ground, certificate: Any) -> None:
    ground.remove("log_leaf", certificate_id=certificate.id)


@spoils("certificate", "a_successor_exists")
def nothing_takes_its_place(ground: Ground, certificate: Any) -> None:
    ground.put(certificate, successor_id=None)


@spoils("appeal", "it_was_filed_in_time")
def it_comes_too_late(ground: Ground, appeal: Any) -> None:
    ground.put(appeal, decision_published_at=appeal.filed_at - timedelta(days=31))


def _second_member(ground: Ground) -> Any:
    return ground.person("apelaciones2@demo.example").id


@spoils("appeal", "the_panel_is_complete")
def a_member_is_missing(ground: Ground, appeal: Any) -> None:
    ground.remove("appeal_panelist", appeal_id=appeal.id, person_id=_second_member(ground))


@spoils("appeal", "the_panel_has_no_interest")
def another_member_is_a_friend(ground: Ground, appeal: Any) -> None:
    befriend(ground, appeal, _second_member(ground), appeal.application.applicant_id)


def _ready_but(ground: Ground, **missing: Any) -> Any:
    """A complaint that could be handed over to its panel, but for what is missing."""
    complaint = a_complaint(ground, ground.first("accreditation"))
    open_case(ground.session, complaint, actor=THE_SYSTEM)
    ground.put(complaint, state="acknowledged", **missing)
    for place, key in enumerate(("apelaciones", "apelaciones2")):
        person = ground.person(f"{key}@demo.example")
        ground.add(AppealPanelist(appeal_id=complaint.id, person_id=person.id, is_chair=place == 0))
    return complaint


@spoils("appeal", "it_says_whom_it_concerns")
def nobody_said_whom_it_concerns(ground: Ground, _appeal: Any) -> Any:
    return _ready_but(ground, linked_at=None, about_id=None)


@spoils("appeal", "the_person_was_heard")
def the_person_still_has_time_to_answer(ground: Ground, _appeal: Any) -> Any:
    complaint = _ready_but(ground, linked_at=clock.now())
    now, until = clock.now(), clock.now() + A_DAY
    row = {"appeal_id": complaint.id, "person_id": complaint.about_id, "alleged": "Algo."}
    ground.add(AppealHearing(**row, asked_at=now, answer_by=until))
    return complaint


@spoils("appeal", "what_follows_is_named")
def the_panel_names_nothing(ground: Ground, _appeal: Any) -> Any:
    complaint = _ready_but(ground)
    hear(ground, complaint)
    ground.put(complaint, state="under_examination")
    conclude(ground, complaint)
    ground.put(complaint, measure="")
    return complaint


@spoils("appeal", "the_part_is_named")
def the_panel_names_no_part(ground: Ground, appeal: Any) -> None:
    ground.put(appeal, upheld_part="")


@spoils("appeal", "the_panel_agrees")
def half_of_the_panel_agrees(ground: Ground, appeal: Any) -> None:
    ground.put_where("appeal_panelist", {"appeal_id": appeal.id, "person_id": _second_member(ground)}, agreed_at=None)


@spoils("appeal", "reasons_are_written")
def the_panel_gives_no_reasons(ground: Ground, appeal: Any) -> None:
    ground.put(appeal, conclusion=" ")


@spoils("appeal", "the_decision_still_stands")
def the_case_was_reopened_meanwhile(ground: Ground, appeal: Any) -> None:
    """And the refusal that went before it was one of the screening, to which the case could go back."""
    ground.put_where("decision", {"application_id": appeal.application_id}, set_aside_at=clock.now())
    ground.put_where("review_assignment", {"application_id": appeal.application_id}, handed_in_at=None)
    ground.put(appeal.application, state="under_review")


def spoiler_of(lifecycle: str, guard: str) -> Any:
    """One trouble serves for every outcome that a decision may have."""
    return SPOILERS[f"{lifecycle}.{'the_decision_says' if guard.startswith('the_decision_says_') else guard}"]

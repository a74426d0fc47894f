"""Witnesses of the guards from invitation to accreditation: workshops, marks, missions, reports, time."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

from tests.walk.look import Look
from tests.walk.statements import guard
from tests.walk.who import belongs, holder_of, is_tied

SEATED = frozenset({"invited", "confirmed", "in_workshop"})


def _call_workshop(look: Look) -> Any:
    """The call's workshop that is open for candidates, the first if there are several; else the first planned."""
    waiting = look.rows("workshop", call_id=look.case.call_id, state={"open", "planned"})
    return min(waiting, key=lambda row: (row.state != "open", str(row.id)), default=None)


@guard("the_workshop_is_open", "application.invite", "application.confirm")
def its_workshop_took_candidates(look: Look) -> bool:
    workshop = look.workshop or _call_workshop(look)
    return workshop is not None and workshop.state == "open"


@guard("a_seat_is_free", "application.invite")
def a_seat_was_free(look: Look) -> bool:
    workshop = look.workshop or _call_workshop(look)
    if workshop is None:
        return False
    others = look.rows("application", workshop_id=workshop.id, state=SEATED)
    return sum(row.id != look.case.id for row in others) < workshop.seats


@guard("the_workshop_is_running", "application.take_seat", "application.miss_workshop")
def its_workshop_had_begun(look: Look) -> bool:
    return look.workshop is not None and look.workshop.state == "running"


@guard("the_candidate_was_there", "application.take_seat")
def the_list_says_present(look: Look) -> bool:
    where = {"application_id": look.case.id, "workshop_id": look.case.workshop_id}
    return any(row.day == look.workshop.starts_on and row.present for row in look.rows("attendance", **where))


@guard("the_candidate_was_absent", "application.miss_workshop")
def the_list_does_not_say_present(look: Look) -> bool:
    return not the_list_says_present(look)


def _marks(look: Look, case: Any, workshop_id: Any) -> dict[str, dict[Any, int]]:
    """Criterion -> assessor -> level."""
    found: dict[str, dict[Any, int]] = defaultdict(dict)
    for row in look.rows("mark", application_id=case.id, workshop_id=workshop_id, voided_at=None):
        found[row.criterion][row.assessor_id] = row.level
    return found


def _is_marked(look: Look, case: Any, workshop_id: Any) -> bool:
    assessors = len(look.rows("workshop_staff", workshop_id=workshop_id, duty="assessor"))
    needed = max(assessors, look.numbers["assessors"])
    marks = _marks(look, case, workshop_id)
    return all(len(marks[criterion["key"]]) >= needed for criterion in look.scheme.rubric)


@guard(
    "every_criterion_is_marked",
    *("application.complete_workshop", "application.pre_accredit"),
    *("application.offer_resit", "application.find_not_successful"),
)
def every_assessor_had_marked_everything(look: Look) -> bool:
    staff = look.rows("workshop_staff", workshop_id=look.case.workshop_id, duty="assessor")
    return len(staff) >= look.numbers["assessors"] and _is_marked(look, look.case, look.case.workshop_id)


@guard("marks_reach_the_thresholds", "application.pre_accredit")
def the_marks_sufficed(look: Look) -> bool:
    marks = _marks(look, look.case, look.case.workshop_id)
    levels = {one["key"]: mean(marks[one["key"]].values()) for one in look.scheme.rubric if marks[one["key"]]}
    weights = {one["key"]: one["weight"] for one in look.scheme.rubric if one["key"] in levels}
    if not levels or any(
        levels[one["key"]] < one.get("floor", 0) for one in look.scheme.rubric if one["key"] in levels
    ):
        return False
    percent = 100 * sum(weights[key] * levels[key] for key in levels) / (5 * sum(weights.values()))
    return percent >= look.numbers["pass_mark_percent"]


@guard("a_resit_is_left", "application.offer_resit")
def the_workshop_was_not_sat_again_before(look: Look) -> bool:
    return max(look.case.resits_used, len(look.taken_before("offer_resit"))) < look.numbers["resits"]


@guard("an_extension_is_left", "application.extend")
def the_time_was_not_extended_before(look: Look) -> bool:
    return max(look.case.extensions_used, len(look.taken_before("extend"))) < look.numbers["extensions"]


@guard("the_time_is_over", "application.lapse")
def its_time_was_over(look: Look) -> bool:
    return look.case.due_at is not None and look.case.due_at < look.now


@guard("the_deferral_is_over", "application.end_deferral")
def the_months_of_the_deferral_were_over(look: Look) -> bool:
    until = look.case.deferred_until
    return until is not None and look.now.astimezone(ZoneInfo(look.call.time_zone)).date() > until


def _latest_mission(look: Look) -> str:
    return look.missions[-1].state if look.missions else ""


def _latest_reports(look: Look) -> Sequence[Any]:
    return look.rows("mission_report", mission_id=look.missions[-1].id) if look.missions else ()


@guard("no_mission_is_arranged", "application.lapse", "application.overturn_workshop_result")
def nothing_was_arranged(look: Look) -> bool:
    return _latest_mission(look) not in ("offered", "released")


@guard("the_mission_is_released", "application.begin_mission")
def the_administration_had_released(look: Look) -> bool:
    return _latest_mission(look) in ("released", "under_way")


@guard("the_mission_has_ended_early", "application.return_from_mission")
def the_mission_did_not_take_place(look: Look) -> bool:
    return _latest_mission(look) in ("cancelled", "declined")


@guard("the_report_is_in", "application.complete_mission", "application.accredit", "application.recognize")
def the_mentor_had_reported(look: Look) -> bool:
    latest = _latest_mission(look)
    return latest in ("reported", "evaluated") or (
        latest in ("", "cancelled", "declined") and _went_past(look, "mission")
    )


@guard("the_report_is_positive", "application.accredit", "application.recognize")
def the_mentor_recommended(look: Look) -> bool:
    reports = _latest_reports(look)
    return any(row.recommends for row in reports) or (not reports and _went_past(look, "mission"))


def _is_waived(look: Look, station: str) -> bool:
    """Granted and not taken back, by somebody who did not propose it."""
    rows = look.rows("waiver", application_id=look.case.id, station=station, outcome="granted", taken_back_at=None)
    return any(row.decided_by_id != row.proposed_by_id for row in rows)


def _went_past(look: Look, station: str) -> bool:
    return bool(look.taken_before(f"pass_over_{station}")) and _is_waived(look, station)


@guard("the_workshop_is_waived", "application.pass_over_workshop")
def the_workshop_was_waived(look: Look) -> bool:
    return _is_waived(look, "workshop") and not look.case.resits_used


@guard("the_mission_is_waived", "application.pass_over_mission")
def the_mission_was_waived(look: Look) -> bool:
    passed = look.taken_before("pass_over_mission")
    return not _latest_reports(look) and _is_waived(look, "mission") and not passed


@guard("a_workshop_was_held", "application.overturn_workshop_result")
def it_had_sat_in_a_workshop(look: Look) -> bool:
    return not _went_past(look, "workshop")


@guard("the_track_leads_to_accreditation", "application.accredit")
def the_call_accredits(look: Look) -> bool:
    return look.call.track == "accredited"


@guard("the_track_leads_to_recognition", "application.recognize")
def the_call_recognizes(look: Look) -> bool:
    return look.call.track == "recognized"


@guard("it_has_dates", "workshop.open_workshop", "workshop.postpone_workshop")
@guard("it_has_dates", "mission.offer_mission", "mission.postpone_mission", "mission.start_mission")
def its_days_were_settled(look: Look) -> bool:
    return None not in (look.case.starts_on, look.case.ends_on) and look.case.starts_on <= look.case.ends_on


@guard("it_has_assessors", "workshop.open_workshop")
def its_assessors_were_named(look: Look) -> bool:
    staff = look.rows("workshop_staff", workshop_id=look.case.id, duty="assessor")
    return len(staff) >= look.numbers["assessors"]


def _zone(look: Look) -> ZoneInfo:
    if look.lifecycle == "workshop":
        return ZoneInfo(look.case.time_zone)
    return ZoneInfo(look.row("administration", look.case.beneficiary_id).time_zone)


@guard("the_first_day_has_come", "workshop.start_workshop")
@guard("the_first_day_has_come", "mission.start_mission")
def its_first_day_had_come_there(look: Look) -> bool:
    return look.case.starts_on is not None and look.now.astimezone(_zone(look)).date() >= look.case.starts_on


@guard("the_last_day_has_come", "workshop.end_workshop")
def its_last_day_had_come_there(look: Look) -> bool:
    return look.case.ends_on is not None and look.now.astimezone(_zone(look)).date() >= look.case.ends_on


@guard("somebody_confirmed", "workshop.start_workshop")
def somebody_had_confirmed(look: Look) -> bool:
    return bool(look.rows("application", workshop_id=look.case.id, state="confirmed"))


@guard("attendance_is_recorded", "workshop.start_workshop")
def the_list_named_everybody(look: Look) -> bool:
    named = {row.application_id for row in look.rows("attendance", workshop_id=look.case.id, day=look.case.starts_on)}
    return {row.id for row in look.rows("application", workshop_id=look.case.id, state="confirmed")} <= named


@guard("every_mark_is_in", "workshop.close_workshop")
def everybody_inside_was_marked(look: Look) -> bool:
    inside = look.rows("application", workshop_id=look.case.id, state="in_workshop")
    return all(_is_marked(look, case, look.case.id) for case in inside)


@guard(
    "the_candidate_is_pre_accredited",
    *("mission.offer_mission", "mission.release_for_mission", "mission.start_mission"),
)
def the_candidate_was_waiting(look: Look) -> bool:
    return look.application.state == "pre_accredited"


@guard("the_mentor_is_accredited", "mission.offer_mission", "mission.postpone_mission", "mission.start_mission")
def the_mentor_stood_accredited_or_was_appointed(look: Look) -> bool:
    mine = {"person_id": look.case.mentor_id}
    standing = look.rows("accreditation", **mine, subject_id=look.call.subject_id, state={"active", "expiring"})
    if look.case.ends_on and any(row.expires_on >= look.case.ends_on for row in standing):
        return True
    appointed = look.rows("role_grant", **mine, role="mentor", scope="call", scope_id=look.call.id)
    return any(
        row.starts_on <= look.today and not (row.ends_on and row.ends_on < look.today) and not row.revoked_at
        for row in appointed
    )


@guard("the_mentor_has_no_interest", "mission.offer_mission", "mission.start_mission")
def the_mentor_was_a_stranger(look: Look) -> bool:
    mentor = look.case.mentor_id
    return mentor != holder_of(look) and not is_tied(look, mentor) and not belongs(look, mentor)


@guard("the_candidate_accepts", "mission.release_for_mission")
def the_candidate_had_accepted(look: Look) -> bool:
    return look.case.accepted_at is not None and bool(look.taken_before("accept_mission"))


@guard("the_report_is_complete", "mission.hand_in_report")
def the_report_was_whole(look: Look) -> bool:
    criteria = {criterion["key"] for criterion in look.scheme.rubric}
    return any(
        row.recommends is not None and row.summary.strip() and criteria <= set(row.levels)
        for row in look.rows("mission_report", mission_id=look.case.id)
    )


@guard("feedback_is_in", "mission.evaluate_mission")
def the_beneficiary_had_answered(look: Look) -> bool:
    return bool(look.rows("mission_feedback", mission_id=look.case.id))

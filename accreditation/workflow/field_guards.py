"""Conditions of the candidate's time in the field: the mission, and the mentor's report."""

from accreditation.texts import N_, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts
from accreditation.workflow.states import MissionState


def the_mission_is_released(facts: Facts) -> Text | None:
    ready = facts.mission_state is MissionState.RELEASED or facts.mission_state is MissionState.UNDER_WAY
    return None if ready else N_("No mission has been released for this candidate.")


def no_mission_is_arranged(facts: Facts) -> Text | None:
    """Whoever was offered a mission, or is released for one, does not lose the time while it is pending."""
    arranged = facts.mission_state in (MissionState.OFFERED, MissionState.RELEASED)
    return N_("A mission is arranged, so the time does not run out.") if arranged else None


def the_mission_has_ended_early(facts: Facts) -> Text | None:
    ended = facts.mission_state in (MissionState.CANCELLED, MissionState.DECLINED)
    return None if ended else N_("The mission still stands.")


def the_report_is_in(facts: Facts) -> Text | None:
    """Where the mission was waived and passed over, nobody reports, unless another was ordered after all."""
    there = facts.mission_state in (MissionState.REPORTED, MissionState.EVALUATED)
    is_over = facts.mission_state in (None, MissionState.CANCELLED, MissionState.DECLINED)
    return None if there or (is_over and "mission" in facts.passed_over) else N_("The mentor’s report is missing.")


def the_report_is_positive(facts: Facts) -> Text | None:
    if facts.report_is_positive is None and "mission" in facts.passed_over:
        return None
    return None if facts.report_is_positive else N_("The mentor does not recommend accreditation.")


def an_extension_is_left(facts: Facts) -> Text | None:
    return None if facts.extensions_used < facts.numbers["extensions"] else N_("The time was already extended.")

"""Conditions of the steps of a mission: each says None, or the sentence the person reads."""

from accreditation.texts import N_, Text
from accreditation.workflow.day_guards import has_come
from accreditation.workflow.mission_facts import MissionFacts
from accreditation.workflow.states import ApplicationState


def the_candidate_is_pre_accredited(facts: MissionFacts) -> Text | None:
    waits = facts.application_state is ApplicationState.PRE_ACCREDITED
    return None if waits else N_("The candidate is not waiting for a mission.")


def the_mentor_is_accredited(facts: MissionFacts) -> Text | None:
    """In the same subject, on the last day of the mission."""
    return (
        None if facts.mentor_is_accredited else N_("The mentor is not accredited in this subject until the last day.")
    )


def the_mentor_has_no_interest(facts: MissionFacts) -> Text | None:
    return (
        None
        if not facts.mentor_is_conflicted
        else N_("The mentor holds an interest or belongs to the same administration.")
    )


def the_candidate_accepts(facts: MissionFacts) -> Text | None:
    return None if facts.candidate_accepts else N_("The candidate has not accepted the mission.")


def the_first_day_has_come(facts: MissionFacts) -> Text | None:
    return None if has_come(facts.starts_on, facts.today) else N_("The mission has not reached its first day.")


def the_report_is_complete(facts: MissionFacts) -> Text | None:
    return None if facts.report_is_complete else N_("Complete the report: every criterion and a recommendation.")


def feedback_is_in(facts: MissionFacts) -> Text | None:
    return None if facts.feedback_is_in else N_("The beneficiary administration has not given its feedback.")

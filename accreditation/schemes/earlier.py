"""What an edition says of a number that is younger than the edition: editions are never written again (decision 0008)."""

from collections.abc import Mapping

EARLIER: Mapping[str, int] = {
    "agreement_cases": 10,
    "severity_cases": 10,
    "small_group_people": 5,
    "open_reviews": 12,
    "reviewers_elsewhere": 1,
    "load_weight": 10,
    "administration_weight": 5,
    "together_weight": 5,
    "discussion_working_days": 5,
    "review_answer_working_days": 5,
    # The time in which a decision may be appealed, and some more.
    "sealed_days": 90,
    "import_answer_days": 60,
    "mission_grace_days": 0,
    "renewal_opens_months": 12,
    "renewal_endorsement": 0,
    "practice_day_hours": 8,
    "renewal_audit_percent": 0,
    "renewal_originals_days": 30,
    "renewal_draw_days": 1,
    "renewal_first_reminder_months": 0,
    "renewal_second_reminder_months": 0,
    "renewal_third_reminder_months": 0,
    "renewal_last_reminder_months": 0,
    "waiver_workshop": 0,
    "waiver_mission": 0,
    "waivers_most": 0,
}


def number_in(numbers: Mapping[str, int], name: str) -> int:
    """What the numbers of an edition say, or what held before editions said it. KeyError for a number without a past."""
    return int(numbers.get(name, EARLIER[name]))

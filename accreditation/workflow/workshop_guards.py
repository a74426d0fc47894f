"""Conditions of the steps of a workshop: each says None, or the sentence the person reads."""

from accreditation.texts import N_, N_plural, Text
from accreditation.workflow.day_guards import has_come
from accreditation.workflow.workshop_facts import WorkshopFacts


def it_has_assessors(facts: WorkshopFacts) -> Text | None:
    needed = facts.numbers["assessors"]
    return None if facts.assessors >= needed else N_("Name at least %(num)s assessors.").with_values(num=needed)


def the_first_day_has_come(facts: WorkshopFacts) -> Text | None:
    return None if has_come(facts.starts_on, facts.today) else N_("The workshop has not reached its first day.")


def somebody_confirmed(facts: WorkshopFacts) -> Text | None:
    return None if facts.confirmed else N_("No candidate has confirmed a seat.")


def attendance_is_recorded(facts: WorkshopFacts) -> Text | None:
    return None if not facts.attendance_missing else N_("Record the attendance of every candidate.")


def the_last_day_has_come(facts: WorkshopFacts) -> Text | None:
    return None if has_come(facts.ends_on, facts.today) else N_("The workshop has not reached its last day.")


def every_mark_is_in(facts: WorkshopFacts) -> Text | None:
    left = facts.marks_missing
    return None if not left else N_plural("%(num)s mark is missing.", "%(num)s marks are missing.", num=left)

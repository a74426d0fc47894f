"""Conditions on the first and last day of a workshop or a mission."""

from datetime import date

from accreditation.texts import N_, Text
from accreditation.workflow.mission_facts import MissionFacts
from accreditation.workflow.workshop_facts import WorkshopFacts


def has_come(day: date | None, today: date | None) -> bool:
    return day is not None and today is not None and today >= day


def it_has_dates(facts: WorkshopFacts | MissionFacts) -> Text | None:
    ordered = facts.starts_on is not None and facts.ends_on is not None and facts.starts_on <= facts.ends_on
    return None if ordered else N_("Give the first and the last day, in this order.")

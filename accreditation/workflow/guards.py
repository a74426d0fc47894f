"""Conditions that hold at any station of an application: each says None, or the sentence the person reads."""

from accreditation.texts import N_, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts


def it_is_not_on_hold(facts: Facts) -> Text | None:
    return N_("The case is on hold; release the hold first.") if facts.on_hold else None


def it_is_on_hold(facts: Facts) -> Text | None:
    return None if facts.on_hold else N_("The case is not on hold.")


def the_time_is_over(facts: Facts) -> Text | None:
    """The deadline of the present state has passed (the door puts it into `moments["due_at"]`)."""
    due = facts.moments.get("due_at")
    return None if due is not None and facts.now > due else N_("The deadline has not passed.")

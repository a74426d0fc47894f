"""Conditions of publishing a decision: it is recorded, has its reasons, and whoever decided is impartial."""

from accreditation.texts import N_, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts
from accreditation.workflow.machine import Guard


def reasons_are_given(facts: Facts) -> Text | None:
    return None if facts.decision_reasons else N_("Choose at least one reason.")


def the_decision_says(outcome: str) -> Guard:
    """A decision with this outcome is recorded; publishing it moves the case."""

    def the_decision_is_recorded(facts: Facts) -> Text | None:
        return None if facts.decision == outcome else N_("Record this decision before it is published.")

    the_decision_is_recorded.__name__ = f"the_decision_says_{outcome}"
    return the_decision_is_recorded


def whoever_decided_is_impartial(facts: Facts) -> Text | None:
    """A decision is published in the name of whoever recorded it or voted on it, who may have become a party to the case since."""
    if not facts.deciders_conflicted:
        return None
    return N_(
        "Whoever recorded this decision or voted on it now holds an interest in the case. It must be decided again without them."
    )


def the_track_leads_to_accreditation(facts: Facts) -> Text | None:
    return None if facts.track == "accredited" else N_("This call leads to recognition, not to accreditation.")


def the_track_leads_to_recognition(facts: Facts) -> Text | None:
    return None if facts.track == "recognized" else N_("This call leads to accreditation, not to recognition.")

"""Conditions of the steps of an appeal or complaint: each says None, or the sentence the person reads."""

from accreditation.texts import N_, Text
from accreditation.workflow.appeal_facts import AppealFacts
from accreditation.workflow.states import REFUSED


def it_was_filed_in_time(facts: AppealFacts) -> Text | None:
    return None if facts.is_in_time else N_("It came after the time for appeals, so it is inadmissible.")


def the_panel_has_no_interest(facts: AppealFacts) -> Text | None:
    return None if not facts.panel_conflicted else N_("A member of the panel was involved before or holds an interest.")


def the_panel_is_complete(facts: AppealFacts) -> Text | None:
    """As many members as the edition asks for, and one of them in the chair."""
    needed = facts.numbers["appeal_panel"]
    if facts.panel >= needed and facts.chair_id is not None:
        return None
    return N_("Name at least %(num)s members of the panel, and one of them as chair.").with_values(num=needed)


def it_says_whom_it_concerns(facts: AppealFacts) -> Text | None:
    """A complaint was tied to a person, an accreditation, a mission, or to nobody in particular."""
    return None if facts.is_linked else N_("Say first whom or what the complaint concerns.")


def the_person_was_heard(facts: AppealFacts) -> Text | None:
    """Whoever is complained about has answered, or the time to answer is over."""
    return None if facts.was_heard else N_("The person complained about has not been heard yet.")


def reasons_are_written(facts: AppealFacts) -> Text | None:
    complete = facts.has_reasons and not facts.grounds_open
    return None if complete else N_("Write the reasons of the panel, for each ground and as a whole.")


def what_follows_is_named(facts: AppealFacts) -> Text | None:
    """A remedy that fits the refusal, or a measure after a complaint."""
    return None if facts.names_what_follows else N_("Say what follows from the conclusion.")


def the_part_is_named(facts: AppealFacts) -> Text | None:
    return None if facts.names_the_part else N_("Say which part is upheld.")


def the_panel_agrees(facts: AppealFacts) -> Text | None:
    """More than half of the members agree with the conclusion as it is written now."""
    agrees = facts.panel_agreed * 2 > facts.panel
    return None if agrees else N_("More than half of the panel must agree with the conclusion as it is written.")


def the_decision_still_stands(facts: AppealFacts) -> Text | None:
    stands = facts.kind == "complaint" or facts.application_state in REFUSED
    return None if stands else N_("The decision appealed against no longer stands.")

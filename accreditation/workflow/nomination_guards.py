"""Conditions of the administration's word on its applicant: each says None, or the sentence the person reads."""

from accreditation.texts import N_, N_plural, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts


def the_administration_has_two_levels(facts: Facts) -> Text | None:
    return None if facts.levels > 1 else N_("This administration endorses at one level.")


def the_first_word_is_open(facts: Facts) -> Text | None:
    return None if facts.recommended is None else N_("The head of unit has given a word already.")


def the_first_word_is_given(facts: Facts) -> Text | None:
    """Where no head of unit can act, the second level decides alone."""
    missing = facts.levels > 1 and facts.has_head_of_unit and facts.recommended is None
    return N_("The head of unit has not given a word yet.") if missing else None


def the_quota_is_not_used_up(facts: Facts) -> Text | None:
    return None if facts.quota_left > 0 else N_("Your administration has used all its places in this call.")


def the_letter_is_there(facts: Facts) -> Text | None:
    return None if facts.has_letter else N_("Upload the nomination letter or sign it on this page.")


def release_is_promised(facts: Facts) -> Text | None:
    return (
        None
        if facts.has_release_commitment
        else N_("State how many missions and days you commit to release the person.")
    )


def the_quota_is_used_up(facts: Facts) -> Text | None:
    if facts.quota_left <= 0:
        return None
    return N_plural(
        "Your administration still has %(num)s place in this call.",
        "Your administration still has %(num)s places in this call.",
        num=facts.quota_left,
    )


def the_call_keeps_a_reserve(facts: Facts) -> Text | None:
    return None if facts.keeps_reserve else N_("This call keeps no reserve.")


def it_is_not_in_reserve(facts: Facts) -> Text | None:
    return N_("The person is in reserve already.") if facts.is_reserved else None


def the_administration_does_not_answer(facts: Facts) -> Text | None:
    """Nobody there can, or nobody has for the time that the scheme gives; whoever is in reserve has been answered."""
    silent_at = facts.moments.get("silence_at")
    silent = silent_at is not None and facts.now > silent_at and not facts.is_reserved
    if silent or not facts.has_official:
        return None
    return N_("The administration still has time to answer.")


def somebody_can_endorse(facts: Facts) -> Text | None:
    if facts.has_official:
        return None
    return N_("Nobody in the administration can endorse this person. Appoint somebody first.")


def it_is_with_the_office(facts: Facts) -> Text | None:
    return None if facts.is_escalated else N_("The endorsement is with the administration.")


def it_is_not_with_the_office(facts: Facts) -> Text | None:
    return N_("The endorsement is with the regional office already.") if facts.is_escalated else None


def letters_on_paper_are_taken(facts: Facts) -> Text | None:
    if facts.numbers.get("paper_letters"):
        return None
    return N_("This scheme takes no nomination letters on paper.")

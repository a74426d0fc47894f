"""Conditions of the steps of an accreditation: each says None, or the sentence the person reads."""

from accreditation.texts import N_, N_plural, Text
from accreditation.workflow.accreditation_facts import AccreditationFacts


def the_expiry_is_near(facts: AccreditationFacts) -> Text | None:
    """Within the scheme's days of warning."""
    if facts.expires_on is None or facts.today is None:
        return N_("The accreditation has no end date.")
    near = (facts.expires_on - facts.today).days <= facts.numbers["expiry_warning_days"]
    return None if near else N_("The end is not near yet.")


def the_last_day_has_passed(facts: AccreditationFacts) -> Text | None:
    """A mission that began before it counts to its end, within the days of the edition."""
    passed = facts.stands_until is not None and facts.today is not None and facts.today > facts.stands_until
    return None if passed else N_("The accreditation is still within its validity.")


def nothing_is_missing_for_renewal(facts: AccreditationFacts) -> Text | None:
    """Every condition of the edition (accreditation/schemes/renewal.py)."""
    missing = facts.renewal_missing
    if not missing:
        return None
    return N_plural(
        "%(num)s condition of renewal is not met. %(first)s",
        "%(num)s conditions of renewal are not met. First: %(first)s",
        num=len(missing),
        first=missing[0],
    )


def no_complaint_is_open(facts: AccreditationFacts) -> Text | None:
    return None if not facts.has_open_complaint else N_("A complaint is being examined.")


def it_has_not_expired(facts: AccreditationFacts) -> Text | None:
    within = facts.stands_until is not None and facts.today is not None and facts.today <= facts.stands_until
    return None if within else N_("The accreditation has passed its last day.")


def reinstatement_is_in_time(facts: AccreditationFacts) -> Text | None:
    within = facts.months_since_expiry < facts.numbers["reinstatement_months"]
    return None if within else N_("The time for reinstatement is over.")


def a_scope_is_decided(facts: AccreditationFacts) -> Text | None:
    return None if "scope" in facts.approved else N_("No new scope is decided.")


def a_pause_is_approved(facts: AccreditationFacts) -> Text | None:
    return None if "pause" in facts.approved else N_("The expert did not ask for a pause.")


def the_own_pause_lasts(facts: AccreditationFacts) -> Text | None:
    """Whoever is suspended for another reason, or stayed away longer than asked, is reinstated by the head of the office."""
    if facts.paused_until is None:
        return N_("The suspension was not at your own request.")
    within = facts.today is not None and facts.today <= facts.paused_until
    return None if within else N_("The time you asked for is over, so the head of the office reinstates you.")


def a_name_is_approved(facts: AccreditationFacts) -> Text | None:
    """The approval and the step are one act: between them nobody else comes."""
    return None if "name" in facts.approved else N_("No corrected name is approved.")

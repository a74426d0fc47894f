"""Conditions of sending a dossier in: the call, its sections and documents, the signature."""

from datetime import datetime

from accreditation.texts import N_, Moment, N_plural, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts


def the_call_is_open(facts: Facts) -> Text | None:
    """By the server's clock, to the second."""
    opens, closes = facts.moments.get("call_opens_at"), facts.moments.get("call_closes_at")
    if opens is None or closes is None or facts.now < opens:
        return N_("The call is not open yet.")
    return None if facts.now <= closes else _closed(facts, closes)


def _closed(facts: Facts, closes: datetime) -> Text:
    there, here = Moment(closes, facts.call_time_zone), Moment(closes, facts.own_time_zone)
    if here == there:
        return N_("The call closed on %(there)s.", there=there)
    return N_("The call closed on %(there)s. In your time zone that was %(here)s.", there=there, here=here)


def it_was_never_submitted(facts: Facts) -> Text | None:
    return N_("The application was submitted before it lapsed.") if facts.was_submitted else None


def every_section_is_complete(facts: Facts) -> Text | None:
    missing = len(facts.sections_missing)
    if not missing:
        return None
    return N_plural("%(num)s section is not complete yet.", "%(num)s sections are not complete yet.", num=missing)


def every_document_is_there(facts: Facts) -> Text | None:
    missing = len(facts.documents_missing)
    if not missing:
        return None
    return N_plural("%(num)s document is still missing.", "%(num)s documents are still missing.", num=missing)


def the_declaration_is_signed(facts: Facts) -> Text | None:
    return None if facts.is_signed else N_("Sign the declaration that what you state is accurate.")

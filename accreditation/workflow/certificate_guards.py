"""Conditions of the steps of a certificate: each says None, or the sentence the person reads."""

from accreditation.texts import N_, N_plural, Text
from accreditation.workflow.certificate_facts import CertificateFacts
from accreditation.workflow.states import IN_FORCE


def issuing_is_not_stopped(facts: CertificateFacts) -> Text | None:
    return None if not facts.issuing_is_stopped else N_("Issuing is stopped at present.")


def the_person_is_accredited(facts: CertificateFacts) -> Text | None:
    return None if facts.accreditation_state in IN_FORCE else N_("The person’s accreditation is not active.")


def the_content_has_no_fault(facts: CertificateFacts) -> Text | None:
    left = len(facts.faults)
    if not left:
        return None
    return N_plural("The content has %(num)s fault.", "The content has %(num)s faults.", num=left)


def the_document_is_stored(facts: CertificateFacts) -> Text | None:
    return None if facts.has_pdf else N_("The signed document is not stored yet.")


def the_log_has_it(facts: CertificateFacts) -> Text | None:
    return None if facts.has_leaf else N_("The log has no entry for this certificate yet.")


def a_successor_exists(facts: CertificateFacts) -> Text | None:
    return None if facts.has_successor else N_("No certificate replaces this one.")


def the_last_day_has_passed(facts: CertificateFacts) -> Text | None:
    passed = facts.stands_until is not None and facts.today is not None and facts.today > facts.stands_until
    return None if passed else N_("The certificate is still within its validity.")

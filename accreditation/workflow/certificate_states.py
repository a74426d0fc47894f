"""The states of a certificate: whose turn it is, what is waited for, until when, and what happens otherwise."""

from accreditation.texts import N_
from accreditation.workflow.machine import Deadline, NoDeadline, Party, StateRule
from accreditation.workflow.states import CertificateState as S

_OFFICE_IS_REMINDED = N_("The regional office is reminded.")
_KEPT = NoDeadline(N_("A number is never used again; the document stays on record."))

STATE_RULES = (
    StateRule(
        S.RESERVED,
        N_("Number reserved"),
        Party.OFFICE,
        N_("The regional office checks the content and issues the certificate."),
        Deadline("certificate_issue", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.LINTED,
        N_("Content checked"),
        Party.SYSTEM,
        N_("The document is drawn and signed."),
        Deadline("certificate_step", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.SIGNED,
        N_("Signed"),
        Party.SYSTEM,
        N_("The certificate is entered in the log."),
        Deadline("certificate_step", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.LOGGED,
        N_("Logged"),
        Party.SYSTEM,
        N_("The certificate is published and sent."),
        Deadline("certificate_step", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.ISSUED,
        N_("Issued"),
        Party.SYSTEM,
        N_("Nothing until the accreditation ends."),
        NoDeadline(N_("The certificate is valid as long as the accreditation is in force.")),
    ),
    StateRule(S.SUPERSEDED, N_("Superseded"), Party.NOBODY, N_("Another replaces it."), _KEPT),
    StateRule(S.REVOKED, N_("Revoked"), Party.NOBODY, N_("It was revoked."), _KEPT, is_alarming=True),
    StateRule(S.EXPIRED, N_("Expired"), Party.NOBODY, N_("Its time is over."), _KEPT),
)

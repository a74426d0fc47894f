"""The lifecycle of a certificate, a document: reserved, checked, signed, logged, issued, and how it ends."""

from accreditation.texts import N_
from accreditation.workflow import actors
from accreditation.workflow.certificate_guards import (
    a_successor_exists,
    issuing_is_not_stopped,
    the_content_has_no_fault,
    the_document_is_stored,
    the_last_day_has_passed,
    the_log_has_it,
    the_person_is_accredited,
)
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Deadline, Lifecycle, NoDeadline, Party, StateRule, Transition
from accreditation.workflow.states import REVOCABLE
from accreditation.workflow.states import CertificateState as S

_OFFICE_IS_REMINDED = N_("The regional office is reminded.")
_KEPT = NoDeadline(N_("A number is never used again; the document stays on record."))


CERTIFICATE = Lifecycle(
    name="certificate",
    label=N_("Certificate"),
    states=S,
    initial=S.RESERVED,
    rules=(
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
            NoDeadline(N_("It stands as long as the accreditation, whose end moves it.")),
        ),
        StateRule(S.SUPERSEDED, N_("Superseded"), Party.NOBODY, N_("Nothing: another replaces it."), _KEPT),
        StateRule(S.REVOKED, N_("Revoked"), Party.NOBODY, N_("Nothing: it was revoked."), _KEPT),
        StateRule(S.EXPIRED, N_("Expired"), Party.NOBODY, N_("Nothing: its time is over."), _KEPT),
    ),
    transitions=(
        Transition(
            name="approve_content",
            label=N_("Issue the certificate"),
            sources=frozenset({S.RESERVED}),
            target=S.LINTED,
            who=actors.certificate_officer,
            guards=(issuing_is_not_stopped, the_person_is_accredited, the_content_has_no_fault),
            consequences=(C.RECORD_ISSUE,),
            effects=(E.PRODUCE_CERTIFICATE,),
        ),
        Transition(
            name="sign",
            label=N_("Sign the document"),
            sources=frozenset({S.LINTED}),
            target=S.SIGNED,
            who=actors.the_system,
            guards=(issuing_is_not_stopped, the_person_is_accredited, the_document_is_stored),
        ),
        Transition(
            name="log",
            label=N_("Enter in the log"),
            sources=frozenset({S.SIGNED}),
            target=S.LOGGED,
            who=actors.the_system,
            guards=(the_log_has_it,),
        ),
        Transition(
            name="issue",
            label=N_("Publish the certificate"),
            sources=frozenset({S.LOGGED}),
            target=S.ISSUED,
            who=actors.the_system,
            guards=(issuing_is_not_stopped, the_document_is_stored, the_log_has_it),
            effects=(E.SEND_CERTIFICATE,),
        ),
        Transition(
            name="supersede",
            label=N_("Supersede"),
            sources=REVOCABLE,
            target=S.SUPERSEDED,
            who=actors.the_system,
            guards=(a_successor_exists,),
            consequences=(C.RESERVE_LOG_LEAF,),
            effects=(E.TELL_CERTIFICATE_SUPERSEDED,),
        ),
        Transition(
            name="revoke",
            label=N_("Revoke the certificate"),
            sources=frozenset({*REVOCABLE, S.RESERVED, S.LINTED}),
            target=S.REVOKED,
            who=actors.the_system,
            consequences=(C.RESERVE_LOG_LEAF,),
            effects=(E.TELL_CERTIFICATE_REVOKED,),
        ),
        Transition(
            name="expire_certificate",
            label=N_("Expire"),
            sources=REVOCABLE,
            target=S.EXPIRED,
            who=actors.the_system,
            guards=(the_last_day_has_passed,),
        ),
    ),
)

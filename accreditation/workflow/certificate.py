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
from accreditation.workflow.certificate_states import STATE_RULES
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Lifecycle, Transition
from accreditation.workflow.states import REVOCABLE
from accreditation.workflow.states import CertificateState as S

CERTIFICATE = Lifecycle(
    name="certificate",
    label=N_("Certificate"),
    states=S,
    initial=S.RESERVED,
    rules=STATE_RULES,
    transitions=(
        Transition(
            name="approve_content",
            label=N_("Issue the certificate"),
            done=N_("Certificate approved for issue"),
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
            done=N_("Document signed"),
            sources=frozenset({S.LINTED}),
            target=S.SIGNED,
            who=actors.the_system,
            guards=(issuing_is_not_stopped, the_person_is_accredited, the_document_is_stored),
        ),
        Transition(
            name="log",
            label=N_("Enter in the log"),
            done=N_("Entered in the log"),
            sources=frozenset({S.SIGNED}),
            target=S.LOGGED,
            who=actors.the_system,
            guards=(the_log_has_it,),
        ),
        Transition(
            name="issue",
            label=N_("Publish the certificate"),
            done=N_("Certificate published"),
            sources=frozenset({S.LOGGED}),
            target=S.ISSUED,
            who=actors.the_system,
            guards=(issuing_is_not_stopped, the_document_is_stored, the_log_has_it),
            effects=(E.SEND_CERTIFICATE,),
        ),
        Transition(
            name="supersede",
            label=N_("Supersede"),
            done=N_("Certificate replaced"),
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
            done=N_("Certificate revoked"),
            sources=frozenset({*REVOCABLE, S.RESERVED, S.LINTED}),
            target=S.REVOKED,
            who=actors.the_system,
            consequences=(C.RESERVE_LOG_LEAF,),
            effects=(E.TELL_CERTIFICATE_REVOKED,),
        ),
        Transition(
            name="expire_certificate",
            label=N_("Expire"),
            done=N_("Expired"),
            sources=REVOCABLE,
            target=S.EXPIRED,
            who=actors.the_system,
            guards=(the_last_day_has_passed,),
        ),
    ),
)

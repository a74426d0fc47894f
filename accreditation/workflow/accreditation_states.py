"""The states of an accreditation: whose turn it is, what is waited for, until when, and what happens otherwise."""

from accreditation.texts import N_
from accreditation.workflow.machine import Deadline, NoDeadline, Party, StateRule
from accreditation.workflow.states import AccreditationState as S

_EXPIRES = N_("The accreditation expires.")

STATE_RULES = (
    StateRule(
        S.ACTIVE,
        N_("Active"),
        Party.SYSTEM,
        N_("Nothing is due until the end draws near."),
        Deadline("expiry_warning_at", N_("The expert is told that the end is near."), then="warn_of_expiry"),
    ),
    StateRule(
        S.EXPIRING,
        N_("Expiring"),
        Party.APPLICANT,
        N_("The expert asks for renewal, or waits for the decision on the request."),
        Deadline("expires_at", _EXPIRES, then="expire"),
    ),
    StateRule(
        S.SUSPENDED,
        N_("Suspended"),
        Party.DECISION_MAKER,
        N_("The head of the office reinstates or withdraws."),
        Deadline(
            "suspension",
            N_("The head of the office must decide; past its last day the accreditation expires."),
            then="expire",
        ),
        is_alarming=True,
    ),
    StateRule(
        S.UNAVAILABLE,
        N_("Not available"),
        Party.APPLICANT,
        N_("The expert is available again."),
        Deadline("expires_at", _EXPIRES, then="expire"),
    ),
    StateRule(
        S.EXPIRED,
        N_("Expired"),
        Party.NOBODY,
        N_("The expert may ask for reinstatement for a time."),
        NoDeadline(N_("An expired accreditation stays on record.")),
    ),
    StateRule(
        S.WITHDRAWN,
        N_("Withdrawn"),
        Party.NOBODY,
        N_("The accreditation was withdrawn."),
        NoDeadline(N_("A withdrawn accreditation stays on record.")),
    ),
    StateRule(
        S.ENDED,
        N_("Ended"),
        Party.NOBODY,
        N_("The accreditation has ended."),
        NoDeadline(N_("An ended accreditation stays on record.")),
    ),
)

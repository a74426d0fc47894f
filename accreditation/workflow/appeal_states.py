"""The states of an appeal or complaint: whose turn it is, what is waited for, until when, and what happens otherwise."""

from accreditation.texts import N_
from accreditation.workflow.machine import Deadline, NoDeadline, Party, StateRule
from accreditation.workflow.states import AppealState as S

_CLOSED = NoDeadline(N_("The appeal is closed."))

STATE_RULES = (
    StateRule(
        S.FILED,
        N_("Filed"),
        Party.OFFICE,
        N_("The regional office acknowledges receipt."),
        Deadline("appeal_acknowledgement", N_("The head of the regional office is reminded.")),
    ),
    StateRule(
        S.ACKNOWLEDGED,
        N_("Acknowledged"),
        Party.OFFICE,
        N_("The regional office checks whether it can be examined, and names a panel."),
        Deadline("appeal_admission", N_("The head of the regional office is reminded.")),
    ),
    StateRule(
        S.UNDER_EXAMINATION,
        N_("Under examination"),
        Party.APPEALS_PANEL,
        N_("The appeals panel examines the case and concludes with reasons."),
        Deadline("appeal_decision", N_("The head of the regional office is reminded.")),
    ),
    StateRule(S.INADMISSIBLE, N_("Inadmissible"), Party.NOBODY, N_("It was not admitted."), _CLOSED),
    StateRule(S.UPHELD, N_("Upheld"), Party.NOBODY, N_("What the panel concluded follows."), _CLOSED),
    StateRule(
        S.PARTLY_UPHELD,
        N_("Partly upheld"),
        Party.NOBODY,
        N_("What the panel concluded follows."),
        _CLOSED,
    ),
    StateRule(S.DISMISSED, N_("Dismissed"), Party.NOBODY, N_("All stays as it is."), _CLOSED),
    StateRule(S.WITHDRAWN, N_("Withdrawn before the decision"), Party.NOBODY, N_("It was withdrawn."), _CLOSED),
)

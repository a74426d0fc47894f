"""The states of a workshop: whose turn it is, what is waited for, until when, and what happens otherwise."""

from accreditation.texts import N_
from accreditation.workflow.machine import Deadline, NoDeadline, Party, StateRule
from accreditation.workflow.states import WorkshopState as S

_OFFICE_IS_REMINDED = N_("The regional office is reminded.")
_CLOSED = NoDeadline(N_("The workshop is over."))

STATE_RULES = (
    StateRule(
        S.PLANNED,
        N_("Planned"),
        Party.OFFICE,
        N_("Dates, place and assessors are settled."),
        Deadline("workshop_starts_at", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.OPEN,
        N_("Open for candidates"),
        Party.CENTRE,
        N_("Candidates are invited and confirm; then the workshop begins."),
        Deadline("workshop_starts_at", N_("The training centre is reminded to start the workshop.")),
    ),
    StateRule(
        S.RUNNING,
        N_("Running"),
        Party.CENTRE,
        N_("The workshop takes place."),
        Deadline("workshop_ends_at", N_("The training centre is reminded to end the workshop.")),
    ),
    StateRule(
        S.UNDER_ASSESSMENT,
        N_("Under assessment"),
        Party.ASSESSORS,
        N_("The assessors mark every criterion of every candidate."),
        Deadline("marking", _OFFICE_IS_REMINDED),
    ),
    StateRule(S.CLOSED, N_("Closed"), Party.NOBODY, N_("The results are with the office."), _CLOSED),
    StateRule(S.CANCELLED, N_("Cancelled"), Party.NOBODY, N_("The workshop was cancelled."), _CLOSED),
)

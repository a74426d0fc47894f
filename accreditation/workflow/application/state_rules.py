"""The states of an application: whose turn it is, what is waited for, until when, and what happens otherwise."""

from accreditation.texts import N_
from accreditation.workflow.machine import Deadline, NoDeadline, Party, StateRule
from accreditation.workflow.states import ApplicationState as S

_CLOSED = NoDeadline(N_("The case is closed."))
_LAPSES = N_("The application lapses.")
_OFFICE_IS_REMINDED = N_("The head of the regional office is reminded.")

STATE_RULES = (
    StateRule(
        S.DRAFT,
        N_("Draft"),
        Party.APPLICANT,
        N_("The applicant fills in, signs and submits the application."),
        Deadline("call_closes_at", N_("The call closes and the draft lapses."), then="lapse"),
    ),
    StateRule(
        S.AWAITING_ENDORSEMENT,
        N_("Awaiting endorsement"),
        Party.ADMINISTRATION,
        N_("The administration endorses the application or declines."),
        Deadline("endorsement", _LAPSES, then="lapse"),
    ),
    StateRule(
        S.SCREENING,
        N_("Screening"),
        Party.OFFICE,
        N_("The regional office checks whether the conditions of the call are met."),
        Deadline("screening", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.INFORMATION_REQUESTED,
        N_("Information requested"),
        Party.APPLICANT,
        N_("The applicant answers each item that was asked."),
        Deadline("information", _LAPSES, then="lapse"),
    ),
    StateRule(
        S.UNDER_REVIEW,
        N_("Under review"),
        Party.REVIEWERS,
        N_("The reviewers declare their interests and score the application."),
        Deadline("review", N_("The regional office replaces reviewers who are late.")),
    ),
    StateRule(
        S.AWAITING_SHORTLISTING,
        N_("Awaiting short-listing"),
        Party.PANEL,
        N_("The selection panel decides who is invited."),
        Deadline("shortlisting", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.WAITLISTED,
        N_("On the waiting list"),
        Party.OFFICE,
        N_("A seat becomes free, or the workshop begins without one."),
        Deadline("waitlist_closes_at", N_("The waiting list closes and the application lapses."), then="lapse"),
    ),
    StateRule(
        S.SHORTLISTED,
        N_("Short-listed"),
        Party.OFFICE,
        N_("The regional office invites the candidate to a workshop."),
        Deadline("invitation", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.INVITED,
        N_("Invited"),
        Party.APPLICANT,
        N_("The candidate accepts the seat in the workshop."),
        Deadline("invitation_answer", N_("The seat goes to the next candidate."), then="lapse"),
    ),
    StateRule(
        S.CONFIRMED,
        N_("Seat confirmed"),
        Party.CENTRE,
        N_("The workshop begins."),
        Deadline("workshop_starts_at", N_("The training centre is reminded to start the workshop.")),
    ),
    StateRule(
        S.IN_WORKSHOP,
        N_("In the workshop"),
        Party.ASSESSORS,
        N_("The assessors mark each criterion."),
        Deadline("marking", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.AWAITING_PRE_ACCREDITATION,
        N_("Awaiting pre-accreditation"),
        Party.DECISION_MAKER,
        N_("The decision officer decides on the result of the workshop."),
        Deadline("decision", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.PRE_ACCREDITED,
        N_("Pre-accredited"),
        Party.OFFICE,
        N_("The regional office finds a field mission and a mentor."),
        Deadline("mission", N_("The pre-accreditation lapses."), then="lapse"),
    ),
    StateRule(
        S.ON_MISSION,
        N_("On mission"),
        Party.MENTOR,
        N_("The candidate carries out the mission and the mentor reports."),
        Deadline("mission_report", N_("The regional office asks the mentor for the report.")),
    ),
    StateRule(
        S.AWAITING_ACCREDITATION,
        N_("Awaiting accreditation"),
        Party.DECISION_MAKER,
        N_("The decision officer decides on accreditation."),
        Deadline("decision", _OFFICE_IS_REMINDED),
    ),
    StateRule(S.ACCREDITED, N_("Accredited"), Party.NOBODY, N_("The accreditation is granted."), _CLOSED),
    StateRule(S.RECOGNIZED, N_("Recognized"), Party.NOBODY, N_("The recognition is granted."), _CLOSED),
    StateRule(S.NOT_ENDORSED, N_("Not endorsed"), Party.NOBODY, N_("The case is closed."), _CLOSED),
    StateRule(S.NOT_SELECTED, N_("Not selected"), Party.NOBODY, N_("The case is closed."), _CLOSED),
    StateRule(S.NOT_SUCCESSFUL, N_("Not successful"), Party.NOBODY, N_("The case is closed."), _CLOSED),
    StateRule(S.NOT_ACCREDITED, N_("Not accredited"), Party.NOBODY, N_("The case is closed."), _CLOSED),
    StateRule(S.WITHDRAWN, N_("Withdrawn"), Party.NOBODY, N_("The case is closed."), _CLOSED),
    StateRule(S.NOMINATION_WITHDRAWN, N_("Nomination withdrawn"), Party.NOBODY, N_("The case is closed."), _CLOSED),
    StateRule(S.LAPSED, N_("Lapsed"), Party.NOBODY, N_("The case is closed."), _CLOSED),
)

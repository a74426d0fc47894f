"""The states of a mission: whose turn it is, what is waited for, until when, and what happens otherwise."""

from accreditation.texts import N_
from accreditation.workflow.machine import Deadline, NoDeadline, Party, StateRule
from accreditation.workflow.states import MissionState as S

_OVER = NoDeadline(N_("The mission is over."))
_OFFICE_IS_REMINDED = N_("The regional office is reminded.")

STATE_RULES = (
    StateRule(
        S.PLANNED,
        N_("Planned"),
        Party.OFFICE,
        N_("The regional office settles dates and mentor and offers the mission."),
        Deadline("mission_planning", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.OFFERED,
        N_("Offered"),
        Party.ADMINISTRATION,
        N_("The administration releases the candidate, who has accepted."),
        Deadline("mission_offer", N_("The offer is taken as declined."), then="time_out_offer"),
    ),
    StateRule(
        S.RELEASED,
        N_("Released"),
        Party.OFFICE,
        N_("The mission begins."),
        Deadline("mission_starts_at", _OFFICE_IS_REMINDED),
    ),
    StateRule(
        S.UNDER_WAY,
        N_("Under way"),
        Party.MENTOR,
        N_("The mission takes place and the mentor reports."),
        Deadline("mission_report", N_("The regional office asks the mentor for the report.")),
    ),
    StateRule(
        S.REPORTED,
        N_("Reported"),
        Party.OFFICE,
        N_("The regional office closes the evaluation once the beneficiary administration has given its feedback."),
        Deadline("mission_feedback", _OFFICE_IS_REMINDED),
    ),
    StateRule(S.EVALUATED, N_("Evaluated"), Party.NOBODY, N_("The mission is evaluated."), _OVER),
    StateRule(S.DECLINED, N_("Declined"), Party.NOBODY, N_("The offer was declined."), _OVER),
    StateRule(S.CANCELLED, N_("Mission cancelled"), Party.NOBODY, N_("The mission was cancelled."), _OVER),
)

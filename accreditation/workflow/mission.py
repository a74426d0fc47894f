"""The lifecycle of a field mission of a candidate beside an accredited mentor."""

from accreditation.texts import N_
from accreditation.workflow import actors
from accreditation.workflow.day_guards import it_has_dates
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Lifecycle, Transition
from accreditation.workflow.mission_guards import (
    feedback_is_in,
    the_candidate_accepts,
    the_candidate_is_pre_accredited,
    the_first_day_has_come,
    the_mentor_has_no_interest,
    the_mentor_is_accredited,
    the_report_is_complete,
)
from accreditation.workflow.mission_states import STATE_RULES
from accreditation.workflow.states import MissionState as S

_PREPARED = (
    the_candidate_is_pre_accredited,
    it_has_dates,
    the_mentor_is_accredited,
    the_mentor_has_no_interest,
)

MISSION = Lifecycle(
    name="mission",
    label=N_("Mission"),
    states=S,
    initial=S.PLANNED,
    rules=STATE_RULES,
    transitions=(
        Transition(
            name="offer_mission",
            label=N_("Offer the mission"),
            done=N_("Mission offered"),
            sources=frozenset({S.PLANNED}),
            target=S.OFFERED,
            who=actors.officer_without_interest,
            guards=_PREPARED,
            effects=(E.OFFER_MISSION,),
        ),
        Transition(
            name="accept_mission",
            label=N_("Accept the mission"),
            done=N_("Mission accepted"),
            sources=frozenset({S.OFFERED}),
            target=None,
            who=actors.the_applicant,
            consequences=(C.RECORD_ACCEPTANCE,),
            effects=(E.ASK_FOR_RELEASE,),
        ),
        Transition(
            name="release_for_mission",
            label=N_("Release for the mission"),
            done=N_("Released for the mission"),
            sources=frozenset({S.OFFERED}),
            target=S.RELEASED,
            who=actors.nominating_official,
            guards=(the_candidate_accepts, the_candidate_is_pre_accredited),
            effects=(E.TELL_RELEASED,),
        ),
        Transition(
            name="decline_mission",
            label=N_("Decline the mission"),
            done=N_("Mission declined"),
            sources=frozenset({S.OFFERED}),
            target=S.DECLINED,
            who=actors.candidate_or_administration,
            effects=(E.TELL_MISSION_DECLINED,),
            needs_note=True,
        ),
        Transition(
            name="time_out_offer",
            label=N_("Offer not answered"),
            done=N_("Offer not answered"),
            sources=frozenset({S.OFFERED}),
            target=S.DECLINED,
            who=actors.the_system,
            effects=(E.TELL_MISSION_DECLINED,),
        ),
        Transition(
            name="postpone_mission",
            label=N_("Move to other dates"),
            done=N_("Moved to other dates"),
            sources=frozenset({S.OFFERED, S.RELEASED}),
            target=None,
            who=actors.officer_without_interest,
            guards=(it_has_dates, the_mentor_is_accredited),
            effects=(E.TELL_MISSION_POSTPONED,),
            needs_note=True,
        ),
        Transition(
            name="start_mission",
            label=N_("Start the mission"),
            done=N_("Mission started"),
            sources=frozenset({S.RELEASED}),
            target=S.UNDER_WAY,
            who=actors.mentor_or_officer,
            guards=(the_first_day_has_come, *_PREPARED),
            consequences=(
                C.RECORD_BEGINNING,
                C.SEND_ON_MISSION,
            ),
            effects=(E.ASK_FOR_REPORT,),
        ),
        Transition(
            name="hand_in_report",
            label=N_("Hand in the report"),
            done=N_("Report handed in"),
            sources=frozenset({S.UNDER_WAY}),
            target=S.REPORTED,
            who=actors.mentor_of_the_mission,
            guards=(the_report_is_complete,),
            consequences=(
                C.RECORD_REPORT,
                C.COMPLETE_MISSION,
            ),
            effects=(E.ASK_FOR_FEEDBACK, E.TELL_REPORTED),
        ),
        Transition(
            name="evaluate_mission",
            label=N_("Close the evaluation"),
            done=N_("Evaluation closed"),
            sources=frozenset({S.REPORTED}),
            target=S.EVALUATED,
            who=actors.officer_without_interest,
            guards=(feedback_is_in,),
        ),
        Transition(
            name="cancel_mission",
            label=N_("Cancel the mission"),
            done=N_("Mission cancelled"),
            sources=frozenset({S.PLANNED, S.OFFERED, S.RELEASED, S.UNDER_WAY}),
            target=S.CANCELLED,
            who=actors.officer_without_interest,
            consequences=(C.RETURN_FROM_MISSION,),
            effects=(E.TELL_MISSION_CANCELLED,),
            needs_note=True,
            harms=N_("The candidate waits for another mission; the time lost is given back."),
        ),
        Transition(
            name="drop_mission",
            label=N_("Drop the mission"),
            done=N_("Mission dropped"),
            sources=frozenset({S.PLANNED, S.OFFERED, S.RELEASED, S.UNDER_WAY}),
            target=S.CANCELLED,
            who=actors.the_system,
            effects=(E.TELL_MISSION_CANCELLED,),
        ),
    ),
)

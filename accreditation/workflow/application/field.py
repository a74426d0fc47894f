"""In the field: the mission beside a mentor, and the final decision that follows it."""

from accreditation.texts import N_
from accreditation.workflow import actors, decision_guards, field_guards
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Transition
from accreditation.workflow.states import ApplicationState as S

BEGIN_MISSION = Transition(
    name="begin_mission",
    label=N_("Leave on mission"),
    done=N_("Left on mission"),
    sources=frozenset({S.PRE_ACCREDITED}),
    target=S.ON_MISSION,
    who=actors.the_system,
    guards=(field_guards.the_mission_is_released,),
)
RETURN_FROM_MISSION = Transition(
    name="return_from_mission",
    label=N_("Back from a mission that did not take place"),
    done=N_("Back from a mission that did not take place"),
    sources=frozenset({S.ON_MISSION}),
    target=S.PRE_ACCREDITED,
    who=actors.the_system,
    guards=(field_guards.the_mission_has_ended_early,),
    consequences=(C.GIVE_TIME_BACK,),
    on_hold=True,
)
COMPLETE_MISSION = Transition(
    name="complete_mission",
    label=N_("Complete the mission"),
    done=N_("Mission completed"),
    sources=frozenset({S.ON_MISSION}),
    target=S.AWAITING_ACCREDITATION,
    who=actors.the_system,
    guards=(field_guards.the_report_is_in,),
    on_hold=True,
)
ACCREDIT = Transition(
    name="accredit",
    label=N_("Accredit"),
    done=N_("Accreditation granted"),
    sources=frozenset({S.AWAITING_ACCREDITATION}),
    target=S.ACCREDITED,
    who=actors.decision_maker_without_interest,
    guards=(
        decision_guards.the_track_leads_to_accreditation,
        field_guards.the_report_is_in,
        field_guards.the_report_is_positive,
        decision_guards.the_decision_says("accredit"),
        decision_guards.whoever_decided_is_impartial,
    ),
    consequences=(C.RELEASE_DECISION, C.GRANT_ACCREDITATION),
    effects=(E.ANNOUNCE_ACCREDITATION,),
    decides=True,
)
RECOGNIZE = Transition(
    name="recognize",
    label=N_("Recognize"),
    done=N_("Recognition granted"),
    sources=frozenset({S.AWAITING_ACCREDITATION}),
    target=S.RECOGNIZED,
    who=actors.decision_maker_without_interest,
    guards=(
        decision_guards.the_track_leads_to_recognition,
        field_guards.the_report_is_in,
        field_guards.the_report_is_positive,
        decision_guards.the_decision_says("recognize"),
        decision_guards.whoever_decided_is_impartial,
    ),
    consequences=(C.RELEASE_DECISION, C.GRANT_ACCREDITATION),
    effects=(E.ANNOUNCE_RECOGNITION,),
    decides=True,
)
ORDER_SECOND_MISSION = Transition(
    name="order_second_mission",
    label=N_("Ask for a second mission"),
    done=N_("Second mission requested"),
    sources=frozenset({S.AWAITING_ACCREDITATION}),
    target=S.PRE_ACCREDITED,
    who=actors.decision_maker_without_interest,
    guards=(
        decision_guards.the_decision_says("order_second_mission"),
        decision_guards.whoever_decided_is_impartial,
        decision_guards.reasons_are_given,
    ),
    consequences=(C.RELEASE_DECISION,),
    effects=(E.TELL_SECOND_MISSION,),
    reasons="not_accredited",
    decides=True,
)
REFUSE_ACCREDITATION = Transition(
    name="refuse_accreditation",
    label=N_("Do not accredit"),
    done=N_("Accreditation refused"),
    sources=frozenset({S.AWAITING_ACCREDITATION}),
    target=S.NOT_ACCREDITED,
    who=actors.decision_maker_without_interest,
    guards=(
        decision_guards.the_decision_says("refuse_accreditation"),
        decision_guards.whoever_decided_is_impartial,
        decision_guards.reasons_are_given,
    ),
    consequences=(C.RELEASE_DECISION,),
    effects=(E.ANNOUNCE_NOT_ACCREDITED,),
    reasons="not_accredited",
    decides=True,
    harms=N_("The road ends here. The candidate reads the reasons and may appeal."),
)

FIELD = (
    BEGIN_MISSION,
    RETURN_FROM_MISSION,
    COMPLETE_MISSION,
    ACCREDIT,
    RECOGNIZE,
    ORDER_SECOND_MISSION,
    REFUSE_ACCREDITATION,
)

"""Past a station that was waived: each by a step of its own, taken by whoever may decide on the case."""

from accreditation.texts import N_
from accreditation.workflow import actors
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Transition
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.waivers import Station, somebody_waived, the_mission_is_waived, the_workshop_is_waived

PASS_OVER_WORKSHOP = Transition(
    name="pass_over_workshop",
    label=N_("Pre-accredit without a workshop, which is waived"),
    done=N_("Pre-accreditation without a workshop, which was waived"),
    sources=frozenset({S.SHORTLISTED}),
    target=S.PRE_ACCREDITED,
    who=actors.decision_maker_without_interest,
    guards=(the_workshop_is_waived,),
    concerns=somebody_waived(Station.WORKSHOP),
    effects=(E.TELL_WORKSHOP_WAIVED,),
)
PASS_OVER_MISSION = Transition(
    name="pass_over_mission",
    label=N_("Go on without a mission, which is waived"),
    done=N_("Continued without a mission, which was waived"),
    sources=frozenset({S.PRE_ACCREDITED}),
    target=S.AWAITING_ACCREDITATION,
    who=actors.decision_maker_without_interest,
    guards=(the_mission_is_waived,),
    concerns=somebody_waived(Station.MISSION),
    consequences=(C.CANCEL_OPEN_MISSION,),
    effects=(E.TELL_MISSION_WAIVED,),
)

WAIVING = (PASS_OVER_WORKSHOP, PASS_OVER_MISSION)

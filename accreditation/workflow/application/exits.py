"""Ways out and pauses that many states share: withdrawal, lapse, hold, extension, and reopening after an appeal."""

from accreditation.texts import N_
from accreditation.workflow import actors, field_guards, formation_guards, guards
from accreditation.workflow.application.reopening import (
    OVERTURN_ACCREDITATION,
    OVERTURN_SELECTION,
    OVERTURN_WORKSHOP_RESULT,
    REOPEN_ACCREDITATION,
    REOPEN_DRAFT,
    REOPEN_REVIEW,
    REOPEN_SCREENING,
    REOPEN_SELECTION,
    REOPEN_WORKSHOP_RESULT,
)
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Transition
from accreditation.workflow.nomination_guards import somebody_can_endorse
from accreditation.workflow.states import BEYOND_ENDORSEMENT, OPEN
from accreditation.workflow.states import ApplicationState as S

WITHDRAW = Transition(
    name="withdraw",
    label=N_("Withdraw my application"),
    done=N_("Application withdrawn"),
    sources=OPEN,
    target=S.WITHDRAWN,
    who=actors.the_applicant,
    consequences=(C.CANCEL_OPEN_MISSION,),
    effects=(E.CONFIRM_WITHDRAWAL,),
    on_hold=True,
    harms=N_(
        "The application ends here and cannot be taken up again. What was recorded is kept as the rules on records say."
    ),
)
WITHDRAW_NOMINATION = Transition(
    name="withdraw_nomination",
    label=N_("Withdraw the nomination"),
    done=N_("Nomination withdrawn"),
    sources=BEYOND_ENDORSEMENT,
    target=S.NOMINATION_WITHDRAWN,
    who=actors.nominating_official,
    consequences=(C.CANCEL_OPEN_MISSION,),
    effects=(E.TELL_NOMINATION_WITHDRAWN,),
    needs_note=True,
    on_hold=True,
    harms=N_("The case ends, a seat or mission is given back, and the person is told with your reason."),
)
LAPSE = Transition(
    name="lapse",
    label=N_("Lapse"),
    done=N_("Application lapsed"),
    sources=frozenset(
        {S.DRAFT, S.AWAITING_ENDORSEMENT, S.INFORMATION_REQUESTED, S.WAITLISTED, S.INVITED, S.PRE_ACCREDITED}
    ),
    target=S.LAPSED,
    who=actors.the_system,
    guards=(guards.the_time_is_over, field_guards.no_mission_is_arranged, somebody_can_endorse),
    consequences=(C.CANCEL_OPEN_MISSION,),
    effects=(E.TELL_LAPSED,),
)
END_DEFERRAL = Transition(
    name="end_deferral",
    label=N_("End the deferral"),
    done=N_("Deferral ended"),
    sources=frozenset({S.SHORTLISTED}),
    target=S.LAPSED,
    who=actors.the_system,
    guards=(formation_guards.the_deferral_is_over,),
    effects=(E.TELL_LAPSED,),
)
HOLD = Transition(
    name="hold",
    label=N_("Put on hold"),
    done=N_("Placed on hold"),
    sources=BEYOND_ENDORSEMENT,
    target=None,
    who=actors.head_of_office,
    consequences=(C.SET_HOLD,),
    reasons="hold",
    needs_note=True,
)
RELEASE_HOLD = Transition(
    name="release_hold",
    label=N_("Release the hold"),
    done=N_("Hold released"),
    sources=BEYOND_ENDORSEMENT,
    target=None,
    who=actors.head_of_office,
    guards=(guards.it_is_on_hold,),
    consequences=(C.CLEAR_HOLD,),
    on_hold=True,
)
EXTEND = Transition(
    name="extend",
    label=N_("Extend the time for a mission"),
    done=N_("Time for a mission extended"),
    sources=frozenset({S.PRE_ACCREDITED}),
    target=None,
    who=actors.officer_without_interest,
    guards=(field_guards.an_extension_is_left,),
    consequences=(C.EXTEND_TIME,),
    effects=(E.TELL_EXTENDED,),
    needs_note=True,
)

EXITS = (
    WITHDRAW,
    WITHDRAW_NOMINATION,
    LAPSE,
    END_DEFERRAL,
    HOLD,
    RELEASE_HOLD,
    EXTEND,
    REOPEN_DRAFT,
    REOPEN_SCREENING,
    REOPEN_SELECTION,
    REOPEN_REVIEW,
    REOPEN_WORKSHOP_RESULT,
    REOPEN_ACCREDITATION,
    OVERTURN_SELECTION,
    OVERTURN_WORKSHOP_RESULT,
    OVERTURN_ACCREDITATION,
)

"""From the invitation to the result of the workshop: seat, attendance, and the decision on pre-accreditation."""

from accreditation.texts import N_
from accreditation.workflow import actors, decision_guards, formation_guards
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Transition
from accreditation.workflow.states import ApplicationState as S

INVITE = Transition(
    name="invite",
    label=N_("Invite to the workshop"),
    done=N_("Invited to the workshop"),
    sources=frozenset({S.SHORTLISTED}),
    target=S.INVITED,
    who=actors.officer_without_interest,
    guards=(formation_guards.the_workshop_is_open, formation_guards.a_seat_is_free),
    consequences=(C.TAKE_WORKSHOP_SEAT,),
    effects=(E.SEND_INVITATION,),
    counts=("workshop",),
)
CONFIRM = Transition(
    name="confirm",
    label=N_("Accept the seat"),
    done=N_("Seat accepted"),
    sources=frozenset({S.INVITED}),
    target=S.CONFIRMED,
    who=actors.the_applicant,
    guards=(formation_guards.the_workshop_is_open,),
    effects=(E.TELL_SEAT_CONFIRMED,),
)
DEFER = Transition(
    name="defer",
    label=N_("Defer to a later workshop"),
    done=N_("Deferred to a later workshop"),
    sources=frozenset({S.INVITED, S.CONFIRMED}),
    target=S.SHORTLISTED,
    who=actors.officer_without_interest,
    consequences=(C.GIVE_SEAT_BACK, C.BEGIN_DEFERRAL),
    needs_note=True,
    effects=(E.TELL_DEFERRED,),
)
TAKE_SEAT = Transition(
    name="take_seat",
    label=N_("Enter the workshop"),
    done=N_("Entered the workshop"),
    sources=frozenset({S.CONFIRMED}),
    target=S.IN_WORKSHOP,
    who=actors.the_system,
    guards=(formation_guards.the_workshop_is_running, formation_guards.the_candidate_was_there),
    on_hold=True,
)
MISS_WORKSHOP = Transition(
    name="miss_workshop",
    label=N_("Did not appear"),
    done=N_("Absent from the workshop"),
    sources=frozenset({S.CONFIRMED}),
    target=S.LAPSED,
    who=actors.the_system,
    guards=(formation_guards.the_workshop_is_running, formation_guards.the_candidate_was_absent),
    effects=(E.TELL_LAPSED,),
    on_hold=True,
)
COMPLETE_WORKSHOP = Transition(
    name="complete_workshop",
    label=N_("Complete the workshop"),
    done=N_("Workshop completed"),
    sources=frozenset({S.IN_WORKSHOP}),
    target=S.AWAITING_PRE_ACCREDITATION,
    who=actors.the_system,
    guards=(formation_guards.every_criterion_is_marked,),
    on_hold=True,
)
RETURN_SEAT = Transition(
    name="return_seat",
    label=N_("Back to the short list"),
    done=N_("Returned to the short list"),
    sources=frozenset({S.INVITED, S.CONFIRMED, S.IN_WORKSHOP}),
    target=S.SHORTLISTED,
    who=actors.the_system,
    consequences=(C.GIVE_SEAT_BACK,),
    effects=(E.TELL_WORKSHOP_CANCELLED,),
    on_hold=True,
)
PRE_ACCREDIT = Transition(
    name="pre_accredit",
    label=N_("Pre-accredit"),
    done=N_("Pre-accreditation granted"),
    sources=frozenset({S.AWAITING_PRE_ACCREDITATION}),
    target=S.PRE_ACCREDITED,
    who=actors.decision_maker_without_interest,
    guards=(
        formation_guards.every_criterion_is_marked,
        formation_guards.marks_reach_the_thresholds,
        decision_guards.the_decision_says("pre_accredit"),
        decision_guards.whoever_decided_is_impartial,
    ),
    consequences=(C.RELEASE_DECISION,),
    effects=(E.ANNOUNCE_PRE_ACCREDITATION, E.SEND_FEEDBACK_TO_CANDIDATE),
    decides=True,
)
OFFER_RESIT = Transition(
    name="offer_resit",
    label=N_("Offer another workshop"),
    done=N_("Another workshop offered"),
    sources=frozenset({S.AWAITING_PRE_ACCREDITATION}),
    target=S.SHORTLISTED,
    who=actors.decision_maker_without_interest,
    guards=(
        formation_guards.every_criterion_is_marked,
        formation_guards.a_resit_is_left,
        decision_guards.the_decision_says("offer_resit"),
        decision_guards.whoever_decided_is_impartial,
        decision_guards.reasons_are_given,
    ),
    consequences=(C.RELEASE_DECISION, C.USE_RESIT),
    effects=(E.OFFER_RESIT, E.SEND_FEEDBACK_TO_CANDIDATE),
    reasons="not_successful",
    decides=True,
)
FIND_NOT_SUCCESSFUL = Transition(
    name="find_not_successful",
    label=N_("Not successful"),
    done=N_("Workshop not passed"),
    sources=frozenset({S.AWAITING_PRE_ACCREDITATION}),
    target=S.NOT_SUCCESSFUL,
    who=actors.decision_maker_without_interest,
    guards=(
        formation_guards.every_criterion_is_marked,
        decision_guards.the_decision_says("find_not_successful"),
        decision_guards.whoever_decided_is_impartial,
        decision_guards.reasons_are_given,
    ),
    consequences=(C.RELEASE_DECISION,),
    effects=(E.ANNOUNCE_NOT_SUCCESSFUL, E.SEND_FEEDBACK_TO_CANDIDATE),
    reasons="not_successful",
    decides=True,
    harms=N_("The road ends here. The candidate reads the reasons and may appeal."),
)

FORMATION = (
    INVITE,
    CONFIRM,
    DEFER,
    TAKE_SEAT,
    MISS_WORKSHOP,
    COMPLETE_WORKSHOP,
    RETURN_SEAT,
    PRE_ACCREDIT,
    OFFER_RESIT,
    FIND_NOT_SUCCESSFUL,
)

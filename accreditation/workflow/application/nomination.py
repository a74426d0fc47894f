"""The administration's word on its applicant: at one level or two, in reserve, or with the office where nobody answers."""

from accreditation.texts import N_
from accreditation.workflow import actors, nomination_guards
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Transition
from accreditation.workflow.states import ApplicationState as S

_WAITING = frozenset({S.AWAITING_ENDORSEMENT})

RECOMMEND = Transition(
    name="recommend",
    label=N_("Recommend"),
    done=N_("Recommended"),
    sources=_WAITING,
    target=None,
    who=actors.head_of_unit,
    guards=(nomination_guards.the_administration_has_two_levels, nomination_guards.the_first_word_is_open),
    consequences=(C.KEEP_FIRST_WORD,),
    effects=(E.ASK_FOR_DECISION,),
)
ADVISE_AGAINST = Transition(
    name="advise_against",
    label=N_("Do not recommend"),
    done=N_("Not recommended"),
    sources=_WAITING,
    target=None,
    who=actors.head_of_unit,
    guards=(nomination_guards.the_administration_has_two_levels, nomination_guards.the_first_word_is_open),
    consequences=(C.KEEP_FIRST_WORD,),
    effects=(E.ASK_FOR_DECISION,),
    needs_note=True,
)
ENDORSE = Transition(
    name="endorse",
    label=N_("Endorse"),
    done=N_("Application endorsed"),
    sources=_WAITING,
    target=S.SCREENING,
    who=actors.endorsing_official,
    guards=(
        nomination_guards.the_first_word_is_given,
        nomination_guards.the_letter_is_there,
        nomination_guards.release_is_promised,
        nomination_guards.the_quota_is_not_used_up,
    ),
    effects=(E.TELL_ENDORSED,),
    counts=("call",),
)
DECLINE_TO_ENDORSE = Transition(
    name="decline_to_endorse",
    label=N_("Decline to endorse"),
    done=N_("Endorsement declined"),
    sources=_WAITING,
    target=S.NOT_ENDORSED,
    who=actors.endorsing_official,
    effects=(E.TELL_NOT_ENDORSED,),
    reasons="not_endorsed",
    harms=N_("The application ends here. The applicant reads the reason."),
)
KEEP_IN_RESERVE = Transition(
    name="keep_in_reserve",
    label=N_("Keep in reserve"),
    done=N_("Kept in reserve"),
    sources=_WAITING,
    target=None,
    who=actors.endorsing_official,
    guards=(
        nomination_guards.the_call_keeps_a_reserve,
        nomination_guards.the_quota_is_used_up,
        nomination_guards.it_is_not_in_reserve,
    ),
    consequences=(C.PUT_IN_RESERVE,),
    effects=(E.TELL_IN_RESERVE,),
)
ESCALATE = Transition(
    name="escalate",
    label=N_("Hand the endorsement to the regional office"),
    done=N_("Endorsement handed to the regional office"),
    sources=_WAITING,
    target=None,
    who=actors.the_system,
    guards=(nomination_guards.the_administration_does_not_answer, nomination_guards.it_is_not_with_the_office),
    consequences=(C.NOTE_ESCALATION,),
    effects=(E.SEE_TO_ENDORSEMENT,),
)
ASK_ADMINISTRATION_AGAIN = Transition(
    name="ask_administration_again",
    label=N_("Ask the administration again"),
    done=N_("Administration asked again"),
    sources=_WAITING,
    target=None,
    who=actors.officer_without_interest,
    guards=(nomination_guards.it_is_with_the_office, nomination_guards.somebody_can_endorse),
    consequences=(C.BEGIN_ENDORSEMENT_AFRESH,),
    effects=(E.ASK_FOR_ENDORSEMENT,),
)
ENDORSE_ON_PAPER = Transition(
    name="endorse_on_paper",
    label=N_("Record a nomination letter received on paper"),
    done=N_("Endorsed by a nomination letter received on paper"),
    sources=_WAITING,
    target=S.SCREENING,
    who=actors.officer_without_interest,
    guards=(
        nomination_guards.it_is_with_the_office,
        nomination_guards.letters_on_paper_are_taken,
        nomination_guards.the_letter_is_there,
        nomination_guards.release_is_promised,
        nomination_guards.the_quota_is_not_used_up,
    ),
    effects=(E.TELL_ENDORSED,),
    needs_note=True,
    counts=("call",),
)

NOMINATION = (
    RECOMMEND,
    ADVISE_AGAINST,
    ENDORSE,
    DECLINE_TO_ENDORSE,
    KEEP_IN_RESERVE,
    ESCALATE,
    ASK_ADMINISTRATION_AGAIN,
    ENDORSE_ON_PAPER,
)

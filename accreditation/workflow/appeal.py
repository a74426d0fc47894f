"""The lifecycle of an appeal against a decision, or a complaint about an expert."""

from accreditation.texts import N_, Text
from accreditation.workflow import appeal_actors as actors
from accreditation.workflow.appeal_guards import (
    it_says_whom_it_concerns,
    it_was_filed_in_time,
    reasons_are_written,
    the_decision_still_stands,
    the_panel_agrees,
    the_panel_has_no_interest,
    the_panel_is_complete,
    the_part_is_named,
    the_person_was_heard,
    what_follows_is_named,
)
from accreditation.workflow.appeal_states import STATE_RULES
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Guard, Lifecycle, Transition
from accreditation.workflow.states import AppealState as S

_CONCLUDED = (reasons_are_written, the_panel_agrees, the_panel_has_no_interest)
_FOLLOWED = (*_CONCLUDED, what_follows_is_named, the_decision_still_stands)


def _conclude(
    name: str, label: Text, done: Text, target: S, guards: tuple[Guard, ...], consequences: tuple[C, ...] = ()
) -> Transition:
    return Transition(
        name=name,
        label=label,
        done=done,
        sources=frozenset({S.UNDER_EXAMINATION}),
        target=target,
        who=actors.chair_of_the_appeal,
        guards=guards,
        consequences=consequences,
        effects=(E.TELL_APPEAL_DECIDED,),
        decides=True,
    )


APPEAL = Lifecycle(
    name="appeal",
    label=N_("Appeal or complaint"),
    states=S,
    initial=S.FILED,
    opening=(E.TELL_APPEAL_FILED,),
    rules=STATE_RULES,
    transitions=(
        Transition(
            name="acknowledge",
            label=N_("Acknowledge receipt"),
            done=N_("Receipt acknowledged"),
            sources=frozenset({S.FILED}),
            target=S.ACKNOWLEDGED,
            who=actors.keeper_of_the_appeal,
            effects=(E.ACKNOWLEDGE_APPEAL,),
        ),
        Transition(
            name="find_inadmissible",
            label=N_("Not admissible"),
            done=N_("Found not admissible"),
            sources=frozenset({S.ACKNOWLEDGED}),
            target=S.INADMISSIBLE,
            who=actors.keeper_who_did_not_decide,
            effects=(E.TELL_APPEAL_INADMISSIBLE,),
            reasons="inadmissible",
            harms=N_("It ends here. Whoever filed it reads the reasons."),
        ),
        Transition(
            name="open_examination",
            label=N_("Hand over to the appeals panel"),
            done=N_("Handed over to the appeals panel"),
            sources=frozenset({S.ACKNOWLEDGED}),
            target=S.UNDER_EXAMINATION,
            who=actors.keeper_of_the_appeal,
            guards=(
                it_was_filed_in_time,
                it_says_whom_it_concerns,
                the_person_was_heard,
                the_panel_is_complete,
                the_panel_has_no_interest,
            ),
            effects=(E.ASK_PANEL_TO_EXAMINE,),
        ),
        _conclude("uphold", N_("Uphold"), N_("Upheld"), S.UPHELD, _FOLLOWED, (C.REOPEN_DECISION,)),
        _conclude(
            "uphold_partly",
            N_("Uphold in part"),
            N_("Partly upheld"),
            S.PARTLY_UPHELD,
            (*_FOLLOWED, the_part_is_named),
            (C.REOPEN_DECISION,),
        ),
        _conclude("dismiss", N_("Dismiss"), N_("Dismissed"), S.DISMISSED, _CONCLUDED),
        Transition(
            name="withdraw_appeal",
            label=N_("Withdraw the appeal"),
            done=N_("Appeal withdrawn"),
            sources=frozenset({S.FILED, S.ACKNOWLEDGED, S.UNDER_EXAMINATION}),
            target=S.WITHDRAWN,
            who=actors.the_filer_or_a_link,
        ),
    ),
)

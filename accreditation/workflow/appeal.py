"""The lifecycle of an appeal against a decision, or a complaint about an expert."""

from accreditation.texts import N_, Text
from accreditation.workflow import actors
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.facts import AppealFacts
from accreditation.workflow.machine import Deadline, Lifecycle, NoDeadline, Party, StateRule, Transition
from accreditation.workflow.states import REFUSED
from accreditation.workflow.states import AppealState as S

_CLOSED = NoDeadline(N_("The appeal is closed."))


def it_was_filed_in_time(facts: AppealFacts) -> Text | None:
    return None if facts.is_in_time else N_("It came after the time for appeals, so it is inadmissible.")


def the_panel_has_no_interest(facts: AppealFacts) -> Text | None:
    return None if not facts.panel_conflicted else N_("A member of the panel was involved before or holds an interest.")


def the_panel_is_complete(facts: AppealFacts) -> Text | None:
    needed = facts.numbers["appeal_panel"]
    return None if facts.panel >= needed else N_("Name at least %(num)s members of the panel.").with_values(num=needed)


def reasons_are_written(facts: AppealFacts) -> Text | None:
    return None if facts.has_reasons else N_("Write the reasons of the panel.")


def the_decision_still_stands(facts: AppealFacts) -> Text | None:
    stands = facts.kind == "complaint" or facts.application_state in REFUSED
    return None if stands else N_("The decision appealed against no longer stands.")


def _conclude(name: str, label: Text, target: S, consequences: tuple[C, ...] = ()) -> Transition:
    return Transition(
        name=name,
        label=label,
        sources=frozenset({S.UNDER_EXAMINATION}),
        target=target,
        who=actors.panel_of_the_appeal,
        guards=(reasons_are_written, the_panel_has_no_interest, the_decision_still_stands)
        if consequences
        else (reasons_are_written, the_panel_has_no_interest),
        consequences=consequences,
        effects=(E.TELL_APPEAL_DECIDED,),
        decides=True,
    )


APPEAL = Lifecycle(
    name="appeal",
    label=N_("Appeal"),
    states=S,
    initial=S.FILED,
    opening=(E.TELL_APPEAL_FILED,),
    rules=(
        StateRule(
            S.FILED,
            N_("Filed"),
            Party.OFFICE,
            N_("The regional office acknowledges the appeal."),
            Deadline("appeal_acknowledgement", N_("The head of the regional office is reminded.")),
        ),
        StateRule(
            S.ACKNOWLEDGED,
            N_("Acknowledged"),
            Party.OFFICE,
            N_("The regional office checks admissibility and names a panel."),
            Deadline("appeal_admission", N_("The head of the regional office is reminded.")),
        ),
        StateRule(
            S.UNDER_EXAMINATION,
            N_("Under examination"),
            Party.APPEALS_PANEL,
            N_("The appeals panel examines the case and concludes with reasons."),
            Deadline("appeal_decision", N_("The head of the regional office is reminded.")),
        ),
        StateRule(S.INADMISSIBLE, N_("Inadmissible"), Party.NOBODY, N_("Nothing: it was not admitted."), _CLOSED),
        StateRule(S.UPHELD, N_("Upheld"), Party.NOBODY, N_("Nothing: the decision is taken again."), _CLOSED),
        StateRule(
            S.PARTLY_UPHELD, N_("Partly upheld"), Party.NOBODY, N_("Nothing: the decision is taken again."), _CLOSED
        ),
        StateRule(S.DISMISSED, N_("Dismissed"), Party.NOBODY, N_("Nothing: the decision stands."), _CLOSED),
        StateRule(S.WITHDRAWN, N_("Withdrawn"), Party.NOBODY, N_("Nothing: it was withdrawn."), _CLOSED),
    ),
    transitions=(
        Transition(
            name="acknowledge",
            label=N_("Acknowledge receipt"),
            sources=frozenset({S.FILED}),
            target=S.ACKNOWLEDGED,
            who=actors.officer_without_interest,
            effects=(E.ACKNOWLEDGE_APPEAL,),
        ),
        Transition(
            name="find_inadmissible",
            label=N_("Not admissible"),
            sources=frozenset({S.ACKNOWLEDGED}),
            target=S.INADMISSIBLE,
            who=actors.officer_without_interest,
            effects=(E.TELL_APPEAL_INADMISSIBLE,),
            reasons="inadmissible",
            harms=N_("The appeal ends here. The person reads the reasons."),
        ),
        Transition(
            name="open_examination",
            label=N_("Hand over to the appeals panel"),
            sources=frozenset({S.ACKNOWLEDGED}),
            target=S.UNDER_EXAMINATION,
            who=actors.officer_without_interest,
            guards=(it_was_filed_in_time, the_panel_is_complete, the_panel_has_no_interest),
            effects=(E.ASK_PANEL_TO_EXAMINE,),
        ),
        _conclude("uphold", N_("Uphold"), S.UPHELD, (C.REOPEN_DECISION,)),
        _conclude("uphold_partly", N_("Uphold in part"), S.PARTLY_UPHELD, (C.REOPEN_DECISION,)),
        _conclude("dismiss", N_("Dismiss"), S.DISMISSED),
        Transition(
            name="withdraw_appeal",
            label=N_("Withdraw the appeal"),
            sources=frozenset({S.FILED, S.ACKNOWLEDGED, S.UNDER_EXAMINATION}),
            target=S.WITHDRAWN,
            who=actors.the_filer,
        ),
    ),
)

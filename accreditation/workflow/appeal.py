"""The lifecycle of an appeal against a decision, or a complaint about an expert."""

from accreditation.texts import N_, Text
from accreditation.workflow import appeal_actors as actors
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.facts import AppealFacts
from accreditation.workflow.machine import Deadline, Guard, Lifecycle, NoDeadline, Party, StateRule, Transition
from accreditation.workflow.states import REFUSED
from accreditation.workflow.states import AppealState as S

_CLOSED = NoDeadline(N_("The appeal is closed."))


def it_was_filed_in_time(facts: AppealFacts) -> Text | None:
    return None if facts.is_in_time else N_("It came after the time for appeals, so it is inadmissible.")


def the_panel_has_no_interest(facts: AppealFacts) -> Text | None:
    return None if not facts.panel_conflicted else N_("A member of the panel was involved before or holds an interest.")


def the_panel_is_complete(facts: AppealFacts) -> Text | None:
    """As many members as the edition asks for, and one of them in the chair."""
    needed = facts.numbers["appeal_panel"]
    if facts.panel >= needed and facts.chair_id is not None:
        return None
    return N_("Name at least %(num)s members of the panel, and one of them as chair.").with_values(num=needed)


def it_says_whom_it_concerns(facts: AppealFacts) -> Text | None:
    """A complaint was tied to a person, an accreditation, a mission, or to nobody in particular."""
    return None if facts.is_linked else N_("Say first whom or what the complaint concerns.")


def the_person_was_heard(facts: AppealFacts) -> Text | None:
    """Whoever is complained about has answered, or the time to answer is over."""
    return None if facts.was_heard else N_("The person complained about has not been heard yet.")


def reasons_are_written(facts: AppealFacts) -> Text | None:
    complete = facts.has_reasons and not facts.grounds_open
    return None if complete else N_("Write the reasons of the panel, for each ground and as a whole.")


def what_follows_is_named(facts: AppealFacts) -> Text | None:
    """A remedy that fits the refusal, or a measure after a complaint."""
    return None if facts.names_what_follows else N_("Say what follows from the conclusion.")


def the_part_is_named(facts: AppealFacts) -> Text | None:
    return None if facts.names_the_part else N_("Say which part is upheld.")


def the_panel_agrees(facts: AppealFacts) -> Text | None:
    """More than half of the members agree with the conclusion as it is written now."""
    agrees = facts.panel_agreed * 2 > facts.panel
    return None if agrees else N_("More than half of the panel must agree with the conclusion as it is written.")


def the_decision_still_stands(facts: AppealFacts) -> Text | None:
    stands = facts.kind == "complaint" or facts.application_state in REFUSED
    return None if stands else N_("The decision appealed against no longer stands.")


_CONCLUDED = (reasons_are_written, the_panel_agrees, the_panel_has_no_interest)
_FOLLOWED = (*_CONCLUDED, what_follows_is_named, the_decision_still_stands)


def _conclude(
    name: str, label: Text, target: S, guards: tuple[Guard, ...], consequences: tuple[C, ...] = ()
) -> Transition:
    return Transition(
        name=name,
        label=label,
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
    rules=(
        StateRule(
            S.FILED,
            N_("Filed"),
            Party.OFFICE,
            N_("The regional office acknowledges receipt."),
            Deadline("appeal_acknowledgement", N_("The head of the regional office is reminded.")),
        ),
        StateRule(
            S.ACKNOWLEDGED,
            N_("Acknowledged"),
            Party.OFFICE,
            N_("The regional office checks whether it can be examined, and names a panel."),
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
        StateRule(S.UPHELD, N_("Upheld"), Party.NOBODY, N_("Nothing: what the panel concluded follows."), _CLOSED),
        StateRule(
            S.PARTLY_UPHELD,
            N_("Partly upheld"),
            Party.NOBODY,
            N_("Nothing: what the panel concluded follows."),
            _CLOSED,
        ),
        StateRule(S.DISMISSED, N_("Dismissed"), Party.NOBODY, N_("Nothing: all stays as it is."), _CLOSED),
        StateRule(S.WITHDRAWN, N_("Withdrawn"), Party.NOBODY, N_("Nothing: it was withdrawn."), _CLOSED),
    ),
    transitions=(
        Transition(
            name="acknowledge",
            label=N_("Acknowledge receipt"),
            sources=frozenset({S.FILED}),
            target=S.ACKNOWLEDGED,
            who=actors.keeper_of_the_appeal,
            effects=(E.ACKNOWLEDGE_APPEAL,),
        ),
        Transition(
            name="find_inadmissible",
            label=N_("Not admissible"),
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
        _conclude("uphold", N_("Uphold"), S.UPHELD, _FOLLOWED, (C.REOPEN_DECISION,)),
        _conclude(
            "uphold_partly",
            N_("Uphold in part"),
            S.PARTLY_UPHELD,
            (*_FOLLOWED, the_part_is_named),
            (C.REOPEN_DECISION,),
        ),
        _conclude("dismiss", N_("Dismiss"), S.DISMISSED, _CONCLUDED),
        Transition(
            name="withdraw_appeal",
            label=N_("Withdraw the appeal"),
            sources=frozenset({S.FILED, S.ACKNOWLEDGED, S.UNDER_EXAMINATION}),
            target=S.WITHDRAWN,
            who=actors.the_filer_or_a_link,
        ),
    ),
)

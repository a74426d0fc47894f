"""What follows when an appeal is upheld, and what a panel may recommend after a complaint. Pure tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from accreditation.texts import N_, Text
from accreditation.workflow.states import ApplicationState as S


@dataclass(frozen=True)
class Remedy:
    """`steps` names per refusal the step by which the case is reopened; where one is missing, the remedy does not fit.

    `outcomes`: the judgements that the panel may name in place of the one it sets aside, per refusal.
    """

    name: str
    label: Text
    meaning: Text
    steps: Mapping[S, str]
    outcomes: Mapping[S, tuple[str, ...]] | None = None


_REOPENED = {
    S.NOT_SELECTED: "reopen_selection",
    S.NOT_SUCCESSFUL: "reopen_workshop_result",
    S.NOT_ACCREDITED: "reopen_accreditation",
}
# A refusal at the screening was judged by no panel: there only a new screening can follow.
SCREENED_AGAIN = "reopen_screening"

REMEDIES = (
    Remedy(
        "new_decision",
        N_("A new decision"),
        N_("The case goes back to where it was refused. Other persons than before decide it on the same evidence."),
        _REOPENED,
    ),
    Remedy(
        "review_again",
        N_("A new review"),
        N_(
            "The reviews end and no longer count. The office names other reviewers, and the panel decides on their scores."
        ),
        {S.NOT_SELECTED: "reopen_review"},
    ),
    Remedy(
        "mark_again",
        N_("New marks"),
        N_(
            "The marks of the assessors you name are void. The office names others, who mark again; then others decide."
        ),
        {S.NOT_SUCCESSFUL: "reopen_workshop_result"},
    ),
    Remedy(
        "overturn",
        N_("Another outcome in place of the decision"),
        N_(
            "The outcome you name is recorded as the decision of the panel, if the rules allow it; the office publishes it."
        ),
        _REOPENED,
        {
            S.NOT_SELECTED: ("shortlist",),
            S.NOT_SUCCESSFUL: ("pre_accredit",),
            S.NOT_ACCREDITED: ("accredit", "recognize"),
        },
    ),
)
BY_NAME = {remedy.name: remedy for remedy in REMEDIES}


def remedies_for(state: S, *, was_reviewed: bool = True) -> tuple[Remedy, ...]:
    """Those that fit the refusal in which the case stands."""
    if state is S.NOT_SELECTED and not was_reviewed:
        return REMEDIES[:1]
    return tuple(remedy for remedy in REMEDIES if state in remedy.steps)


@dataclass(frozen=True)
class Measure:
    """`step`: the step of the accreditation by which the office carries it out; empty where none does."""

    name: str
    label: Text
    meaning: Text
    step: str = ""


MEASURES = (
    Measure("none", N_("No measure"), N_("What was found needs nothing further.")),
    Measure("warning", N_("A warning"), N_("The head of the office warns the person in writing.")),
    Measure("training", N_("Training again"), N_("The person takes part in a refresher before the next mission.")),
    Measure(
        "suspension", N_("Suspension"), N_("The head of the office suspends the accreditation for a time."), "suspend"
    ),
    Measure(
        "withdrawal",
        N_("Withdrawal"),
        N_("The office withdraws the accreditation by the steps that the rules lay down for it."),
        "withdraw_accreditation",
    ),
)
MEASURE_BY_NAME = {measure.name: measure for measure in MEASURES}

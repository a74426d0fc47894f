"""The rule that holds for a case now: that of its state, unless a hold, a deferral or an answer still missing makes it another."""

from dataclasses import replace
from typing import Any

from accreditation.texts import N_
from accreditation.workflow.machine import Deadline, Lifecycle, Party, StateRule
from accreditation.workflow.states import AccreditationState, ApplicationState, MissionState

_ON_HOLD = Deadline(
    "hold",
    N_("The head of the regional office is reminded. The time of the case stands still until the hold is released."),
)
_DEFERRED = Deadline("deferral", N_("The deferral ends and the application lapses."), then="end_deferral")


SPECIAL_RULES = {
    "application": (
        StateRule(
            ApplicationState.UNDER_REVIEW,
            N_("On hold"),
            Party.OFFICE,
            N_("The head of the regional office clears the question for which the case was put on hold."),
            _ON_HOLD,
        ),
        StateRule(
            ApplicationState.SHORTLISTED,
            N_("Deferred"),
            Party.OFFICE,
            N_("The regional office invites the candidate to a later workshop."),
            _DEFERRED,
        ),
    ),
    "accreditation": (
        StateRule(
            AccreditationState.SUSPENDED,
            N_("Suspended at own request"),
            Party.APPLICANT,
            N_("The expert ends the pause; after its last day the head of the office reinstates."),
            Deadline("suspension", N_("The head of the office must decide whether it goes on."), then="expire"),
        ),
    ),
}
_HELD_RULE, _DEFERRED_RULE = SPECIAL_RULES["application"]


def present_rule(lifecycle: Lifecycle, subject: Any) -> StateRule:
    """Reads the row's own columns only."""
    rule = lifecycle.rule(subject.state)
    if lifecycle.name == "application":
        return _of_application(rule, subject)
    if lifecycle.name == "mission" and subject.state is MissionState.OFFERED and subject.accepted_at is None:
        waiting_for = N_("The candidate accepts the mission or declines it; then the administration releases.")
        return replace(rule, turn=Party.APPLICANT, waiting_for=waiting_for)
    if lifecycle.name == "accreditation" and subject.state is AccreditationState.SUSPENDED and subject.paused_until:
        return SPECIAL_RULES["accreditation"][0]
    return rule


def _of_application(rule: StateRule, application: Any) -> StateRule:
    if application.on_hold and application.held_since is not None:
        return replace(_HELD_RULE, state=rule.state, label=rule.label)
    if application.state is ApplicationState.SHORTLISTED and application.deferred_until is not None:
        return replace(_DEFERRED_RULE, label=rule.label)
    return rule

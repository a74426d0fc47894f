"""How a case stands, ready for a page: tone of its badge, its station on the road, and the sentence whose turn it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accreditation import clock
from accreditation.schemes.models import Scheme
from accreditation.schemes.numbers import time_allowed
from accreditation.texts import N_, Text
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import PARTY_LABELS, Deadline, Lifecycle, Party, StateRule
from accreditation.workflow.present import present_rule
from accreditation.workflow.states import GOOD_ENDS, AccreditationState, ApplicationState

_S = ApplicationState
_UNDER_WAY = {"in_workshop", "on_mission", "confirmed", "running", "under_way", "released"}
_GOOD = {"accredited", "recognized", "active", "issued", "evaluated", "closed", "upheld", "partly_upheld"}
_ATTENTION = {"suspended", "revoked"}
# What applicant and administration may read of the history: not who reviewed, nor the office's other notes.
NOTES_FOR_THE_PERSON = frozenset(
    {
        "withdraw_nomination",
        "defer",
        "extend",
        "overturn_selection",
        "overturn_workshop_result",
        "overturn_accreditation",
    }
)

# What waits for the person who reads is said to them.
SAID_TO_YOU = {
    _S.DRAFT: N_("Fill in your application, sign it and submit it."),
    _S.INFORMATION_REQUESTED: N_("Answer each item that was asked."),
    _S.INVITED: N_("Accept your seat in the workshop, or leave it to somebody else."),
}

STATIONS = {
    "applied": (_S.DRAFT, _S.AWAITING_ENDORSEMENT),
    "endorsed": (_S.SCREENING, _S.INFORMATION_REQUESTED, _S.UNDER_REVIEW, _S.AWAITING_SHORTLISTING, _S.WAITLISTED),
    "selected": (_S.SHORTLISTED, _S.INVITED, _S.CONFIRMED),
    "workshop": (_S.IN_WORKSHOP, _S.AWAITING_PRE_ACCREDITATION),
    "mission": (_S.PRE_ACCREDITED, _S.ON_MISSION, _S.AWAITING_ACCREDITATION),
    "accredited": tuple(GOOD_ENDS),
}


def is_late(due_at: datetime | None) -> bool:
    return due_at is not None and due_at < clock.now()


def tone_of(lifecycle: str, state: Any, due_at: datetime | None = None, turn: Party | None = None) -> str:
    """The badge's tone, derived from whose turn it is; never chosen by hand.

    `turn` is told where it is not the one of the state: a suspension that the person asked for ends by their word.
    """
    turn = turn or LIFECYCLES[lifecycle].rule(state).turn
    if is_late(due_at) or (state.value in _ATTENTION and turn is not Party.APPLICANT):
        return "attention"
    if state.value in _GOOD:
        return "good"
    if turn is Party.NOBODY:
        return "other"
    if state.value in _UNDER_WAY:
        return "underway"
    return "applicant" if turn is Party.APPLICANT else "us"


def badge_of(lifecycle: str, subject: Any) -> tuple[Text, str]:
    """Label and tone of a row's badge in a list, by the rule that holds for the row."""
    rule = present_rule(LIFECYCLES[lifecycle], subject)
    return rule.label, _tone_by(rule, lifecycle, subject)


def _tone_by(rule: StateRule, lifecycle: str, subject: Any, due_at: datetime | None = None) -> str:
    asked_for = lifecycle == "accreditation" and subject.state is AccreditationState.SUSPENDED
    return tone_of(lifecycle, subject.state, due_at, rule.turn if asked_for else None)


def station_of(state: ApplicationState, states_before: list[str]) -> str:
    """The present station; for a case that ended otherwise, the last one it reached."""
    for station, states in STATIONS.items():
        if state in states:
            return station
    reached = [station for station, states in STATIONS.items() if set(states_before) & {each.value for each in states}]
    return reached[-1] if reached else "applied"


@dataclass(frozen=True)
class Standing:
    """Where a case of any lifecycle stands: what is waited for, from whom, since and until when, what else happens, by which rule.

    `no_end` says why there is no `until`. `rule` is the rule in words with the number of the edition; it stands on the page of
    the rules at `anchor`.
    """

    label: Text
    tone: str
    who: Text
    waiting_for: Text
    since: datetime
    until: datetime | None
    no_end: Text
    otherwise: Text
    is_open: bool
    is_late: bool
    rule: Text
    anchor: str
    scheme: Scheme | None


def standing_of(
    lifecycle: Lifecycle, subject: Any, scheme: Scheme | None = None, reader: Party | None = None
) -> Standing:
    """Read from the rule book for the subject as it is now, and from the edition under which it is.

    `reader` is the party that reads; what waits for it waits for "You".
    """
    rule = present_rule(lifecycle, subject)
    deadline = rule.deadline
    return Standing(
        label=rule.label,
        tone=_tone_by(rule, lifecycle.name, subject, subject.due_at),
        who=N_("You") if rule.turn is reader else PARTY_LABELS[rule.turn],
        waiting_for=SAID_TO_YOU.get(subject.state, rule.waiting_for) if rule.turn is reader else rule.waiting_for,
        since=subject.state_since,
        until=subject.due_at,
        no_end=N_("The day is not settled yet.") if isinstance(deadline, Deadline) else deadline.reason,
        otherwise=deadline.otherwise if isinstance(deadline, Deadline) else N_("Nothing happens by itself."),
        is_open=rule.turn is not Party.NOBODY,
        is_late=is_late(subject.due_at),
        rule=time_allowed(deadline.key, scheme.numbers if scheme else {})
        if isinstance(deadline, Deadline)
        else N_("No time runs in this state."),
        anchor=anchor_of(lifecycle, rule),
        scheme=scheme,
    )


def anchor_of(lifecycle: Lifecycle, rule: StateRule) -> str:
    """The name of a rule's place on the page of the rules."""
    key = rule.deadline.key if isinstance(rule.deadline, Deadline) else ""
    return f"{lifecycle.name}-{key}" if key in ("hold", "deferral") else f"{lifecycle.name}-{rule.state.value}"

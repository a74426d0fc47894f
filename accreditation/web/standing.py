"""How a case stands, ready for a page: tone of its badge, its station on the road, and the sentence whose turn it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accreditation import clock
from accreditation.texts import Text
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import PARTY_LABELS, Deadline, Lifecycle, Party
from accreditation.workflow.states import GOOD_ENDS, ApplicationState

_S = ApplicationState
_UNDER_WAY = {"in_workshop", "on_mission", "confirmed", "running", "under_way", "released"}
_GOOD = {"accredited", "recognized", "active", "issued", "evaluated", "closed", "upheld", "partly_upheld"}
_ATTENTION = {"suspended", "revoked"}
# What applicant and administration may read of the history: not who reviewed, nor the office's other notes.
NOTES_FOR_THE_PERSON = frozenset({"withdraw_nomination", "defer", "extend"})

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


def tone_of(lifecycle: str, state: Any, due_at: datetime | None = None) -> str:
    """The badge's tone, derived from whose turn it is; never chosen by hand."""
    if state.value in _ATTENTION or is_late(due_at):
        return "attention"
    if state.value in _GOOD:
        return "good"
    turn = LIFECYCLES[lifecycle].rule(state).turn
    if turn is Party.NOBODY:
        return "other"
    if state.value in _UNDER_WAY:
        return "underway"
    return "applicant" if turn is Party.APPLICANT else "us"


def station_of(state: ApplicationState, states_before: list[str]) -> str:
    """The present station; for a case that ended otherwise, the last one it reached."""
    for station, states in STATIONS.items():
        if state in states:
            return station
    reached = [station for station, states in STATIONS.items() if set(states_before) & {each.value for each in states}]
    return reached[-1] if reached else "applied"


@dataclass(frozen=True)
class Standing:
    """Where a case of any lifecycle stands. `otherwise` is what happens when nothing comes; `rule` names the state's rule."""

    label: Text
    tone: str
    who: Text
    waiting_for: Text
    since: datetime
    until: datetime | None
    otherwise: Text | None
    is_open: bool
    is_late: bool
    rule: str


def standing_of(lifecycle: Lifecycle, subject: Any) -> Standing:
    """Read from the rule book for the subject's present state."""
    rule = lifecycle.rule(subject.state)
    deadline = rule.deadline
    return Standing(
        label=rule.label,
        tone=tone_of(lifecycle.name, subject.state, subject.due_at),
        who=PARTY_LABELS[rule.turn],
        waiting_for=rule.waiting_for,
        since=subject.state_since,
        until=subject.due_at,
        otherwise=deadline.otherwise if isinstance(deadline, Deadline) else deadline.reason,
        is_open=rule.turn is not Party.NOBODY,
        is_late=is_late(subject.due_at),
        rule=f"{lifecycle.name}.{subject.state.value}",
    )

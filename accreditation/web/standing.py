"""How a case stands, ready for a page: the tone of its badge, and the sentence whose turn it is."""

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
from accreditation.workflow.states import SELECTED, ApplicationState

_UNDER_WAY = {"in_workshop", "on_mission", "confirmed", "running", "under_way", "released"}
_GOOD = {"accredited", "recognized", "active", "issued", "evaluated", "closed", "upheld", "partly_upheld"}
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
    ApplicationState.DRAFT: N_("Fill in your application, sign it and submit it."),
    ApplicationState.INFORMATION_REQUESTED: N_("Answer each item that was asked."),
    ApplicationState.INVITED: N_("Accept your seat in the workshop, or write to the office if you cannot come."),
}


def is_late(due_at: datetime | None) -> bool:
    return due_at is not None and due_at < clock.now()


def tone_of(lifecycle: str, state: Any, due_at: datetime | None = None) -> str:
    """The tone of a state in general, where no single case is looked at."""
    return _tone(LIFECYCLES[lifecycle].rule(state), due_at)


def badge_of(lifecycle: str, subject: Any) -> tuple[Text, str]:
    """Label and tone of a row's badge in a list, by the rule that holds for the row."""
    rule = present_rule(LIFECYCLES[lifecycle], subject)
    return rule.label, _tone(rule)


def _tone(rule: StateRule, due_at: datetime | None = None) -> str:
    """Derived from whose turn it is; never chosen by hand."""
    if is_late(due_at) or rule.is_alarming:
        return "attention"
    if rule.state.value in _GOOD:
        return "good"
    if rule.turn is Party.NOBODY:
        return "other"
    if rule.state.value in _UNDER_WAY:
        return "underway"
    return "applicant" if rule.turn is Party.APPLICANT else "us"


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
        tone=_tone(rule, subject.due_at),
        who=N_("You") if rule.turn is reader else party_of(lifecycle, rule),
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


def party_of(lifecycle: Lifecycle, rule: StateRule) -> Text:
    """Whose turn it is, by the word for them at this place of the road."""
    if rule.turn is not Party.APPLICANT:
        return PARTY_LABELS[rule.turn]
    if lifecycle.name == "accreditation":
        return N_("The expert")
    if lifecycle.name == "mission" or rule.state in SELECTED:
        return N_("The candidate")
    return N_("The applicant") if lifecycle.name == "application" else PARTY_LABELS[rule.turn]


def anchor_of(lifecycle: Lifecycle, rule: StateRule) -> str:
    """The name of a rule's place on the page of the rules."""
    key = rule.deadline.key if isinstance(rule.deadline, Deadline) else ""
    return f"{lifecycle.name}-{key}" if key in ("hold", "deferral") else f"{lifecycle.name}-{rule.state.value}"

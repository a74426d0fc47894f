"""The form of a lifecycle, and the questions one may ask of it. Pure: it changes nothing and knows no database."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor, Who
from accreditation.workflow.effects import Consequence, Effect

Guard = Callable[[Any], Text | None]


class Case(Protocol):
    """What the rule book reads of a row itself."""

    id: uuid.UUID
    state: Any
    state_since: datetime


class Party(StrEnum):
    """Whose turn it is in a state."""

    APPLICANT = "applicant"
    ADMINISTRATION = "administration"
    OFFICE = "office"
    REVIEWERS = "reviewers"
    PANEL = "panel"
    CENTRE = "centre"
    ASSESSORS = "assessors"
    DECISION_MAKER = "decision_maker"
    MENTOR = "mentor"
    APPEALS_PANEL = "appeals_panel"
    SYSTEM = "system"
    NOBODY = "nobody"


PARTY_LABELS = {
    Party.APPLICANT: N_("The applicant or expert"),
    Party.ADMINISTRATION: N_("The administration"),
    Party.OFFICE: N_("The regional office"),
    Party.REVIEWERS: N_("The reviewers"),
    Party.PANEL: N_("The selection panel"),
    Party.CENTRE: N_("The training centre"),
    Party.ASSESSORS: N_("The assessors"),
    Party.DECISION_MAKER: N_("The decision officer"),
    Party.MENTOR: N_("The mentor"),
    Party.APPEALS_PANEL: N_("The appeals panel"),
    Party.SYSTEM: N_("Nobody: it happens automatically"),
    Party.NOBODY: N_("Nobody"),
}


@dataclass(frozen=True)
class Deadline:
    """`key` names a number of the scheme (see `deadlines.py`) or a moment of the case.

    `then` is the transition that the system takes when it passes; None means that the office is reminded.
    """

    key: str
    otherwise: Text
    then: str | None = None


@dataclass(frozen=True)
class NoDeadline:
    reason: Text


@dataclass(frozen=True)
class StateRule:
    """One state: its name for people, whose turn it is, what is waited for, and until when.

    `is_alarming`: what was granted does not count in it.
    """

    state: Any
    label: Text
    turn: Party
    waiting_for: Text
    deadline: Deadline | NoDeadline
    is_alarming: bool = False


@dataclass(frozen=True)
class Transition:
    """One step. `target` None: the case stays in its state (a hold, an extension, a postponement).

    `label` is its button, before it is taken; `done` says it once it was taken, in histories, votes and decisions.
    `reasons` names the scheme's list of coded reasons from which at least one must be given. `decides` marks a judgement
    on a person, which nobody with a part in the case may make. `on_hold` marks steps that a held case still allows.
    `recorded_by`: who may record the judgement that this step publishes, where that is fewer than may publish it.
    `counts` names the parents ("call", "workshop") whose places a guard counts: the door locks them before the case.
    `concerns`: only such cases are offered the step at all; to the others nobody explains why it is not possible.
    """

    name: str
    label: Text
    done: Text
    sources: frozenset[Any]
    target: Any
    who: Who
    guards: tuple[Guard, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    effects: tuple[Effect, ...] = ()
    needs_note: bool = False
    reasons: str | None = None
    decides: bool = False
    on_hold: bool = False
    counts: tuple[str, ...] = ()
    harms: Text | None = None
    recorded_by: Who | None = None
    concerns: Callable[[Any], bool] | None = None

    @property
    def two_keys(self) -> bool:
        """Needs two keys of two different offices (`workflow/two_keys.py`)."""
        return any(guard.__name__ == "both_keys_are_turned" for guard in self.guards)


@dataclass(frozen=True)
class Lifecycle:
    """One table. `opening` names what must follow when a case is put on record."""

    name: str
    label: Text
    states: type[StrEnum]
    initial: Any
    rules: tuple[StateRule, ...]
    transitions: tuple[Transition, ...]
    common_guards: tuple[Guard, ...] = ()
    opening: tuple[Effect, ...] = ()

    def rule(self, state: Any) -> StateRule:
        return next(rule for rule in self.rules if rule.state == state)

    def transition(self, name: str) -> Transition:
        """The transition of that name; KeyError when there is none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(name)

    def has_deadline(self, state: Any) -> bool:
        return isinstance(self.rule(state).deadline, Deadline)

    def is_final(self, state: Any) -> bool:
        """No deadline is kept and nobody's turn it is: only an appeal or the office may still move it."""
        return self.rule(state).turn is Party.NOBODY


@dataclass(frozen=True)
class Offer:
    """A step this person may take in this state; with `reasons`, why not yet."""

    transition: Transition
    reasons: tuple[Text, ...]


def _guard_reasons(lifecycle: Lifecycle, transition: Transition, facts: Any) -> tuple[Text, ...]:
    guards = transition.guards if transition.on_hold else (*lifecycle.common_guards, *transition.guards)
    return tuple(reason for guard in guards if (reason := guard(facts)) is not None)


def reasons_against(
    lifecycle: Lifecycle, transition: Transition, case: Case, actor: Actor, facts: Any
) -> tuple[Text, ...]:
    """Every reason why this actor may not take this step now; empty when it may be taken."""
    if case.state not in transition.sources:
        label = lifecycle.rule(case.state).label
        return (N_("This is not possible while the case is: %(state)s.").with_values(state=label),)
    refusal = transition.who(actor, facts)
    if refusal is not None:
        return (refusal,)
    return _guard_reasons(lifecycle, transition, facts)


def may(lifecycle: Lifecycle, transition: Transition, case: Case, actor: Actor, facts: Any) -> bool:
    return not reasons_against(lifecycle, transition, case, actor, facts)


def on_behalf_of(transition: Transition, actor: Actor, facts: Any) -> uuid.UUID | None:
    """Whose role this person lends for the step as a deputy; None where their own roles suffice."""

    def suffices(*owners: uuid.UUID | None) -> bool:
        grants = frozenset(grant for grant in actor.grants if grant.on_behalf_of in owners)
        return transition.who(replace(actor, grants=grants), facts) is None

    absent = sorted({grant.on_behalf_of for grant in actor.grants if grant.on_behalf_of})
    if not absent or suffices(None):
        return None
    return next((person_id for person_id in absent if suffices(None, person_id)), None)


def available_transitions(lifecycle: Lifecycle, case: Case, actor: Actor, facts: Any) -> Sequence[Offer]:
    """The steps this person could take in this state, with what still stands in the way of each."""
    return [
        Offer(transition, _guard_reasons(lifecycle, transition, facts))
        for transition in lifecycle.transitions
        if case.state in transition.sources
        and (transition.concerns is None or transition.concerns(facts))
        and transition.who(actor, facts) is None
    ]

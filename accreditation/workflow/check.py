"""Proves of the tables what must hold of every lifecycle; returns faults as sentences, none when all is well."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import DISQUALIFYING, Actor, Grant, Role, Scope, the_system
from accreditation.workflow.appeal_actors import chair_of_the_appeal
from accreditation.workflow.appeal_facts import AppealFacts
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.deadlines import UNITS
from accreditation.workflow.facts import Facts
from accreditation.workflow.impartiality import SPEAK_FOR_AN_ADMINISTRATION
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.layout import distances
from accreditation.workflow.machine import Deadline, Lifecycle, Party, Transition
from accreditation.workflow.states import GOOD_ENDS, REFUSED, AccreditationState

BONDS = (
    *("own case", "declared interest", "same administration", "voice of the administration"),
    "in the applicant's place",
)
JUDGED = GOOD_ENDS | REFUSED | {AccreditationState.WITHDRAWN}


@dataclass(frozen=True)
class Surroundings:
    """What the tables cannot know themselves, handed in by the command.

    `numbers`: names of the standard scheme's numbers. `moments`: keys that facts loaders set. `named_in_code`: strings in
    modules that take steps for the system. `stored`: per lifecycle, the states that its table's CHECK allows.
    """

    numbers: Collection[str]
    moments: Collection[str]
    named_in_code: Collection[str]
    stored: Mapping[str, frozenset[str]]


def check(around: Surroundings, lifecycles: Mapping[str, Lifecycle] = LIFECYCLES) -> list[str]:
    """Every fault in the rule book; an empty list proves it."""
    found: list[str] = []
    for lifecycle in lifecycles.values():
        for fault in (
            *states_out_of_reach(lifecycle),
            *states_without_rule(lifecycle),
            *states_without_end(lifecycle),
            *deadlines_that_lead_nowhere(lifecycle, around),
            *transitions_badly_written(lifecycle),
            *transitions_never_taken(lifecycle, around.named_in_code),
            *judgements_by_the_involved(lifecycle),
            *judgements_without_decision(lifecycle),
            *states_not_stored(lifecycle, around.stored),
        ):
            found.append(f"{lifecycle.name}: {fault}")
    return found


def _pairs(lifecycle: Lifecycle) -> list[tuple[Any, Any]]:
    return [
        (source, transition.target)
        for transition in lifecycle.transitions
        if transition.target is not None
        for source in transition.sources
    ]


def states_out_of_reach(lifecycle: Lifecycle) -> Iterator[str]:
    reached = distances(lifecycle.initial, _pairs(lifecycle))
    for state in lifecycle.states:
        if state not in reached:
            yield f"no way leads to {state.value}"


def states_without_rule(lifecycle: Lifecycle) -> Iterator[str]:
    ruled = [rule.state for rule in lifecycle.rules]
    for state in lifecycle.states:
        if ruled.count(state) != 1:
            yield f"{state.value} has {ruled.count(state)} rules instead of one"
    for transition in lifecycle.transitions:
        for state in {*transition.sources, transition.target} - {None} - set(lifecycle.states):
            yield f"{transition.name} names {state}, which is no state"


def states_without_end(lifecycle: Lifecycle) -> Iterator[str]:
    """An open state has a way out, a way to some end, an owner, and a deadline or a reason for none."""
    pairs = _pairs(lifecycle)
    for rule in lifecycle.rules:
        if lifecycle.is_final(rule.state):
            if isinstance(rule.deadline, Deadline):
                yield f"{rule.state.value} is nobody's turn but has a deadline"
            continue
        if not any(lifecycle.is_final(state) for state in distances(rule.state, pairs)):
            yield f"{rule.state.value} is open and no way out leads to an end"
        reason = rule.deadline.otherwise if isinstance(rule.deadline, Deadline) else rule.deadline.reason
        if not reason.message_id.strip():
            yield f"{rule.state.value} has no deadline and states no reason"
        if rule.turn is Party.SYSTEM and not _system_leaves(lifecycle, rule.state):
            yield f"{rule.state.value} is the system's turn, but the system takes no step from there"


def _system_leaves(lifecycle: Lifecycle, state: Any) -> bool:
    return any(state in step.sources and step.who is the_system for step in lifecycle.transitions)


def deadlines_that_lead_nowhere(lifecycle: Lifecycle, around: Surroundings) -> Iterator[str]:
    names = {transition.name: transition for transition in lifecycle.transitions}
    for rule in lifecycle.rules:
        if not isinstance(rule.deadline, Deadline):
            continue
        key, then = rule.deadline.key, rule.deadline.then
        counted = any(f"{key}_{unit}" in around.numbers for unit in UNITS)
        if key.endswith("_at") and key not in around.moments:
            yield f"{rule.state.value}: no facts loader sets the moment {key}"
        if not key.endswith("_at") and not counted:
            yield f"{rule.state.value}: the scheme has no number for the deadline {key}"
        if then is None:
            continue
        step = names.get(then)
        if step is None or step.who is not the_system or rule.state not in step.sources:
            yield f"{rule.state.value}: the deadline's {then} is no step of the system from there"


def transitions_badly_written(lifecycle: Lifecycle) -> Iterator[str]:
    names = [transition.name for transition in lifecycle.transitions]
    for transition in lifecycle.transitions:
        if names.count(transition.name) > 1:
            yield f"{transition.name} stands twice in the table"
        if not transition.label.message_id.strip():
            yield f"{transition.name} has no label"
        if not transition.sources:
            yield f"{transition.name} starts nowhere"
        if not (transition.who.__doc__ or "").strip():
            yield f"{transition.name}: the rule {transition.who.__name__} does not say who"
        if transition.who is the_system and (transition.needs_note or transition.reasons):
            yield f"{transition.name} asks the system for a note or reasons"


def transitions_never_taken(lifecycle: Lifecycle, named_in_code: Collection[str]) -> Iterator[str]:
    timed = {rule.deadline.then for rule in lifecycle.rules if isinstance(rule.deadline, Deadline)}
    for transition in lifecycle.transitions:
        if transition.who is the_system and transition.name not in timed and transition.name not in named_in_code:
            yield f"{transition.name}: no deadline and no consequence ever takes this step"


def judgements(lifecycle: Lifecycle) -> list[Transition]:
    """Steps by which a person judges another: marked `decides`, or leading to an end that is a verdict."""
    own = {"the_applicant", "nominating_official", "the_system", "the_filer", "the_filer_or_a_link"}
    return [
        step
        for step in lifecycle.transitions
        if step.decides or (step.target in JUDGED and step.who.__name__ not in own)
    ]


def judgements_by_the_involved(lifecycle: Lifecycle) -> Iterator[str]:
    """A person with every role must be refused for each tie to the case, and let through without any.

    A seat on an appeals panel is the person's own, so nobody takes it in another's place.
    """
    for transition in judgements(lifecycle):
        seats = frozenset({Involvement.APPEALS_PANEL}) if lifecycle.name == "appeal" else frozenset()
        others = {Involvement.DECIDER, Involvement.FILER} if lifecycle.name == "appeal" else {Involvement.APPEALS_PANEL}
        barred = DISQUALIFYING | (others if lifecycle.name in ("appeal", "application") else set())
        if transition.who(*_meeting(lifecycle, seats)) is not None:
            yield f"{transition.name}: nobody may take it, not even a person of every role without interest"
        for tie in sorted(barred):
            if transition.who(*_meeting(lifecycle, seats | {tie})) is None:
                yield f"{transition.name}: a person who is {tie.value} in the case may take it"
        for bond in BONDS if transition.who is not chair_of_the_appeal else BONDS[:-1]:
            if transition.who(*_meeting(lifecycle, seats, bond)) is None:
                yield f"{transition.name}: a person may take it in spite of: {bond}"


def _meeting(lifecycle: Lifecycle, kinds: frozenset[Involvement], tie: str = "") -> tuple[Actor, Facts]:
    """A person holding every role in every scope of a case, with these parts in it and this tie to it."""
    me, applicant, region, administration, call, centre = (uuid.UUID(int=number) for number in range(1, 7))
    scopes = {Scope.REGION: region, Scope.ADMINISTRATION: administration, Scope.CALL: call, Scope.CENTRE: centre}
    actor = Actor(
        person_id=me,
        grants=frozenset(
            Grant(role, region, scope, key, applicant if tie == "in the applicant's place" else None)
            for role in Role
            for scope, key in scopes.items()
            if role not in SPEAK_FOR_AN_ADMINISTRATION or tie == "voice of the administration"
        ),
        administration_id=administration if tie == "same administration" else uuid.UUID(int=99),
        related_to=frozenset({applicant}) if tie == "declared interest" else frozenset(),
    )
    is_appeal = lifecycle.name == "appeal"
    chair: dict[str, Any] = {"chair_id": me} if is_appeal and Involvement.APPEALS_PANEL in kinds else {}
    facts = (AppealFacts if is_appeal else ApplicationFacts)(
        now=datetime(2026, 1, 1, tzinfo=UTC),
        region_id=region,
        applicant_id=me if tie == "own case" else applicant,
        administration_id=administration,
        call_id=call,
        centre_id=centre,
        involvements={me: kinds},
        **chair,
    )
    return actor, facts


def judgements_without_decision(lifecycle: Lifecycle) -> Iterator[str]:
    """A decision on an application is recorded before it is published; elsewhere it rests on reasons or conditions."""
    for transition in lifecycle.transitions:
        guards = {guard.__name__ for guard in transition.guards}
        if not transition.decides:
            continue
        if lifecycle.name == "application" and f"the_decision_says_{transition.name}" not in guards:
            yield f"{transition.name}: does not ask for its own recorded decision"
        if lifecycle.name == "application" and transition.reasons and "reasons_are_given" not in guards:
            yield f"{transition.name}: has a list of reasons but does not ask for one"
        if lifecycle.name != "application" and not (guards or transition.needs_note):
            yield f"{transition.name}: a judgement without note or condition"


def states_not_stored(lifecycle: Lifecycle, stored: Mapping[str, frozenset[str]]) -> Iterator[str]:
    allowed = stored.get(lifecycle.name, frozenset())
    if allowed != {state.value for state in lifecycle.states}:
        yield f"the database's CHECK allows {', '.join(sorted(allowed))}"

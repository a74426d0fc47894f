"""Reads the rule book aloud: the tables of a lifecycle as plain English text, one rule a line."""

from collections.abc import Callable, Iterable
from inspect import getdoc
from typing import Any

from accreditation.texts import say
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import PARTY_LABELS, Deadline, Lifecycle, StateRule, Transition


def humanised(name: str) -> str:
    """`the_call_is_open` as a person says it."""
    return name.replace("_", " ")


def first_line(rule: Callable[..., Any]) -> str:
    """The first line of a rule's docstring, "" without one."""
    return (getdoc(rule) or "").partition("\n")[0]


def said(rule: Callable[..., Any]) -> str:
    """A rule's name as a sentence, with what its docstring adds."""
    doc = first_line(rule)
    return f"{humanised(rule.__name__)} ({doc.rstrip('.')})" if doc else humanised(rule.__name__)


def _in_order(lifecycle: Lifecycle, states: Iterable[Any]) -> str:
    chosen = set(states)
    return ", ".join(state.value for state in lifecycle.states if state in chosen)


def _until(rule: StateRule) -> list[str]:
    if not isinstance(rule.deadline, Deadline):
        return [f"no deadline: {say(rule.deadline.reason, 'en')}"]
    step = f" (the system takes: {rule.deadline.then})" if rule.deadline.then else ""
    return [f"until: {humanised(rule.deadline.key)}", f"otherwise: {say(rule.deadline.otherwise, 'en')}{step}"]


def show_state(rule: StateRule) -> str:
    """Name, turn, what is waited for, deadline and what happens otherwise."""
    lines = [
        f"  {rule.state.value}: {say(rule.label, 'en')}",
        f"    turn: {say(PARTY_LABELS[rule.turn], 'en')}",
        f"    waits for: {say(rule.waiting_for, 'en')}",
        *(f"    {line}" for line in _until(rule)),
    ]
    return "\n".join(lines)


def show_transition(lifecycle: Lifecycle, transition: Transition) -> str:
    """From, to, who, guards, reasons, note, consequences, effects; a line only where there is something to say."""
    target = transition.target.value if transition.target is not None else "the same state"
    guards = () if transition.on_hold else lifecycle.common_guards
    lines = [
        f"  {transition.name}: {say(transition.label, 'en')}",
        f"    from: {_in_order(lifecycle, transition.sources)}",
        f"    to: {target}",
        f"    who: {said(transition.who)}",
        *([f"    recorded by: {said(transition.recorded_by)}"] if transition.recorded_by else []),
        *(f"    if: {said(guard)}" for guard in (*guards, *transition.guards)),
    ]
    if transition.reasons:
        lines.append(f"    reasons: from the list {transition.reasons!r} of the scheme")
    if transition.needs_note:
        lines.append("    note: must be written")
    if transition.decides:
        lines.append("    decides: a judgement on a person, by nobody with a part in the case")
    if transition.on_hold and lifecycle.common_guards:
        lines.append("    on hold: possible too")
    if transition.counts:
        lines.append(f"    counts places of: {', '.join(transition.counts)}")
    lines += [f"    at once: {humanised(consequence)}" for consequence in transition.consequences]
    lines += [f"    then: {humanised(effect)}" for effect in transition.effects]
    if transition.harms:
        lines.append(f"    warns: {say(transition.harms, 'en')}")
    return "\n".join(lines)


def show(lifecycle: Lifecycle) -> str:
    """One lifecycle: its states, then its transitions."""
    title = say(lifecycle.label, "en")
    states = [show_state(rule) for rule in lifecycle.rules]
    transitions = [show_transition(lifecycle, transition) for transition in lifecycle.transitions]
    head = [title.upper(), f"begins as: {lifecycle.initial.value}"]
    return "\n".join([*head, "", "States", *states, "", "Transitions", *transitions])


def show_all() -> str:
    """The whole rule book."""
    return "\n\n\n".join(show(lifecycle) for lifecycle in LIFECYCLES.values()) + "\n"

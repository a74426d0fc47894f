"""Where the states of a lifecycle stand in its picture: columns by distance from the first, the road on top."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accreditation.workflow.machine import Lifecycle, Transition

MANY = 4


@dataclass(frozen=True)
class Layout:
    """`places`: state to (column, row). `edges`: drawn pairs with their transitions.

    `from_many`: end states that so many others lead to that lines would only hide the rest; their number of sources.
    """

    places: Mapping[Any, tuple[int, int]]
    edges: Mapping[tuple[Any, Any], tuple[Transition, ...]]
    from_many: Mapping[Any, int]

    @property
    def columns(self) -> int:
        return 1 + max(column for column, _ in self.places.values())

    @property
    def rows(self) -> int:
        return 1 + max(row for _, row in self.places.values())


def edges_of(lifecycle: Lifecycle) -> dict[tuple[Any, Any], tuple[Transition, ...]]:
    """Each pair of different states with the transitions between them, in the order of the tables."""
    found: dict[tuple[Any, Any], list[Transition]] = defaultdict(list)
    for transition in lifecycle.transitions:
        for source in lifecycle.states:
            if source in transition.sources and transition.target not in (None, source):
                found[(source, transition.target)].append(transition)
    return {pair: tuple(transitions) for pair, transitions in found.items()}


def distances(start: Any, pairs: Iterable[tuple[Any, Any]]) -> dict[Any, int]:
    """Least number of steps from `start` to every state that can be reached."""
    onward: dict[Any, list[Any]] = defaultdict(list)
    for source, target in pairs:
        onward[source].append(target)
    found, waiting = {start: 0}, deque([start])
    while waiting:
        state = waiting.popleft()
        for target in onward[state]:
            if target not in found:
                found[target] = found[state] + 1
                waiting.append(target)
    return found


def _columns(lifecycle: Lifecycle, drawn: Iterable[tuple[Any, Any]], from_many: Mapping[Any, int]) -> dict[Any, int]:
    """Least distance from the first state; an end stands right of all that lead to it, one from many at the far right."""
    pairs = list(drawn)
    found = distances(lifecycle.initial, pairs)
    for state in lifecycle.states:
        before = [found[source] for source, target in pairs if target == state and source in found]
        if lifecycle.is_final(state) and before:
            found[state] = 1 + max(before)
    last = max(found.values())
    for back, state in enumerate(from_many):
        found[state] = max(0, last - back)
    return {state: found.get(state, 0) for state in lifecycle.states}


def layout_of(lifecycle: Lifecycle) -> Layout:
    """Columns by least distance from the initial state; in a column the nearest to the goal on top, ends below."""
    edges = edges_of(lifecycle)
    sources = {state: sum(target == state for _, target in edges) for state in lifecycle.states}
    from_many = {state: count for state, count in sources.items() if count >= MANY and lifecycle.is_final(state)}
    drawn = {pair: steps for pair, steps in edges.items() if pair[1] not in from_many}
    column = _columns(lifecycle, drawn, from_many)
    goal = max((state for state in lifecycle.states if state not in from_many), key=lambda state: column[state])
    to_goal = distances(goal, [(target, source) for source, target in drawn])
    order = list(lifecycle.states)
    far = len(order)
    places: dict[Any, tuple[int, int]] = {}
    for number in range(1 + max(column.values())):
        here = [state for state in order if column[state] == number]
        here.sort(key=lambda state: (lifecycle.is_final(state), to_goal.get(state, far), order.index(state)))
        good = [state for state in here if state == goal]
        here = [*good, *(state for state in here if state not in good)]
        first = 1 if not good and all(lifecycle.is_final(state) for state in here) else 0
        for row, state in enumerate(here, start=first):
            places[state] = (number, row)
    return Layout(places, drawn, from_many)

"""The flow of least cost through cases, administrations and reviewers: exact for all but two reviewers together."""

from collections import Counter
from dataclasses import dataclass, field

import numpy
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from accreditation.reviews.assigning.ground import Ground
from accreditation.reviews.assigning.plain import Pair

# A place left empty costs more points than any arrangement of the others could save; a second one of a case a little more.
EMPTY = 10_000_000
AGAIN = 100_000
# Ties are broken unevenly, and always alike, so that the same two reviewers do not meet in every case.
_TIES = 13


@dataclass
class _Network:
    """Arcs as columns; a node is any name."""

    nodes: dict[object, int] = field(default_factory=dict)
    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    rooms: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)

    def arc(self, tail: object, head: object, room: int, cost: int) -> int:
        """Its number."""
        self.tails.append(self.nodes.setdefault(tail, len(self.nodes)))
        self.heads.append(self.nodes.setdefault(head, len(self.nodes)))
        self.rooms.append(room)
        self.costs.append(cost)
        return len(self.tails) - 1


def least_cost(ground: Ground) -> tuple[list[Pair], int]:
    """The pairs of an optimal flow, and its cost in points: no arrangement of the free places costs less."""
    supply = sum(ground.free(case) for case in ground.cases.values())
    if not supply:
        return [], 0
    network, unit = _Network(), _TIES * (supply + 1)
    choices = _add_cases(network, ground, unit)
    _add_reviewers(network, ground, unit, choices)
    solver = SimpleMinCostFlow()
    columns = (network.tails, network.heads, network.rooms, network.costs)
    solver.add_arcs_with_capacity_and_unit_cost(*(numpy.array(column, dtype=numpy.int64) for column in columns))
    solver.set_node_supply(network.nodes["source"], supply)
    solver.set_node_supply(network.nodes["sink"], -supply)
    if solver.solve() != SimpleMinCostFlow.OPTIMAL:
        raise ArithmeticError("no flow, although every place may stay empty")
    return [pair for arc, pair in choices.items() if solver.flow(arc)], solver.optimal_cost() // unit


def _add_cases(network: _Network, ground: Ground, unit: int) -> dict[int, Pair]:
    """From the source through each case, or its own sub-region, to whoever could review it. By arc: (case, reviewer)."""
    choices: dict[int, Pair] = {}
    for case in ground.cases.values():
        free = ground.free(case)
        network.arc("source", ("case", case.id), free, 0)
        network.arc(("case", case.id), ("at home", case.id), ground.at_home(case), 0)
        for place in range(free):
            network.arc(("case", case.id), "sink", 1, (EMPTY + AGAIN * place) * unit)
        for reviewer_id in ground.eligible[case.id] if free else ():
            start = "case" if ground.is_elsewhere(case, reviewer_id) else "at home"
            tie = len(choices) * 7919 % 104729 % _TIES
            arc = network.arc((start, case.id), ("seen", reviewer_id, case.administration), 1, tie)
            choices[arc] = (case.id, reviewer_id)
    return choices


def _add_reviewers(network: _Network, ground: Ground, unit: int, choices: dict[int, Pair]) -> None:
    """Each case more of one administration, and each open review more, costs a reviewer more than the one before."""
    weights = ground.weights
    most = Counter((reviewer_id, ground.cases[case_id].administration) for case_id, reviewer_id in choices.values())
    for (reviewer_id, administration), times in most.items():
        room = max(0, ground.reviewers[reviewer_id].ceiling - ground.starting_loads[reviewer_id])
        for earlier in range(min(times, room)):
            cost = weights.administration * (ground.seen[reviewer_id, administration] + earlier)
            network.arc(("seen", reviewer_id, administration), ("reviewer", reviewer_id), 1, cost * unit)
    for reviewer_id in dict.fromkeys(reviewer_id for _case_id, reviewer_id in choices.values()):
        for load in range(ground.starting_loads[reviewer_id], ground.reviewers[reviewer_id].ceiling):
            network.arc(("reviewer", reviewer_id), "sink", 1, weights.load * (2 * load + 1) * unit)

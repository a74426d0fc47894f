"""Exchanges after the flow, so that the same two reviewers meet less often. They never leave a place empty."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from accreditation.reviews.assigning.ground import Ground, in_order
from accreditation.reviews.assigning.plain import Case, Id, Pair

_ROUNDS = 6
_SWAPS = 100


class Arrangement:
    """Who reviews what, with the counts on which its cost in points rests."""

    def __init__(self, ground: Ground, pairs: Iterable[Pair]) -> None:
        self.ground = ground
        self.may = {case_id: frozenset(ids) for case_id, ids in ground.eligible.items()}
        self.by_case: dict[Id, list[Id]] = {case_id: [] for case_id in ground.cases}
        self.by_reviewer: dict[Id, dict[Id, None]] = defaultdict(dict)
        self.loads = dict(ground.starting_loads)
        self.seen, self.together = Counter(ground.seen), Counter(ground.together)
        self.cost = 0
        for case_id, reviewer_id in pairs:
            self.add(ground.cases[case_id], reviewer_id)

    def _meetings(self, case: Case, reviewer_id: Id) -> list[Pair]:
        """The reviewer with each of the others on the case."""
        others = (*self.ground.fixed(case), *self.by_case[case.id])
        return [in_order(reviewer_id, other) for other in others if other != reviewer_id]

    def met_before(self, case: Case, reviewer_id: Id) -> int:
        """How often the reviewer met the others of the case elsewhere."""
        here = reviewer_id in self.by_case[case.id]
        return sum(self.together[pair] - here for pair in self._meetings(case, reviewer_id))

    def cost_of(self, case: Case, reviewer_id: Id) -> int:
        """Points that it costs to add the reviewer to the case as things stand."""
        weights = self.ground.weights
        return (
            weights.load * (2 * self.loads[reviewer_id] + 1)
            + weights.administration * self.seen[reviewer_id, case.administration]
            + weights.together * self.met_before(case, reviewer_id)
        )

    def add(self, case: Case, reviewer_id: Id) -> None:
        self.cost += self.cost_of(case, reviewer_id)
        self.by_case[case.id].append(reviewer_id)
        self._count(case, reviewer_id, 1)
        self.by_reviewer[reviewer_id][case.id] = None

    def remove(self, case: Case, reviewer_id: Id) -> None:
        self._count(case, reviewer_id, -1)
        self.by_case[case.id].remove(reviewer_id)
        self.cost -= self.cost_of(case, reviewer_id)
        del self.by_reviewer[reviewer_id][case.id]

    def _count(self, case: Case, reviewer_id: Id, change: int) -> None:
        for pair in self._meetings(case, reviewer_id):
            self.together[pair] += change
        self.loads[reviewer_id] += change
        self.seen[reviewer_id, case.administration] += change

    def bears(self, case: Case, reviewer_id: Id) -> bool:
        """Whether the case, with one place free, may take this reviewer: able, not there, its own sub-region not too many."""
        if reviewer_id in self.by_case[case.id] or reviewer_id not in self.may[case.id]:
            return False
        if self.ground.is_elsewhere(case, reviewer_id):
            return True
        home = sum(not self.ground.is_elsewhere(case, each) for each in self.by_case[case.id])
        return home < self.ground.at_home(case)


def exchange(arrangement: Arrangement) -> None:
    """Rounds over every place whose reviewer meets another again, until none helps any more."""
    for _round in range(_ROUNDS):
        before = arrangement.cost
        for case in arrangement.ground.cases.values():
            for reviewer_id in tuple(arrangement.by_case[case.id]):
                if arrangement.met_before(case, reviewer_id):
                    _improve(arrangement, case, reviewer_id)
        if arrangement.cost == before:
            return


def _improve(arrangement: Arrangement, case: Case, leaving: Id) -> None:
    """The first replacement, or swap with another case, that saves points; else all stays as it was."""
    before = arrangement.cost
    arrangement.remove(case, leaving)
    tried = 0
    for coming in arrangement.ground.eligible[case.id]:
        if coming == leaving or not arrangement.bears(case, coming):
            continue
        if _replaced(arrangement, case, coming, before):
            return
        for other_id in tuple(arrangement.by_reviewer[coming]):
            tried += 1
            if tried > _SWAPS:
                break
            if _swapped(arrangement, case, leaving, arrangement.ground.cases[other_id], coming, before):
                return
    arrangement.add(case, leaving)


def _replaced(arrangement: Arrangement, case: Case, coming: Id, before: int) -> bool:
    if arrangement.loads[coming] >= arrangement.ground.reviewers[coming].ceiling:
        return False
    if arrangement.cost + arrangement.cost_of(case, coming) >= before:
        return False
    arrangement.add(case, coming)
    return True


def _swapped(arrangement: Arrangement, case: Case, leaving: Id, other: Case, coming: Id, before: int) -> bool:
    """`leaving`, who has left the case, goes to the other case and `coming` comes from there."""
    if leaving not in arrangement.may[other.id] or leaving in arrangement.by_case[other.id]:
        return False
    arrangement.remove(other, coming)
    if arrangement.bears(other, leaving):
        arrangement.add(other, leaving)
        if arrangement.cost + arrangement.cost_of(case, coming) < before:
            arrangement.add(case, coming)
            return True
        arrangement.remove(other, leaving)
    arrangement.add(other, coming)
    return False

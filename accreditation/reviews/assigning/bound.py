"""How often two reviewers must meet again, whatever the arrangement: a lower bound by counting."""

from collections import Counter, defaultdict
from itertools import combinations

from accreditation.reviews.assigning.ground import Ground, in_order
from accreditation.reviews.assigning.plain import Case, Pair


def least_meetings(ground: Ground, missing: int) -> int:
    """The sum of earlier meetings over all pairs that the free places make, at least.

    By subject and language: so many pairs must be made out of so many possible ones, and each use of a pair meets once more
    than the one before. Meetings across groups only add to it. `missing` places in all may be empty, in any group.
    """
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in ground.cases.values():
        if ground.free(case):
            groups[case.subject, case.language].append(case)
    return sum(_cheapest(_pairs_made(ground, group, missing), _possible(ground, group)) for group in groups.values())


def _pairs_made(ground: Ground, group: list[Case], missing: int) -> int:
    """At least: each place left empty makes fewer by the other reviewers of its case."""
    frees = [(ground.free(case), len(ground.fixed(case))) for case in group]
    most = max(free + fixed - 1 for free, fixed in frees)
    made = sum(free * (free - 1) // 2 + free * fixed for free, fixed in frees)
    return max(0, made - most * missing)


def _possible(ground: Ground, group: list[Case]) -> Counter[int]:
    """How many pairs of reviewers a case of the group could have, by how often they met before."""
    pairs: set[Pair] = set()
    for case in group:
        able = ground.eligible[case.id]
        pairs.update(in_order(one, other) for one, other in combinations(able, 2))
        pairs.update(in_order(one, other) for one in able for other in ground.fixed(case))
    return Counter(ground.together[pair] for pair in pairs)


def _cheapest(made: int, possible: Counter[int]) -> int:
    """Fills the pairs that met least first, level by level."""
    total, level, open_pairs = 0, 0, 0
    while made > 0 and (open_pairs or possible):
        open_pairs += possible.get(level, 0)
        if not open_pairs and level > max(possible):
            break
        used = min(made, open_pairs)
        total, made, level = total + used * level, made - used, level + 1
    return total

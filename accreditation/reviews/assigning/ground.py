"""The ground of a proposal: who could review what, and how many from its own sub-region a case bears."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import combinations

from accreditation.reviews.assigning.plain import Case, Id, Pair, Problem, Reviewer


def in_order(one: Id, other: Id) -> Pair:
    """The name of two reviewers together."""
    return (one, other) if one < other else (other, one)


class Ground:
    """A problem read once, everything sorted, so that the same question always gets the same answer."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.weights = problem, problem.weights
        self.cases: Mapping[Id, Case] = {each.id: each for each in sorted(problem.cases, key=lambda case: case.id)}
        self.reviewers: Mapping[Id, Reviewer] = {
            each.id: each for each in sorted(problem.reviewers, key=lambda reviewer: reviewer.id)
        }

    @cached_property
    def locked(self) -> Mapping[Id, tuple[Id, ...]]:
        """By case, the reviewers whom somebody fixed."""
        found: dict[Id, list[Id]] = defaultdict(list)
        for case_id, reviewer_id in sorted(self.problem.locked):
            if case_id in self.cases and reviewer_id not in self.cases[case_id].standing:
                found[case_id].append(reviewer_id)
        return {case_id: tuple(ids) for case_id, ids in found.items()}

    def fixed(self, case: Case) -> tuple[Id, ...]:
        """Standing and locked."""
        return (*case.standing, *self.locked.get(case.id, ()))

    def free(self, case: Case) -> int:
        """How many reviewers are still to be found."""
        return max(0, case.needed - len(self.fixed(case)))

    @cached_property
    def masters(self) -> Mapping[tuple[str, str], tuple[Id, ...]]:
        """By subject and language, whoever can review in them, away or not."""
        found: dict[tuple[str, str], list[Id]] = defaultdict(list)
        for each in self.reviewers.values():
            for subject in each.subjects:
                for language in each.languages:
                    found[subject, language].append(each.id)
        return {key: tuple(ids) for key, ids in found.items()}

    @cached_property
    def eligible(self) -> Mapping[Id, tuple[Id, ...]]:
        """By case, who could take a free place: masters it, nothing against, not away, not there already."""
        against, found = self.problem.against, {}
        for case in self.cases.values():
            fixed = self.fixed(case)
            found[case.id] = tuple(
                each
                for each in self.masters.get((case.subject, case.language), ())
                if not self.reviewers[each].away and (case.id, each) not in against and each not in fixed
            )
        return found

    def is_elsewhere(self, case: Case, reviewer_id: Id) -> bool:
        """The reviewer comes from another sub-region, or from no administration at all, as those of the WCO do."""
        reviewer = self.reviewers.get(reviewer_id)
        return reviewer is None or not reviewer.sub_region or reviewer.sub_region != case.sub_region

    def at_home(self, case: Case) -> int:
        """How many of the free places may go to the case's own sub-region."""
        elsewhere = sum(self.is_elsewhere(case, each) for each in self.fixed(case))
        return max(0, self.free(case) - max(0, self.weights.elsewhere - elsewhere))

    @cached_property
    def starting_loads(self) -> Mapping[Id, int]:
        """Open reviews of each reviewer, with the locked pairs."""
        added = Counter(each for ids in self.locked.values() for each in ids)
        return {each.id: each.load + added[each.id] for each in self.reviewers.values()}

    @cached_property
    def seen(self) -> Counter[Pair]:
        """How often reviewer and administration met, with the locked pairs."""
        found: Counter[Pair] = Counter(self.problem.seen)
        found.update((each, self.cases[case_id].administration) for case_id, ids in self.locked.items() for each in ids)
        return found

    @cached_property
    def together(self) -> Counter[Pair]:
        """How often two reviewers met, with the locked pairs."""
        found: Counter[Pair] = Counter(self.problem.together)
        for case_id, ids in self.locked.items():
            found.update(in_order(one, other) for one, other in combinations(ids, 2))
            found.update(in_order(one, other) for one in ids for other in self.cases[case_id].standing)
        return found

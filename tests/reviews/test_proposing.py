"""A proposal on plain data: hard rules hold, whoever can be served is, locks stay, and nothing much better exists."""

from collections import Counter
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from accreditation.reviews.assigning.exchange import Arrangement
from accreditation.reviews.assigning.flow import AGAIN, EMPTY
from accreditation.reviews.assigning.ground import Ground
from accreditation.reviews.assigning.plain import Against, Binding, Case, Problem, Proposal, Reviewer, Weights
from accreditation.reviews.assigning.propose import propose
from benchmarks.assigning import seeded_call

# Shrinking these would take minutes.
QUICK = (Phase.explicit, Phase.generate)
HOMES = ("a", "b", "c")
SUB_REGION = {"a": "north", "b": "north", "c": "south"}


@st.composite
def small_calls(draw: Any) -> Problem:
    """Up to four cases and five reviewers, with everything that can stand in the way."""
    people = [
        Reviewer(
            number,
            home,
            SUB_REGION[home],
            frozenset(draw(st.sets(st.sampled_from("VO"), min_size=1))),
            frozenset(draw(st.sets(st.sampled_from(("es", "en")), min_size=1))),
            draw(st.integers(0, 2)),
            draw(st.integers(1, 4)),
            draw(st.booleans()) and draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 5)))
        for home in [draw(st.sampled_from(HOMES))]
    ]
    cases = []
    for number in range(draw(st.integers(1, 4))):
        home, needed = draw(st.sampled_from(HOMES)), draw(st.integers(1, 3))
        standing = draw(st.sets(st.sampled_from([each.id for each in people]), max_size=needed - 1))
        cases.append(
            Case(
                number,
                home,
                SUB_REGION[home],
                draw(st.sampled_from("VO")),
                draw(st.sampled_from(("es", "en"))),
                needed,
                tuple(sorted(standing)),
            )
        )
    against = {}
    for case, each in product(cases, people):
        if each.administration == case.administration:
            against[case.id, each.id] = Against.ADMINISTRATION
        elif draw(st.integers(0, 6)) == 0:
            against[case.id, each.id] = draw(st.sampled_from((Against.CONFLICT, Against.STOOD_BACK)))
    open_pairs = [(case.id, each.id) for case, each in product(cases, people) if (case.id, each.id) not in against]
    locked = draw(st.sets(st.sampled_from(open_pairs), max_size=1)) if open_pairs else set()
    met = {pair: 1 for pair in combinations(range(len(people)), 2) if draw(st.integers(0, 3)) == 0}
    weights = Weights(
        load=draw(st.integers(1, 10)), together=draw(st.integers(0, 10)), elsewhere=draw(st.integers(0, 1))
    )
    return Problem(tuple(cases), tuple(people), against, frozenset(locked), {(0, "a"): 2}, met, weights)


def broken_rules(problem: Problem, proposal: Proposal) -> list[str]:
    """The hard rules, said once more without the code under test."""
    people = {each.id: each for each in problem.reviewers}
    cases, found = {case.id: case for case in problem.cases}, []
    taken: dict[Any, list[Any]] = {case.id: list(case.standing) for case in problem.cases}
    loads = Counter({each.id: each.load for each in problem.reviewers})
    for pair in proposal.pairs:
        case, each = cases[pair[0]], people[pair[1]]
        if each.id in taken[case.id]:
            found.append(f"{pair} twice")
        taken[case.id].append(each.id)
        loads[each.id] += 1
        if pair in problem.locked:
            continue
        able = case.subject in each.subjects and case.language in each.languages
        if not able or pair in problem.against or each.away:
            found.append(f"{pair} is not possible")
        if loads[each.id] > each.ceiling + sum(pair[1] == each.id for pair in problem.locked):
            found.append(f"{each.id} has {loads[each.id]} of {each.ceiling}")
    free = [pair for pair in proposal.pairs if pair not in problem.locked]
    for case in problem.cases:
        given_to = [each for case_id, each in free if case_id == case.id]
        elsewhere = sum(people[each].sub_region != case.sub_region for each in taken[case.id])
        at_home = [each for each in given_to if people[each].sub_region == case.sub_region]
        if at_home and len(taken[case.id]) == case.needed and elsewhere < problem.weights.elsewhere:
            found.append(f"{case.id} has nobody from elsewhere")
        if given_to and len(taken[case.id]) > case.needed:
            found.append(f"{case.id} has too many")
    return found


@given(small_calls())
@settings(max_examples=150, deadline=None, phases=QUICK)
def test_no_hard_rule_is_broken_and_locks_stay(problem: Problem) -> None:
    proposal = propose(problem)
    assert broken_rules(problem, proposal) == []
    standing = {(case.id, each) for case in problem.cases for each in case.standing}
    assert problem.locked - standing <= set(proposal.pairs)
    assert proposal.pairs == propose(problem).pairs


def every_arrangement(problem: Problem) -> list[Arrangement]:
    """All ways to fill the free places, by trying each."""
    ground = Ground(problem)
    choices = []
    for case in ground.cases.values():
        sets = [
            chosen
            for size in range(ground.free(case) + 1)
            for chosen in combinations(ground.eligible[case.id], size)
            if sum(not ground.is_elsewhere(case, each) for each in chosen) <= ground.at_home(case)
        ]
        choices.append([[(case.id, each) for each in chosen] for chosen in sets])
    found = []
    for combined in product(*choices):
        pairs = [pair for chosen in combined for pair in chosen]
        added = Counter(each for _case, each in pairs)
        if all(ground.starting_loads[each] + more <= ground.reviewers[each].ceiling for each, more in added.items()):
            found.append(Arrangement(ground, pairs))
    return found


def emptiness(problem: Problem, filled: Counter[Any]) -> int:
    ground = Ground(problem)
    missing = [ground.free(case) - filled[case.id] for case in ground.cases.values()]
    return sum(EMPTY * each + AGAIN * sum(range(each)) for each in missing)


@given(small_calls().filter(lambda problem: len(problem.cases) < 4))
@settings(max_examples=60, deadline=None, phases=QUICK)
def test_as_many_places_are_filled_as_can_be_and_the_bound_is_one(problem: Problem) -> None:
    proposal = propose(problem)
    ways = [
        (emptiness(problem, Counter({case_id: len(ids) for case_id, ids in way.by_case.items()})), way.cost)
        for way in every_arrangement(problem)
    ]
    best = min(ways)
    locked = {pair for pair in proposal.pairs if pair in problem.locked}
    served = Counter(case_id for case_id, _each in set(proposal.pairs) - locked)
    assert emptiness(problem, served) == best[0]
    assert proposal.bound <= best[1] <= proposal.objective


@given(small_calls())
@settings(max_examples=80, deadline=None, phases=QUICK)
def test_every_empty_place_has_a_reason_that_adds_up(problem: Problem) -> None:
    proposal, ground = propose(problem), Ground(problem)
    chosen = Counter(case_id for case_id, _each in set(proposal.pairs) - problem.locked)
    for case in ground.cases.values():
        missing = ground.free(case) - chosen[case.id]
        assert (case.id in proposal.short) == (missing > 0)
        if missing > 0:
            short = proposal.short[case.id]
            assert short.missing == missing
            assert short.able - sum(short.counts.values()) == chosen[case.id]
            assert short.counts.get(short.binding, 0) or short.binding is Binding.MASTERY


@pytest.mark.parametrize("seed", range(2))
def test_a_lifelike_call_comes_within_two_percent_of_the_bound(seed: int) -> None:
    problem = seeded_call(cases=150, reviewers=40, each=3, seed=seed)
    proposal = propose(problem)
    assert broken_rules(problem, proposal) == []
    assert 0 <= proposal.gap <= 0.02
    assert propose(problem).pairs == proposal.pairs


def test_the_load_is_balanced_and_the_same_two_do_not_always_meet() -> None:
    people = tuple(Reviewer(n, f"home{n}", f"area{n % 3}", frozenset("V"), frozenset({"es"}), 0, 20) for n in range(9))
    cases = tuple(Case(n, "own", "area9", "V", "es", 2) for n in range(18))
    proposal = propose(Problem(cases, people))
    assert set(proposal.loads.values()) == {4}
    assert proposal.repeats == 0
    assert proposal.objective == 9 * 10 * 16 + 9 * 5 * 6


def _one(binding: Binding, **changes: Any) -> Proposal:
    """One case for two reviewers of Barbados; two able ones from the south, unless changed."""
    people = [Reviewer(n, f"home{n}", "south", frozenset("V"), frozenset({"pt"}), 0, 3) for n in range(2)]
    people = [Reviewer(**{**vars(each), **changes.get(f"r{each.id}", {})}) for each in people]
    proposal = propose(Problem((Case(7, "BB", "north", "V", "pt", 2),), tuple(people), changes.get("against", {})))
    assert proposal.short[7].binding is binding
    return proposal


def test_the_constraint_that_binds_is_named() -> None:
    _one(Binding.MASTERY, r0={"languages": frozenset({"es"})})
    _one(Binding.ADMINISTRATION, against={(7, 0): Against.ADMINISTRATION})
    _one(Binding.CONFLICT, against={(7, 0): Against.CONFLICT})
    _one(Binding.STOOD_BACK, against={(7, 0): Against.STOOD_BACK})
    _one(Binding.AWAY, r0={"away": True})
    _one(Binding.CEILING, r0={"load": 3})
    found = _one(Binding.SUB_REGION, r0={"sub_region": "north"}, r1={"sub_region": "north"})
    assert (found.short[7].missing, found.short[7].able, dict(found.short[7].counts)) == (1, 2, {"sub_region": 1})

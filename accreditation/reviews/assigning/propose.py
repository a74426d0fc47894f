"""A proposal for a whole call from plain data: an exact flow first, then exchanges; the same question, the same answer."""

import time
from collections import Counter

from accreditation.reviews.assigning.bound import least_meetings
from accreditation.reviews.assigning.exchange import Arrangement, exchange
from accreditation.reviews.assigning.flow import AGAIN, EMPTY, least_cost
from accreditation.reviews.assigning.ground import Ground
from accreditation.reviews.assigning.plain import Binding, Case, Id, Problem, Proposal, Shortage


def propose(problem: Problem) -> Proposal:
    """Fills as many free places as can be filled, at the least points that were found; see docs/development/assignment.md.

    Hard: mastery, nothing against, ceilings, enough from elsewhere, locked pairs. The bound is the optimum of the flow,
    which leaves out the points for two reviewers who meet again, and the fewest of those that counting allows.
    """
    began, ground = time.perf_counter(), Ground(problem)
    pairs, cost = least_cost(ground)
    arrangement = Arrangement(ground, pairs)
    exchange(arrangement)
    short = _shortages(arrangement)
    empty = [each.missing for each in short.values()]
    bound = cost - sum(EMPTY * missing + AGAIN * sum(range(missing)) for missing in empty)
    bound += problem.weights.together * least_meetings(ground, sum(empty))
    found = {(case_id, each) for case_id, ids in arrangement.by_case.items() for each in ids}
    locked = {(case_id, each) for case_id, ids in ground.locked.items() for each in ids}
    return Proposal(
        pairs=tuple(sorted(found | locked)),
        loads=arrangement.loads,
        objective=arrangement.cost,
        bound=bound,
        gap=(arrangement.cost - bound) / bound if bound else 0.0,
        repeats=sum(times - 1 for times in arrangement.together.values() if times > 1),
        seconds=time.perf_counter() - began,
        short=short,
    )


def _shortages(arrangement: Arrangement) -> dict[Id, Shortage]:
    ground, found = arrangement.ground, {}
    for case in ground.cases.values():
        missing = ground.free(case) - len(arrangement.by_case[case.id])
        if missing > 0:
            found[case.id] = _shortage(arrangement, case, missing)
    return found


def _shortage(arrangement: Arrangement, case: Case, missing: int) -> Shortage:
    """Takes away, constraint by constraint, those whom it keeps out; the one that makes them too few binds."""
    ground, fixed = arrangement.ground, arrangement.ground.fixed(case)
    able = [each for each in ground.masters.get((case.subject, case.language), ()) if each not in fixed]
    counts = Counter(what for each in able if (what := _kept_out_by(arrangement, case, each)) is not None)
    left, binding = len(able), Binding.MASTERY
    for step in Binding:
        left -= counts[step]
        binding = step
        if left < ground.free(case):
            break
    return Shortage(missing, binding, len(able), {step.value: counts[step] for step in Binding if counts[step]})


def _kept_out_by(arrangement: Arrangement, case: Case, reviewer_id: Id) -> Binding | None:
    """The first constraint that keeps somebody able from a place of this case; None for whoever has one."""
    reviewer = arrangement.ground.reviewers[reviewer_id]
    if reviewer_id in arrangement.by_case[case.id]:
        return None
    if (case.id, reviewer_id) in arrangement.ground.problem.against:
        return Binding(arrangement.ground.problem.against[case.id, reviewer_id].value)
    if reviewer.away:
        return Binding.AWAY
    return Binding.CEILING if arrangement.loads[reviewer_id] >= reviewer.ceiling else Binding.SUB_REGION

"""A seeded call as large as a region could see: how long a proposal takes, and how far it lies from the solver's bound."""

import random
import time
from dataclasses import asdict, dataclass
from typing import Any

from accreditation.region import reference
from accreditation.reviews.assigning.plain import Against, Case, Problem, Reviewer
from accreditation.reviews.assigning.propose import propose

SUBJECTS, LANGUAGES = ("VAL", "ORI", "CLA", "PCA", "RSK", "AEO"), ("es", "en", "pt", "fr")
CASES, REVIEWERS, EACH, SEEDS = 2000, 200, 3, (1, 2, 3)
# Besides the own administration: ties, references, workshops and missions together.
CONFLICTS = 0.05
AT_MOST_SECONDS, AT_MOST_GAP = 30.0, 0.02


@dataclass(frozen=True)
class Row:
    """One proposal; `objective` and `bound` in points, `gap` as a share of the bound.

    `processor_seconds` of one core tell more than `seconds` where others use the machine too.
    """

    seed: int
    cases: int
    reviewers: int
    seconds: float
    processor_seconds: float
    objective: int
    bound: int
    gap: float
    repeats: int
    short: int
    least_load: int
    most_load: int

    def said(self) -> str:
        return (
            f"{self.seed:>5} {self.cases:>6} {self.reviewers:>10} {self.seconds:>8.2f} {self.processor_seconds:>10.2f} {self.objective:>10} {self.bound:>10}"
            f" {self.gap:>7.3%} {self.repeats:>8} {self.short:>6} {self.least_load:>4} to {self.most_load}"
        )


HEAD = " seed  cases  reviewers  seconds  processor  objective      bound     gap  repeats  short  loads"


def seeded_call(cases: int, reviewers: int, each: int, seed: int) -> Problem:
    """The Members of the region with their sub-regions and languages; six subjects; earlier calls; some conflicts."""
    chance = random.Random(seed)
    members = [
        (member["iso2"], member["sub_region"], [code for code in member["languages"] if code in LANGUAGES] or ["en"])
        for member in reference.members()
    ]
    asked = [
        Case(number, iso2, sub_region, chance.choice(SUBJECTS), chance.choice(languages), each)
        for number in range(cases)
        for iso2, sub_region, languages in [chance.choice(members)]
    ]
    # Enough room for everybody at four fifths of it.
    ceiling = -(-cases * each * 5 // (reviewers * 4)) + 2
    able = [_reviewer(chance, number, chance.choice(members), ceiling) for number in range(reviewers)]
    against = {}
    for case in asked:
        for reviewer in able:
            if reviewer.administration == case.administration:
                against[case.id, reviewer.id] = Against.ADMINISTRATION
            elif chance.random() < CONFLICTS:
                against[case.id, reviewer.id] = Against.CONFLICT
    seen = {(person.id, iso2): chance.randint(1, 3) for person in able for iso2, *_ in members if chance.random() < 0.1}
    together = {(one.id, other.id): 1 for one in able for other in able if one.id < other.id and chance.random() < 0.05}
    return Problem(tuple(asked), tuple(able), against, seen=seen, together=together)


def _reviewer(chance: random.Random, number: int, member: tuple[str, str, list[str]], ceiling: int) -> Reviewer:
    iso2, sub_region, languages = member
    known = {*languages, *(code for code in LANGUAGES if chance.random() < 0.3)}
    subjects = frozenset(chance.sample(SUBJECTS, chance.choice((2, 3, 3, 4))))
    return Reviewer(number, iso2, sub_region, subjects, frozenset(known), chance.randint(0, 2), ceiling)


def report() -> list[dict[str, Any]]:
    """Prints the table, says what is above what was promised, and returns the rows as they go into latest.json."""
    print(f"\n{EACH} reviewers of each case\n{HEAD}")
    found = []
    for seed in SEEDS:
        problem, began = seeded_call(CASES, REVIEWERS, EACH, seed), time.process_time()
        proposal = propose(problem)
        used = time.process_time() - began
        row = Row(
            seed, CASES, REVIEWERS, round(proposal.seconds, 2), round(used, 2), proposal.objective,
            proposal.bound, round(proposal.gap, 5), proposal.repeats, sum(each.missing for each in proposal.short.values()),
            min(proposal.loads.values()), max(proposal.loads.values()),
        )  # fmt: skip
        is_fine = row.seconds <= AT_MOST_SECONDS and row.gap <= AT_MOST_GAP
        print(row.said() + ("" if is_fine else "   above what was promised"), flush=True)
        found.append(asdict(row))
    return found

"""Past cases judged anew by the rule book's own thresholds, with another edition's numbers and weights. No database."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accreditation import clock
from accreditation.calibration.models import Stage
from accreditation.reviews.counting import spread_of, weighted_level
from accreditation.texts import N_, Text
from accreditation.training.results import result_of
from accreditation.whatif.past import PastCase
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.formation_guards import marks_reach_the_thresholds
from accreditation.workflow.score_guards import the_scores_agree


@dataclass(frozen=True)
class Outcome:
    """Whether a case passes, and by how much: `value` is in the unit of the question."""

    passes: bool
    value: float | None


@dataclass(frozen=True)
class Replayed:
    """One case under the edition it was judged by, and under the other."""

    case: PastCase
    before: Outcome
    after: Outcome

    @property
    def flips(self) -> bool:
        return self.before.passes is not self.after.passes

    @property
    def change(self) -> float:
        return (self.after.value or 0.0) - (self.before.value or 0.0)


@dataclass(frozen=True)
class Question:
    """What is asked of each case again. `judge` answers for many at once, since places in a call depend on the others."""

    key: str
    title: Text
    passes: Text
    fails: Text
    value: Text
    stage: Stage
    judge: Callable[[Sequence[PastCase], Callable[[PastCase], Any]], Mapping[uuid.UUID, Outcome]]


def _facts(edition: Any, **known: Any) -> ApplicationFacts:
    """Only what the thresholds read."""
    return ApplicationFacts(now=clock.now(), region_id=edition.region_id, numbers=edition.numbers, **known)


def _workshop(cases: Sequence[PastCase], edition_of: Callable[[PastCase], Any]) -> dict[uuid.UUID, Outcome]:
    """Pass mark and floors of the workshop."""
    found = {}
    for case in cases:
        edition = edition_of(case)
        result = result_of(case.levels[Stage.WORKSHOP], edition.rubric, edition.numbers["assessors"])
        facts = _facts(edition, overall_mark=result.overall, criteria_below_floor=result.below_floor)
        found[case.id] = Outcome(marks_reach_the_thresholds(facts) is None, result.overall)
    return found


def _given(case: PastCase) -> list[dict[str, int]]:
    """What each reviewer gave, by criterion."""
    of_reviewer: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for criterion, reviewer_id, level in case.levels[Stage.DESK]:
        of_reviewer[reviewer_id][criterion] = level
    return list(of_reviewer.values())


def _desk_levels(case: PastCase, edition: Any) -> list[float]:
    """The weighted level of each reviewer."""
    levels = (weighted_level(given, edition.scoring) for given in _given(case))
    return [level for level in levels if level is not None]


def _agreement(cases: Sequence[PastCase], edition_of: Callable[[PastCase], Any]) -> dict[uuid.UUID, Outcome]:
    """Whether the reviews lay near enough, as a whole and on each criterion; those with a further reviewer were apart already."""
    found = {}
    for case in cases:
        edition = edition_of(case)
        spread, reviewers = spread_of(_given(case), edition.scoring), edition.numbers["reviewers"]
        facts = _facts(edition, score_spread=spread.overall, criterion_spread=spread.widest, reviewers=reviewers)
        found[case.id] = Outcome(the_scores_agree(facts) is None, spread.overall)
    return found


def _places(cases: Sequence[PastCase], edition_of: Callable[[PastCase], Any]) -> dict[uuid.UUID, Outcome]:
    """Whether the desk level puts a case among as many of its call as there were seats; ties share a place."""
    levels = {}
    by_call: dict[uuid.UUID, list[PastCase]] = defaultdict(list)
    for case in cases:
        known = _desk_levels(case, edition_of(case))
        levels[case.id] = sum(known) / len(known) if known else 0.0
        by_call[case.call_id].append(case)
    last = {
        call_id: sorted((levels[case.id] for case in members), reverse=True)[: members[0].seats][-1]
        for call_id, members in by_call.items()
    }
    return {case.id: Outcome(levels[case.id] >= last[case.call_id] - 1e-9, levels[case.id]) for case in cases}


QUESTIONS = (
    Question(
        "workshop",
        N_("Passing the workshop"),
        N_("reaches the thresholds"),
        N_("stays below them"),
        N_("Overall mark in percent"),
        Stage.WORKSHOP,
        _workshop,
    ),
    Question(
        "places",
        N_("Among the first of the call by the desk review"),
        N_("has a seat by the desk review"),
        N_("has none"),
        N_("Mean level of the desk review"),
        Stage.DESK,
        _places,
    ),
    Question(
        "agreement",
        N_("Two reviewers near enough to each other"),
        N_("needs no further reviewer"),
        N_("needs a further reviewer"),
        N_("Distance between reviewers in levels"),
        Stage.DESK,
        _agreement,
    ),
)


def replayed(question: Question, cases: Sequence[PastCase], draft: Any) -> Sequence[Replayed]:
    """Every case that the question can be asked of, the largest changes among the flips first."""
    asked = [case for case in cases if question.stage in case.levels]
    before, after = question.judge(asked, lambda case: case.edition), question.judge(asked, lambda case: draft)
    rows = [Replayed(case, before[case.id], after[case.id]) for case in asked]
    return sorted(rows, key=lambda row: (not row.flips, -abs(row.change), row.case.number))


@dataclass(frozen=True)
class GroupShare:
    """How many of a group pass before and after; None where the group is too small to be told."""

    group: str
    cases: int | None
    before: int | None
    after: int | None


def by_group(rows: Iterable[Replayed], group_of: Callable[[PastCase], str], smallest: int) -> Sequence[GroupShare]:
    """In the order of the names of the groups; "" gathers those of whom it is not known.

    What is hidden must not follow from the sum: with one small group the next one is hidden too.
    """
    found: dict[str, list[Replayed]] = defaultdict(list)
    for row in rows:
        found[group_of(row.case)].append(row)
    hidden: set[str] = set()
    for group in sorted(found, key=lambda name: (len(found[name]), name)):
        behind = sum(len(found[name]) for name in hidden)
        if len(found[group]) < smallest or 0 < behind < smallest:
            hidden.add(group)
    return [
        GroupShare(group, None, None, None) if group in hidden else _share(group, members)
        for group, members in sorted(found.items())
    ]


def _share(group: str, members: Sequence[Replayed]) -> GroupShare:
    before, after = (sum(getattr(row, when).passes for row in members) for when in ("before", "after"))
    return GroupShare(group, len(members), before, after)


def criteria_never_met(question: Question, cases: Sequence[PastCase], draft: Any) -> Sequence[Mapping[str, Any]]:
    """Criteria of the draft on which no past case has a level: the replay cannot count them."""
    met = {criterion for case in cases for criterion, _rater, _level in case.levels.get(question.stage, ())}
    part = draft.rubric if question.stage is Stage.WORKSHOP else draft.scoring
    return [criterion for criterion in part if criterion["key"] not in met] if met else []

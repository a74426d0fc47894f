"""Conditions on the scores of the desk review: each says None, or the sentence the person reads."""

from collections.abc import Mapping

from accreditation.texts import N_, N_plural, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts


def every_score_is_in(facts: Facts) -> Text | None:
    enough = facts.reviewers >= facts.numbers["reviewers"] and facts.scores_in >= facts.reviewers
    return None if enough else N_("Not every reviewer has handed in.")


def scores_differ(facts: Facts) -> bool:
    """Further apart than the edition allows, in the weighted level (hundredths) or on one criterion (levels)."""
    overall, widest = facts.score_spread, facts.criterion_spread
    far = overall is not None and overall > facts.numbers["score_spread_hundredths"] / 100
    return far or (widest is not None and widest > facts.numbers.get("criterion_spread_levels", 4))


def a_further_reviewer_settles(numbers: Mapping[str, int]) -> bool:
    """Whether the edition lets a further reviewer settle scores that differ; one of before always does."""
    return bool(numbers.get("third_reviewer", 1))


def the_scores_agree(facts: Facts) -> Text | None:
    """Within the edition's limits, or settled in a way that it allows: by a further reviewer, or after a discussion."""
    if facts.scores_are_discussed:
        return N_("The reviewers are discussing their scores. Close the discussion first.")
    settles = a_further_reviewer_settles(facts.numbers)
    if not scores_differ(facts) or (settles and facts.reviewers > facts.numbers["reviewers"]):
        return None
    if not facts.numbers.get("score_discussion"):
        return N_("The scores lie too far apart: assign another reviewer.")
    if not settles:
        return N_("The scores lie too far apart: let the reviewers discuss them.")
    return N_("The scores lie too far apart: assign another reviewer, or let the reviewers discuss them.")


def no_floor_of_the_desk_review_bars(facts: Facts) -> Text | None:
    """Where the edition says that a mean below a floor bars from short-listing."""
    below = facts.desk_below_floor
    if not below:
        return None
    return N_plural(
        "%(num)s criterion of the desk review is below its floor, which bars from short-listing.",
        "%(num)s criteria of the desk review are below their floors, which bars from short-listing.",
        num=below,
    )

"""Conditions of the screening and of what is asked for while it, or the review, goes on."""

from accreditation.texts import N_, N_plural, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts
from accreditation.workflow.states import ApplicationState


def something_is_asked(facts: Facts) -> Text | None:
    return None if facts.items_open else N_("List at least one item that you need.")


def everything_is_answered(facts: Facts) -> Text | None:
    left = facts.items_unanswered
    return None if not left else N_plural("%(num)s item is unanswered.", "%(num)s items are unanswered.", num=left)


def it_was_asked_at_screening(facts: Facts) -> Text | None:
    return None if facts.asked_from is ApplicationState.SCREENING else N_("The request came from the reviewers.")


def it_was_asked_in_review(facts: Facts) -> Text | None:
    return None if facts.asked_from is ApplicationState.UNDER_REVIEW else N_("The request came from the screening.")


def every_criterion_is_checked(facts: Facts) -> Text | None:
    left = facts.criteria_unchecked
    return None if not left else N_plural("%(num)s check is open.", "%(num)s checks are open.", num=left)


def every_check_is_passed(facts: Facts) -> Text | None:
    return None if not facts.criteria_failed else N_("An eligibility check failed, so the case cannot go to review.")


def a_check_has_failed(facts: Facts) -> Text | None:
    return None if facts.criteria_failed else N_("No eligibility check failed.")


def enough_reviewers_are_assigned(facts: Facts) -> Text | None:
    needed = facts.numbers["reviewers"]
    return None if facts.reviewers >= needed else N_("Assign at least %(num)s reviewers.").with_values(num=needed)


def no_reviewer_has_an_interest(facts: Facts) -> Text | None:
    return None if not facts.reviewers_conflicted() else N_("An assigned reviewer has a conflict of interest.")


def enough_references_are_in(facts: Facts) -> Text | None:
    """As many as the edition makes a condition; an edition of before references were asked makes none."""
    needed = facts.numbers.get("references_needed", 0)
    if facts.references_in >= needed:
        return None
    return N_plural(
        "%(num)s reference must be in before the panel decides.",
        "%(num)s references must be in before the panel decides.",
        num=needed,
    )


def it_was_reviewed(facts: Facts) -> Text | None:
    return None if facts.scores_in else N_("The case was closed before any review.")


def it_was_not_reviewed(facts: Facts) -> Text | None:
    return None if not facts.scores_in else N_("The case was reviewed.")

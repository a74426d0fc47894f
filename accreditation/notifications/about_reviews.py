"""Messages of the catalogue to reviewers: asked late, asked again, scores that differ, and scores that were opened again."""

from accreditation.notifications import recipients as to
from accreditation.notifications.asked_reviewers import the_reviewer_asked, the_reviewer_without_answer
from accreditation.notifications.kind import Kind
from accreditation.texts import N_

ABOUT_REVIEWS = (
    Kind("invite_another_reviewer", N_("Please review: %(number)s"), (the_reviewer_asked,), asks=True),
    Kind(
        "remind_reviewer_to_answer",
        N_("Please answer: will you review %(number)s?"),
        (the_reviewer_without_answer,),
        asks=True,
    ),
    Kind(
        "ask_to_discuss_scores",
        N_("Please discuss the scores of %(number)s"),
        (to.reviewers_who_scored,),
        asks=True,
        page="/discussion",
    ),
    Kind(
        "tell_scores_reopened",
        N_("Your scores of %(number)s are open again"),
        (to.reviewers_to_look_again,),
        page="/review",
    ),
)

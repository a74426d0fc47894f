"""Messages of the catalogue about scores that differ, and about scores that the office opened again."""

from accreditation.notifications import recipients as to
from accreditation.notifications.kind import Kind
from accreditation.texts import N_

ABOUT_SCORES = (
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

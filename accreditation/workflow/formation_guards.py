"""Conditions of the candidate's time in the workshop: a seat, attendance, marks."""

from accreditation.texts import N_, Text
from accreditation.workflow.application_facts import ApplicationFacts as Facts
from accreditation.workflow.states import WorkshopState


def a_seat_is_free(facts: Facts) -> Text | None:
    return None if facts.seats_left > 0 else N_("No seat is left in the workshop.")


def the_workshop_is_open(facts: Facts) -> Text | None:
    ready = facts.workshop_state is WorkshopState.OPEN
    return None if ready else N_("The call has no workshop that is open for candidates.")


def the_workshop_is_running(facts: Facts) -> Text | None:
    running = facts.workshop_state is WorkshopState.RUNNING
    return None if running else N_("The workshop has not started.")


def the_candidate_was_there(facts: Facts) -> Text | None:
    return None if facts.attended else N_("Attendance on the first day is not recorded.")


def the_candidate_was_absent(facts: Facts) -> Text | None:
    return None if not facts.attended else N_("The candidate attended.")


def every_criterion_is_marked(facts: Facts) -> Text | None:
    enough = facts.assessors >= facts.numbers["assessors"] and not facts.marks_missing
    return None if enough else N_("Marks are missing: every criterion needs a mark by each assessor.")


def marks_reach_the_thresholds(facts: Facts) -> Text | None:
    """Overall mark (percent) at or above the pass mark, and no criterion under its floor."""
    if facts.overall_mark is None or facts.overall_mark < facts.numbers["pass_mark_percent"]:
        return N_("The overall mark is below the pass mark.")
    return None if not facts.criteria_below_floor else N_("A criterion lies below its floor.")


def a_resit_is_left(facts: Facts) -> Text | None:
    return (
        None if facts.resits_used < facts.numbers["resits"] else N_("The candidate has already sat the workshop again.")
    )


def the_deferral_is_over(facts: Facts) -> Text | None:
    """The months for which a deferred candidate keeps the result of the desk review."""
    ends = facts.moments.get("deferral")
    return None if ends is not None and facts.now > ends else N_("The candidate may still be invited.")

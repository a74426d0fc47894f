"""Conditions of the steps of an application: each says None, or the sentence the person reads."""

from datetime import datetime

from accreditation.texts import N_, Moment, N_plural, Text
from accreditation.workflow.facts import ApplicationFacts as Facts
from accreditation.workflow.machine import Guard
from accreditation.workflow.states import ApplicationState, MissionState, WorkshopState


def it_is_not_on_hold(facts: Facts) -> Text | None:
    return N_("The case is on hold; release the hold first.") if facts.on_hold else None


def it_is_on_hold(facts: Facts) -> Text | None:
    return None if facts.on_hold else N_("The case is not on hold.")


def the_call_is_open(facts: Facts) -> Text | None:
    """By the server's clock, to the second."""
    opens, closes = facts.moments.get("call_opens_at"), facts.moments.get("call_closes_at")
    if opens is None or closes is None or facts.now < opens:
        return N_("The call is not open yet.")
    return None if facts.now <= closes else _closed(facts, closes)


def _closed(facts: Facts, closes: datetime) -> Text:
    there, here = Moment(closes, facts.call_time_zone), Moment(closes, facts.own_time_zone)
    if here == there:
        return N_("The call closed on %(there)s.", there=there)
    return N_("The call closed on %(there)s. In your time zone that was %(here)s.", there=there, here=here)


def it_was_never_submitted(facts: Facts) -> Text | None:
    return N_("The application was submitted before it lapsed.") if facts.was_submitted else None


def every_section_is_complete(facts: Facts) -> Text | None:
    missing = len(facts.sections_missing)
    if not missing:
        return None
    return N_plural("%(num)s section is not complete yet.", "%(num)s sections are not complete yet.", num=missing)


def every_document_is_there(facts: Facts) -> Text | None:
    missing = len(facts.documents_missing)
    if not missing:
        return None
    return N_plural("%(num)s document is still missing.", "%(num)s documents are still missing.", num=missing)


def the_declaration_is_signed(facts: Facts) -> Text | None:
    return None if facts.is_signed else N_("Sign the declaration that what you state is accurate.")


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
    return None if not facts.reviewers_conflicted else N_("An assigned reviewer has a conflict of interest.")


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


def reasons_are_given(facts: Facts) -> Text | None:
    return None if facts.decision_reasons else N_("Choose at least one reason.")


def the_decision_says(outcome: str) -> Guard:
    """A decision with this outcome is recorded; publishing it moves the case."""

    def the_decision_is_recorded(facts: Facts) -> Text | None:
        return None if facts.decision == outcome else N_("Record this decision before it is published.")

    the_decision_is_recorded.__name__ = f"the_decision_says_{outcome}"
    return the_decision_is_recorded


def whoever_decided_is_impartial(facts: Facts) -> Text | None:
    """A decision is published in the name of whoever recorded it or voted on it, who may have become a party to the case since."""
    if not facts.deciders_conflicted:
        return None
    return N_(
        "Whoever recorded this decision or voted on it now holds an interest in the case. It must be decided again without them."
    )


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


def the_mission_is_released(facts: Facts) -> Text | None:
    ready = facts.mission_state is MissionState.RELEASED or facts.mission_state is MissionState.UNDER_WAY
    return None if ready else N_("No mission has been released for this candidate.")


def no_mission_is_arranged(facts: Facts) -> Text | None:
    """Whoever was offered a mission, or is released for one, does not lose the time while it is pending."""
    arranged = facts.mission_state in (MissionState.OFFERED, MissionState.RELEASED)
    return N_("A mission is arranged, so the time does not run out.") if arranged else None


def the_mission_has_ended_early(facts: Facts) -> Text | None:
    ended = facts.mission_state in (MissionState.CANCELLED, MissionState.DECLINED)
    return None if ended else N_("The mission still stands.")


def the_report_is_in(facts: Facts) -> Text | None:
    """Where the mission was waived and passed over, nobody reports, unless another was ordered after all."""
    there = facts.mission_state in (MissionState.REPORTED, MissionState.EVALUATED)
    is_over = facts.mission_state in (None, MissionState.CANCELLED, MissionState.DECLINED)
    return None if there or (is_over and "mission" in facts.passed_over) else N_("The mentor’s report is missing.")


def the_report_is_positive(facts: Facts) -> Text | None:
    if facts.report_is_positive is None and "mission" in facts.passed_over:
        return None
    return None if facts.report_is_positive else N_("The mentor does not recommend accreditation.")


def the_track_leads_to_accreditation(facts: Facts) -> Text | None:
    return None if facts.track == "accredited" else N_("This call leads to recognition, not to accreditation.")


def the_track_leads_to_recognition(facts: Facts) -> Text | None:
    return None if facts.track == "recognized" else N_("This call leads to accreditation, not to recognition.")


def an_extension_is_left(facts: Facts) -> Text | None:
    return None if facts.extensions_used < facts.numbers["extensions"] else N_("The time was already extended.")


def it_was_reviewed(facts: Facts) -> Text | None:
    return None if facts.scores_in else N_("The case was closed before any review.")


def it_was_not_reviewed(facts: Facts) -> Text | None:
    return None if not facts.scores_in else N_("The case was reviewed.")


def the_time_is_over(facts: Facts) -> Text | None:
    """The deadline of the present state has passed (the door puts it into `moments["due_at"]`)."""
    due = facts.moments.get("due_at")
    return None if due is not None and facts.now > due else N_("The deadline has not passed.")


def the_deferral_is_over(facts: Facts) -> Text | None:
    """The months for which a deferred candidate keeps the result of the desk review."""
    ends = facts.moments.get("deferral")
    return None if ends is not None and facts.now > ends else N_("The candidate may still be invited.")

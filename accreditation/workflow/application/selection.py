"""From draft to the waiting list: submission, screening, review and short-listing; endorsement has a table of its own."""

from accreditation.texts import N_
from accreditation.workflow import actors, decision_guards, dossier_guards, score_guards, screening_guards
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Transition
from accreditation.workflow.panel import speaker_against, the_panel_agrees
from accreditation.workflow.states import ApplicationState as S

SUBMIT = Transition(
    name="submit",
    label=N_("Submit application"),
    done=N_("Application submitted"),
    sources=frozenset({S.DRAFT}),
    target=S.AWAITING_ENDORSEMENT,
    who=actors.the_applicant,
    guards=(
        dossier_guards.the_call_is_open,
        dossier_guards.every_section_is_complete,
        dossier_guards.every_document_is_there,
        dossier_guards.the_declaration_is_signed,
    ),
    consequences=(C.RECORD_SUBMISSION, C.ASK_REFEREES, C.ESCALATE_WHERE_NOBODY_ENDORSES),
    effects=(E.CONFIRM_SUBMISSION, E.ASK_FOR_ENDORSEMENT),
)
ASK_FOR_INFORMATION = Transition(
    name="ask_for_information",
    label=N_("Ask for information"),
    done=N_("Information requested"),
    sources=frozenset({S.SCREENING, S.UNDER_REVIEW}),
    target=S.INFORMATION_REQUESTED,
    who=actors.officer_or_assigned_reviewer,
    guards=(screening_guards.something_is_asked,),
    consequences=(C.STOP_CLOCK,),
    effects=(E.ASK_FOR_INFORMATION,),
)
ANSWER_TO_SCREENING = Transition(
    name="answer_to_screening",
    label=N_("Send the answers"),
    done=N_("Answers sent"),
    sources=frozenset({S.INFORMATION_REQUESTED}),
    target=S.SCREENING,
    who=actors.the_applicant,
    guards=(screening_guards.it_was_asked_at_screening, screening_guards.everything_is_answered),
    consequences=(C.CLOSE_REQUEST, C.RESUME_CLOCK),
    effects=(E.TELL_INFORMATION_PROVIDED,),
)
ANSWER_TO_REVIEW = Transition(
    name="answer_to_review",
    label=N_("Send the answers"),
    done=N_("Answers sent"),
    sources=frozenset({S.INFORMATION_REQUESTED}),
    target=S.UNDER_REVIEW,
    who=actors.the_applicant,
    guards=(screening_guards.it_was_asked_in_review, screening_guards.everything_is_answered),
    consequences=(C.CLOSE_REQUEST, C.RESUME_CLOCK),
    effects=(E.TELL_INFORMATION_PROVIDED,),
)
START_REVIEW = Transition(
    name="start_review",
    label=N_("Send to review"),
    done=N_("Sent to review"),
    sources=frozenset({S.SCREENING}),
    target=S.UNDER_REVIEW,
    who=actors.officer_without_interest,
    guards=(
        screening_guards.every_criterion_is_checked,
        screening_guards.every_check_is_passed,
        screening_guards.enough_reviewers_are_assigned,
        screening_guards.no_reviewer_has_an_interest,
    ),
    effects=(E.INVITE_REVIEWERS,),
)
FIND_INELIGIBLE = Transition(
    name="find_ineligible",
    label=N_("Conditions not met"),
    done=N_("Conditions not met"),
    sources=frozenset({S.SCREENING}),
    target=S.NOT_SELECTED,
    who=actors.officer_who_took_no_part,
    guards=(screening_guards.every_criterion_is_checked, screening_guards.a_check_has_failed),
    effects=(E.ANNOUNCE_NOT_SELECTED,),
    reasons="ineligible",
    harms=N_("The application ends here. The applicant reads the reasons and may appeal."),
)
CLOSE_REVIEW = Transition(
    name="close_review",
    label=N_("Hand over to the panel"),
    done=N_("Handed over to the panel"),
    sources=frozenset({S.UNDER_REVIEW}),
    target=S.AWAITING_SHORTLISTING,
    who=actors.officer_without_interest,
    guards=(
        score_guards.every_score_is_in,
        screening_guards.no_reviewer_has_an_interest,
        score_guards.the_scores_agree,
        screening_guards.enough_references_are_in,
    ),
    effects=(E.TELL_SCORES_ARE_IN,),
)
RETURN_TO_REVIEW = Transition(
    name="return_to_review",
    label=N_("Back to review"),
    done=N_("Returned to review"),
    sources=frozenset({S.AWAITING_SHORTLISTING}),
    target=S.UNDER_REVIEW,
    who=actors.officer_or_the_system,
    needs_note=True,
    consequences=(C.SET_UNPUBLISHED_ASIDE,),
    effects=(E.INVITE_REVIEWERS,),
)
SHORTLIST = Transition(
    name="shortlist",
    label=N_("Short-list"),
    done=N_("Application short-listed"),
    sources=frozenset({S.AWAITING_SHORTLISTING, S.WAITLISTED}),
    target=S.SHORTLISTED,
    who=actors.panel_member_without_interest,
    guards=(
        screening_guards.no_reviewer_has_an_interest,
        decision_guards.the_decision_says("shortlist"),
        decision_guards.whoever_decided_is_impartial,
        the_panel_agrees,
        score_guards.no_floor_of_the_desk_review_bars,
    ),
    consequences=(C.RELEASE_DECISION,),
    effects=(E.ANNOUNCE_SHORTLISTED,),
    decides=True,
    recorded_by=speaker_against,
)
WAITLIST = Transition(
    name="waitlist",
    label=N_("Put on the waiting list"),
    done=N_("Placed on the waiting list"),
    sources=frozenset({S.AWAITING_SHORTLISTING}),
    target=S.WAITLISTED,
    who=actors.panel_member_without_interest,
    guards=(
        screening_guards.no_reviewer_has_an_interest,
        decision_guards.the_decision_says("waitlist"),
        decision_guards.whoever_decided_is_impartial,
        the_panel_agrees,
        decision_guards.reasons_are_given,
    ),
    consequences=(C.RELEASE_DECISION,),
    effects=(E.ANNOUNCE_WAITLISTED,),
    reasons="waitlisted",
    decides=True,
    recorded_by=speaker_against,
)
NOT_SELECT = Transition(
    name="not_select",
    label=N_("Do not select"),
    done=N_("Application not selected"),
    sources=frozenset({S.AWAITING_SHORTLISTING, S.WAITLISTED}),
    target=S.NOT_SELECTED,
    who=actors.panel_member_without_interest,
    guards=(
        screening_guards.no_reviewer_has_an_interest,
        decision_guards.the_decision_says("not_select"),
        decision_guards.whoever_decided_is_impartial,
        the_panel_agrees,
        decision_guards.reasons_are_given,
    ),
    consequences=(C.RELEASE_DECISION,),
    effects=(E.ANNOUNCE_NOT_SELECTED,),
    reasons="not_selected",
    decides=True,
    recorded_by=speaker_against,
    harms=N_("The application ends here. The applicant reads the reasons and may appeal."),
)

SELECTION = (
    ASK_FOR_INFORMATION,
    ANSWER_TO_SCREENING,
    ANSWER_TO_REVIEW,
    START_REVIEW,
    FIND_INELIGIBLE,
    CLOSE_REVIEW,
    RETURN_TO_REVIEW,
    SHORTLIST,
    WAITLIST,
    NOT_SELECT,
)

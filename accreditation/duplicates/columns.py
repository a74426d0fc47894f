"""What a merge does with each column that names a person. A test finds every such column here, exactly once."""

from dataclasses import dataclass

from accreditation.texts import N_, Text


@dataclass(frozen=True)
class Reference:
    """`table.column` names a person; `label` says what the rows are to the person."""

    table: str
    column: str
    label: Text

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


# Who the person is in a case today, and so what they may do: follows the person, that no right and no bar is lost.
MOVES = (
    Reference("application", "applicant_id", N_("Applications")),
    Reference("document", "uploaded_by_id", N_("Documents handed in")),
    Reference("endorsement", "official_id", N_("Endorsements written")),
    Reference("referee_request", "person_id", N_("References asked of the person")),
    Reference("nomination", "recommended_by_id", N_("First words as head of unit")),
    Reference("approach", "person_id", N_("Invitations to apply")),
    Reference("review_assignment", "reviewer_id", N_("Reviews")),
    Reference("discussion_entry", "author_id", N_("Words in discussions of scores")),
    Reference("decision", "decided_by_id", N_("Decisions recorded")),
    Reference("waiver", "proposed_by_id", N_("Waivers proposed")),
    Reference("waiver", "decided_by_id", N_("Waivers decided")),
    Reference("workshop_staff", "person_id", N_("Workshops taught or assessed")),
    Reference("former_staff", "person_id", N_("Workshops left after they began")),
    Reference("mark", "assessor_id", N_("Marks given")),
    Reference("mission", "mentor_id", N_("Missions as mentor")),
    Reference("accreditation", "person_id", N_("Accreditations")),
    Reference("renewal_request", "endorsed_by_id", N_("Renewals endorsed")),
    Reference("renewal_request", "checked_by_id", N_("Renewals checked")),
    Reference("renewal_request", "audited_by_id", N_("Renewals audited")),
    Reference("appeal", "filed_by_id", N_("Appeals and complaints filed")),
    Reference("appeal", "about_id", N_("Appeals and complaints about the person")),
    Reference("appeal", "case_officer_id", N_("Restricted complaints kept as officer")),
    Reference("appeal_hearing", "person_id", N_("Answers to complaints")),
    Reference("marking_again", "assessor_id", N_("Candidates marked again")),
    Reference("appeal_panelist", "person_id", N_("Seats on appeals panels")),
    Reference("role_grant", "person_id", N_("Roles")),
    Reference("integrity_reader", "person_id", N_("Readings of the integrity register")),
    Reference("deputy", "person_id", N_("Times as deputy")),
    Reference("interest", "person_id", N_("Interests of the person")),
    Reference("interest", "other_id", N_("Interests of others in the person")),
    Reference("conflict_dismissal", "person_id", N_("Conflicts of interest dismissed")),
    Reference("interest_statement", "person_id", N_("Statements on interests")),
    Reference("consent", "person_id", N_("Consents")),
    Reference("imported_line", "person_id", N_("Lines of lists taken over")),
)

# Ended, and not taken up again by a separation: whoever held them signs in or asks anew.
ENDS = ("sign_in_session.person_id", "one_use_link.person_id", "calendar_feed.person_id")

# What happened, by which account: stays as it was recorded. The hash-chained history is never touched.
STAYS = (
    "state_change.actor_id",
    "ranking.ranked_by_id",
    "approach.made_by_id",
    "state_change.on_behalf_of_id",
    "staff_note.person_id",
    "reading_receipt.person_id",
    "message.person_id",
    "upload.person_id",
    "role_grant.granted_by_id",
    "interest.declared_by_id",
    "interest.dismissed_by_id",
    "conflict_dismissal.dismissed_by_id",
    "conflict_dismissal.undone_by_id",
    "review_assignment.voided_by_id",
    "former_score.replaced_by_id",
    "log_alarm.settled_by_id",
    "waiver.taken_back_by_id",
    "signing_key.told_by_id",
    "planned_publication.planned_by_id",
    "planned_publication.ended_by_id",
    "score_discussion.opened_by_id",
    "score_discussion.closed_by_id",
    "information_request.asked_by_id",
    "information_item.judged_by_id",
    "case_message.author_id",
    "eligibility_check.checked_by_id",
    "review_assignment.assigned_by_id",
    "review_assignment.handed_over_by_id",
    "reviewer_profile.person_id",
    "assignment_proposal.asked_by_id",
    "proposed_review.reviewer_id",
    "calibration_run.asked_by_id",
    "practice_reading.reviewer_id",
    "practice_dossier.written_by_id",
    "practice_dossier.opened_by_id",
    "rater_severity.rater_id",
    "attendance.recorded_by_id",
    "language_interview.recorded_by_id",
    "accreditation.wco_confirmed_by_id",
    "amendment.asked_by_id",
    "amendment.decided_by_id",
    "certificate.issued_by_id",
    "logged_activity.judged_by_id",
    "renewal_request.ended_by_id",
    "appeal.carried_out_by_id",
    "marking_again.named_by_id",
    "seat_promise.promised_by_id",
    "scheme.adopted_by_id",
    "call.opened_by_id",
    "call_extension.extended_by_id",
    "person_key.person_id",
    "integrity_entry.entered_by_id",
    "integrity_entry.ended_by_id",
    "integrity_finding.found_by_id",
    "integrity_reader.named_by_id",
    "two_people.one_id",
    "two_people.other_id",
    "two_people.said_by_id",
    "panel_seat.person_id",
    "panel_vote.person_id",
    "panel_seat.seated_by_id",
    "imported_line.administration_by_id",
    "expert_import.handed_in_by_id",
    "expert_import.taken_in_by_id",
    "expert_import.taken_back_by_id",
    "key_request.asked_by_id",
    "key_request.turned_by_id",
    "key_request.dropped_by_id",
    "person_merge.kept_id",
    "person_merge.absorbed_id",
    "person_merge.proposed_by_id",
    "person_merge.confirmed_by_id",
    "person_merge.dropped_by_id",
    "person_merge.separated_by_id",
)

"""Which columns of which tables are filled, in the order in which rows refer to each other."""

from collections.abc import Mapping, Sequence

_STAMPS = " created_at updated_at"


_STATE = " state state_since due_at history_length history_head version"


# In this order a row finds what it refers to.
COLUMNS: Mapping[str, Sequence[str]] = {
    table: columns.split()
    for table, columns in {
        "person": "id public_id region_id administration_id email email_confirmed_at password_hash given_names"
        " first_family_name second_family_name search_name register_name locale time_zone disabled_at is_demo"
        + _STAMPS,
        "person_key": "id region_id person_id key rest",
        "role_grant": "id public_id region_id person_id role scope scope_id starts_on ends_on granted_by_id revoked_at"
        + _STAMPS,
        "interest": "id public_id region_id person_id other_id kind note declared_by_id dismissed_at dismissed_reason"
        + _STAMPS,
        "call": "id public_id region_id reference scheme_id category_id subject_id centre_id language track titles"
        " descriptions opens_at closes_at time_zone workshop_on seats quota sponsor published_at opened_by_id version"
        + _STAMPS,
        "workshop": "id public_id region_id centre_id call_id titles starts_on ends_on time_zone seats is_online venue"
        + _STATE
        + _STAMPS,
        "workshop_staff": "id workshop_id person_id duty",
        "application": "id region_id number call_id scheme_id applicant_id administration_id workshop_id"
        " name_on_certificate submitted_at signed_at signed_as on_hold hold_reason asked_from extended_until"
        " extensions_used resits_used deferred_until" + _STATE + _STAMPS,
        "state_tally": "id region_id state change",
        "section": "id application_id key answers is_complete version" + _STAMPS,
        "document": "id public_id region_id application_id kind paper_id part edition language file_name media_type size"
        " pages sha256 received_sha256 storage_key preview_storage_key scan scan_finding uploaded_by_id uploaded_at",
        "endorsement": "id application_id official_id letter_id signed_as signed_at missions_per_year days_per_year"
        " years comment" + _STAMPS,
        "information_request": "id application_id asked_by_id asked_at closed_at",
        "information_item": "id public_id request_id position concerns about question answer document_id"
        " answered_at verdict",
        "eligibility_check": "id application_id criterion passed evidence reason checked_by_id" + _STAMPS,
        "review_assignment": "id public_id region_id application_id reviewer_id assigned_by_id declared_at handed_in_at"
        " overall_comment ended_at ended_reason decline_reason ended_note voided_reason version" + _STAMPS,
        "score": "id assignment_id criterion level comment" + _STAMPS,
        "decision": "id region_id application_id stage outcome decided_by_id decided_at reasons words statement"
        " released_at set_aside_at" + _STAMPS,
        "attendance": "id workshop_id application_id day present note recorded_by_id" + _STAMPS,
        "mark": "id workshop_id application_id assessor_id criterion level comment voided_at" + _STAMPS,
        "mission": "id public_id region_id application_id mentor_id beneficiary_id title starts_on ends_on"
        " accepted_at began_at" + _STATE + _STAMPS,
        "mission_report": "id mission_id levels summary recommends handed_in_at" + _STAMPS,
        "mission_feedback": "id mission_id rating comment given_by given_at",
        "accreditation": "id public_id region_id person_id application_id administration_id category_id subject_id"
        " language level granted_on expires_on wco_decision_reference wco_confirmed_by_id wco_confirmed_at"
        + _STATE
        + _STAMPS,
        "certificate": "id region_id number code accreditation_id language holder_name effective_on expires_on content"
        " storage_key pdf_sha256 key_id issued_at issued_by_id successor_id occasion status_place" + _STATE + _STAMPS,
        "appeal": "id public_id region_id scheme_id kind application_id about_id filed_by_id filed_at"
        " decision_published_at circle named kinds grounds findings conclusion public_reason upheld_part remedy details"
        " measure carried_out_note reasons" + _STATE + _STAMPS,
        "appeal_panelist": "id appeal_id person_id is_chair opinion ended_reason",
        "log_leaf": "id region_id position certificate_id event at entry salt hash",
        "log_tile": "id level number head",
        "state_change": "id region_id lifecycle subject_id sequence at transition from_state to_state actor_id"
        " on_behalf_of_id note reasons scheme_id salt commitment previous_hash hash",
        "outbox_row": "id public_id region_id effect lifecycle subject_id change_id payload created_at attempts"
        " next_try_at lease_until done_at dead_at last_error",
    }.items()
}

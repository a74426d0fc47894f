"""The regional office's pages: screening, information, reviewers, calls, accreditations and certificates."""

from flask import Blueprint

blueprint = Blueprint("rocb", __name__)

from accreditation.web.rocb import (  # noqa: E402, F401
    after_appeals,
    asking,
    assigning,
    calls,
    certificate_look,
    conflict_checks,
    conflicts,
    corrections,
    draft_questions,
    draft_renewal,
    draft_sections,
    drafts,
    duplicates,
    imports,
    integrity,
    integrity_findings,
    issuing,
    log_alarm,
    merging,
    pauses,
    practice,
    records,
    redacting,
    reviewers,
    schemes,
    scope,
    scores,
    screening,
    signatories,
    signing_keys,
    what_if,
)

"""The regional office's pages: screening, information, reviewers, calls, accreditations and certificates."""

from flask import Blueprint

blueprint = Blueprint("rocb", __name__)

from accreditation.web.rocb import asking, calls, draft_sections, drafts, duplicates, records, schemes, screening  # noqa: E402, F401

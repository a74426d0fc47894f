"""The applicant's and the expert's side: the form, where I stand, my certificates."""

from flask import Blueprint

blueprint = Blueprint("expert", __name__)

from accreditation.web.expert import (  # noqa: E402, F401
    answering,
    appealing,
    case,
    documents,
    emergency,
    exporting,
    handing_in,
    home,
    identity,
    importing,
    messages,
    opening_documents,
    referees,
    sections,
    steps,
    submitting,
    taking_over,
)

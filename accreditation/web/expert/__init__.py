"""The applicant's and the expert's side: the form, where I stand, my certificates."""

from flask import Blueprint

blueprint = Blueprint("expert", __name__)

from accreditation.web.expert import (  # noqa: E402, F401
    appealing,
    case,
    documents,
    emergency,
    exporting,
    identity,
    importing,
    messages,
    referees,
    sections,
    submitting,
    taking_over,
)

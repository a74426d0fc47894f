"""The applicant's and the expert's side: the form, where I stand, my certificates."""

from flask import Blueprint

blueprint = Blueprint("expert", __name__)

from accreditation.web.expert import case, documents, identity, messages, sections, submitting  # noqa: E402, F401

"""The administration's side: nominees of its calls, its word on each, its deputies, and the people it has trained."""

from flask import Blueprint

blueprint = Blueprint("administration", __name__)

from accreditation.web.administration import (  # noqa: E402, F401
    endorsement_levels,
    endorsing,
    escalated,
    imported,
    nominees,
    overview,
    own,
    speaking,
    trained,
)

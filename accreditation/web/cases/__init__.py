"""Cases as staff see them: what waits for me, the list, one case with its steps, and its dossier."""

from flask import Blueprint

blueprint = Blueprint("cases", __name__)

from accreditation.web.cases import (  # noqa: E402, F401
    dossier,
    emergency,
    identity,
    interest,
    interviews,
    messages,
    references,
    shown,
    tags,
    views,
    waivers,
)

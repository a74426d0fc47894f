"""Cases as staff see them: what waits for me, the list, one case with its steps, and its dossier."""

from flask import Blueprint

blueprint = Blueprint("cases", __name__)

from accreditation.web.cases import (  # noqa: E402, F401
    case,
    days_left,
    dossier,
    emergency,
    identity,
    interest,
    interviews,
    listing,
    messages,
    references,
    shown,
    tags,
    taking_steps,
    tasks,
    waivers,
)

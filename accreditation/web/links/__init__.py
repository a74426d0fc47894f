"""Pages behind one-use links of people without an account: referees."""

from flask import Blueprint

blueprint = Blueprint("links", __name__)

from accreditation.web.links import referee  # noqa: E402, F401

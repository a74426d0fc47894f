"""Pages behind one-use links of people without an account: referees, and experts of before."""

from flask import Blueprint

blueprint = Blueprint("links", __name__)

from accreditation.web.links import imported, referee  # noqa: E402, F401

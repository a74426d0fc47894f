"""Appeals and complaints: kept by the office, examined by a panel that had no part in them, followed by who filed them."""

from flask import Blueprint

blueprint = Blueprint("appeals", __name__)

from accreditation.web.appeals import examining, files, hearing, keeping, views  # noqa: E402, F401

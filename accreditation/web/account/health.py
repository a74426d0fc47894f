"""Is the process alive, and is it able to serve?"""

from flask import Response, jsonify
from sqlalchemy import text

from accreditation.extensions import db
from accreditation.web.access import public
from accreditation.web.account import blueprint


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Asks the database; a database that is away is answered with 503 by the error pages."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ready")

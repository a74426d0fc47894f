"""Renewal on pages: how it stands, the log of practice, the acts of everybody on the way, the desk, and the draws."""

from flask import Blueprint

blueprint = Blueprint("renewals", __name__)

from accreditation.web.renewals import acts, desk, draws, files, practice, views  # noqa: E402, F401

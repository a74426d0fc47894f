"""Missions: planned by the office, accepted by candidate and administration, reported by the mentor."""

from flask import Blueprint

blueprint = Blueprint("mentor", __name__)

from accreditation.web.mentor import missions, planning  # noqa: E402, F401

"""The training centre's side: the workshop, who attends, and the assessors' marks."""

from flask import Blueprint

blueprint = Blueprint("trainer", __name__)

from accreditation.web.trainer import marking, workshops  # noqa: E402, F401

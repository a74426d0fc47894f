"""The blueprint of those who decide."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)

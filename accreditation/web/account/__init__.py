"""Pages of the account: signing up, in and out, passwords, one's own details."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)

from accreditation.web.account import calendar, health, own, passwords, sign_in, sign_up  # noqa: E402, F401

"""What anyone may see: the first page, calls, checking a certificate, how it works."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from accreditation.web.public import call_alerts, complaints, credentials, eligibility, log, pages, rules, verify  # noqa: E402, F401

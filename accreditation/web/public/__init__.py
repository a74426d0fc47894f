"""What anyone may see: the first page, calls, checking a certificate, how it works."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from accreditation.web.public import (  # noqa: E402
    call_alerts,  # noqa: F401
    calls,  # noqa: F401
    complaints,  # noqa: F401
    credentials,  # noqa: F401
    eligibility,  # noqa: F401
    evidence,  # noqa: F401
    log,  # noqa: F401
    offline,  # noqa: F401
    pages,  # noqa: F401
    rules,  # noqa: F401
    verify,  # noqa: F401
)

"""The two files that a check without a network reads: the issuer's keys, and the proof of one certificate."""

import json
from typing import Any

from flask import Response, abort, current_app, request

from accreditation import clock
from accreditation.certificates.register import find_certificate
from accreditation.certificates.timestamping import roots_in
from accreditation.credentials.evidence_file import evidence_of
from accreditation.credentials.statuslist import REVOCATION, SUSPENSION
from accreditation.credentials.trust_file import published_trust
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.transparency.keys import LogSigner
from accreditation.web.access import current_region, public
from accreditation.web.public import blueprint
from accreditation.web.public.credentials import keys, signed_status
from accreditation.web.public.log import signer
from accreditation.web.security import same_for_everyone


def _log() -> LogSigner:
    found = signer()
    if found is None:
        abort(503)
    return found


def _file(content: dict[str, Any], name: str, seconds: int) -> Response:
    response = Response(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response


@blueprint.get("/verify/trust.json")
@public
@same_for_everyone
def trust() -> Response:
    """Every key that the issuer signs or signed with, and since when one is lost."""
    return _file(present_trust(), "trust.json", 60)


def present_trust() -> dict[str, Any]:
    """The published keys as of now; 503 where a key is not configured yet."""
    config = current_app.config
    roots, zone = roots_in(config["SIGNING_ROOTS_FILE"]), current_region().time_zone
    return published_trust(db.session(), config["BASE_URL"], keys(), _log(), roots, zone, clock.now())


@blueprint.get("/credentials/<number>/evidence.json")
@public
@same_for_everyone
def evidence(number: str) -> Response:
    """For whoever knows the code in the QR; unknown and wrong are alike."""
    found = find_certificate(db.session(), number, code=request.args.get("code", ""))
    if found is None:
        raise NotPermitted
    lists = [signed_status(purpose, found.status_place) for purpose in (REVOCATION, SUSPENSION)]
    content = evidence_of(db.session(), found, _log(), keys(), lists, clock.now())
    return _file(content, f"{found.number}-evidence.json", 30)

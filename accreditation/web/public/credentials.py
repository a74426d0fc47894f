"""The verifiable credential of a certificate, the status lists, and the issuer's identity document."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from flask import Response, abort, current_app, render_template, request
from sqlalchemy import func, select

from accreditation import clock
from accreditation.certificates.models import STATUS_PLACES, Certificate
from accreditation.certificates.register import answer_on, find_certificate
from accreditation.credentials.achievement import JSON_LD, JWT, credential_of, token_of
from accreditation.credentials.keys import IssuerKeys, issuer_keys
from accreditation.credentials.statuslist import REVOCATION, SUSPENSION, StatusList, signed_list, status_list
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.web.access import public
from accreditation.web.public import blueprint
from accreditation.web.security import same_for_everyone

SIGNED_FOR = timedelta(hours=6)
# The last signed form of each list: signing again is needed only when a bit changed or the signature grows old.
_signed: dict[str, tuple[str, datetime, str]] = {}


def keys() -> IssuerKeys:
    """The keys of this installation; 503 where it has none yet."""
    found = known_keys()
    if found is None:
        abort(503)
    return found


def known_keys() -> IssuerKeys | None:
    """The same, or None: checking certificates goes on without."""
    config = current_app.config
    try:
        return issuer_keys(
            config["BASE_URL"],
            config["CREDENTIAL_KEY_FILE"],
            config["DATA_DIR"],
            is_production=config["ENV"] == "production",
        )
    except (OSError, ValueError):
        current_app.logger.exception("the keys of the credentials cannot be read")
        return None


def _held(number: str) -> Certificate:
    """Only for whoever knows the code in the QR: unknown and wrong are alike."""
    found = find_certificate(db.session(), number, code=request.args.get("code", ""))
    if found is None or found.issued_at is None:
        raise NotPermitted
    return found


@blueprint.get("/credentials/<number>")
@public
def credential(number: str) -> Response:
    """The credential as JSON with a Data Integrity proof, or with `format=jwt` as a token."""
    found, session, base_url = _held(number), db.session(), current_app.config["BASE_URL"]
    if request.args.get("format") == "jwt":
        body: str | bytes = token_of(session, found, base_url, keys(), clock.now())
        kind, ending = JWT, "jwt"
    else:
        body, kind, ending = credential_of(session, found, base_url, keys(), clock.now()), JSON_LD, "json"
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.{ending}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/credentials/<number>/wallet")
@public
def wallet(number: str) -> str:
    """How to put it into a wallet: the address for it, and the files."""
    found = _held(number)
    answer = answer_on(db.session(), found)
    return render_template(
        "public/wallet.html", certificate=found, answer=answer, base_url=current_app.config["BASE_URL"]
    )


@blueprint.get("/credentials/status/<name>")
@public
@same_for_everyone
def credential_status(name: str) -> Response:
    """A status list, signed, as the states are now; caches may keep it for half a minute."""
    purpose, _, number = name.rpartition("-")
    if purpose not in (REVOCATION, SUSPENSION) or number not in _numbers():
        abort(404)
    found = status_list(db.session(), purpose, int(number))
    response = Response(_as_signed(found), content_type=JSON_LD)
    response.headers["Cache-Control"] = "public, max-age=30"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    return response.make_conditional(request)


def _numbers() -> set[str]:
    """The lists there are: one more than the highest place needs is none."""
    highest = db.session.scalar(select(func.max(Certificate.status_place))) or 0
    return {str(number + 1) for number in range(highest // STATUS_PLACES + 1)}


def _as_signed(found: StatusList) -> str:
    now, present, base_url = clock.now(), keys(), current_app.config["BASE_URL"]
    content = hashlib.sha256(f"{base_url} {present.method_of(present.proofs)} ".encode() + found.bits).hexdigest()
    kept, at, text = _signed.get(found.name, ("", now, ""))
    if kept != content or not timedelta() <= now - at < SIGNED_FOR:
        text = json.dumps(signed_list(found, base_url, present, now))
        _signed[found.name] = (content, now, text)
    return text


def signed_status(purpose: str, place: int) -> dict[str, Any]:
    """The signed list, as of now, in which this place stands."""
    content: dict[str, Any] = json.loads(_as_signed(status_list(db.session(), purpose, place // STATUS_PLACES + 1)))
    return content


@blueprint.get("/.well-known/did.json")
@public
@same_for_everyone
def identity_document() -> Response:
    """did:web: which keys are the issuer's, which signed before, and which are trusted no more."""
    document: dict[str, Any] = keys().identity_document()
    response = Response(json.dumps(document, indent=1), content_type="application/did+json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response

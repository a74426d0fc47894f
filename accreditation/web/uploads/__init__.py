"""Uploads in pieces, after tus 1.0 (core and creation): a script sends a file, and goes on after the line was lost.

The form is sent afterwards with the upload's name in `<field>-upload`, so that the same checks are made on the same way.
"""

import base64
import binascii

from flask import Blueprint, Response, jsonify, request, url_for

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.storage import uploads
from accreditation.storage.limits import limit
from accreditation.storage.models import Upload
from accreditation.web.access import current_actor, repeatable, signed_in
from accreditation.web.files import storage
from accreditation.web.language import said
from accreditation.web.ledger import own_transaction

blueprint = Blueprint("uploads", __name__)
VERSION = "1.0.0"


def _told(status: int, upload: Upload | None = None, **said: str) -> Response:
    answer = jsonify(said) if said else Response()
    answer.status_code = status
    answer.headers["Tus-Resumable"] = VERSION
    if upload is not None:
        answer.headers["Upload-Offset"] = str(upload.received)
        answer.headers["Upload-Length"] = str(upload.size)
    return answer


def _metadata() -> dict[str, str]:
    """`filename <base64>,sha256 <base64>` as tus has it; what cannot be read is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "")[:2000].split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _number(header: str) -> int:
    typed = request.headers.get(header, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else -1


@blueprint.post("/uploads")
@signed_in
@repeatable
def begin() -> Response:
    """Announces a file: `Upload-Length`, and its name and SHA-256 in `Upload-Metadata`. Answers where its pieces go."""
    person_id, told = current_actor().person_id, _metadata()
    assert person_id is not None
    db.session.rollback()
    try:
        with own_transaction() as session:
            upload = uploads.begin(
                session,
                person_id,
                told.get("filename", "file"),
                max(_number("Upload-Length"), 0),
                told.get("sha256", ""),
            )
            session.flush()
            session.expunge(upload)
    except Invalid as refusal:
        return _told(422, message=said(refusal.reasons[0]))
    answer = _told(201, upload)
    answer.headers["Location"] = url_for("uploads.add", public_id=upload.public_id)
    answer.headers["Upload-Name"] = upload.public_id
    return answer


def _own(public_id: str) -> Upload:
    upload = uploads.upload_of(db.session(), current_actor().person_id, public_id)
    if upload is None:
        raise NotPermitted
    return upload


@blueprint.get("/uploads/<public_id>")
@signed_in
def stands(public_id: str) -> Response:
    """How much is here: `Upload-Offset`. Asked by HEAD after a lost line."""
    return _told(200, _own(public_id))


@blueprint.patch("/uploads/<public_id>")
@signed_in
@repeatable
def add(public_id: str) -> Response:
    """One piece from `Upload-Offset` on. A piece out of step is answered 409 with where the upload stands."""
    upload, begins_at, most = _own(public_id), _number("Upload-Offset"), limit("pieces", "most_bytes")
    db.session.expunge(upload)
    db.session.rollback()
    if request.mimetype != "application/offset+octet-stream" or begins_at < 0:
        return _told(415, upload)
    content = request.stream.read(most + 1)
    if not 0 < len(content) <= most:
        return _told(413, upload)
    key = storage().put(content)
    try:
        with own_transaction() as session:
            held = uploads.add_piece(session, upload, begins_at, key, len(content))
            session.expunge(held)
    except uploads.OutOfStep as refusal:
        storage().delete(key)
        upload.received = refusal.received
        return _told(409, upload)
    return _told(204, held)

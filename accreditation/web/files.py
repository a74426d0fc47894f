"""Files coming in, inspected before anything is written, and files going out as attachments that no browser runs."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.storage import uploads
from accreditation.storage.files import Storage, storage_at
from accreditation.storage.inspection import inspect
from accreditation.storage.limits import limit
from accreditation.storage.models import Upload
from accreditation.web.ledger import own_transaction

View = TypeVar("View", bound=Callable[..., Any])
LOCKED_DOWN = "default-src 'none'; sandbox"


def storage() -> Storage:
    """Where this installation keeps its files."""
    return storage_at(current_app.config["STORAGE_URL"])


@dataclass(frozen=True)
class HandedIn:
    """A file of a form that was opened; `found` is what its opener tells, `upload_id` stands where it came in pieces."""

    name: str
    found: Any
    upload_id: uuid.UUID | None = None


def takes_files(*fields: str, opened_by: Callable[[bytes], Any] = inspect) -> Callable[[View], View]:
    """Declares the file fields of a view's form. They are opened before the request's transaction begins to write.

    `opened_by` looks at the bytes in a limited child and raises Invalid; by default only papers may come in.
    """

    def mark(view: View) -> View:
        view.file_fields = dict.fromkeys(fields, opened_by)  # type: ignore[attr-defined]
        return view

    return mark


def handed_in(field: str = "file") -> HandedIn | None:
    """The inspected file of a declared field; None where none was chosen. Raises Invalid with what is wrong with it."""
    found = g.get("handed_in", {}).get(field)
    if isinstance(found, Invalid):
        raise Invalid(*found.reasons, field=field)
    return found


def use_up(file: HandedIn) -> None:
    """Lets go of the pieces of a file that was kept, in the transaction that keeps it."""
    if file.upload_id is not None:
        uploads.forget(db.session(), file.upload_id)


def _received(field: str) -> tuple[str, bytes | Invalid, uuid.UUID | None] | None:
    """Name and bytes of a field: chosen in the form, or sent before in pieces and named in `<field>-upload`."""
    if public_id := request.form.get(f"{field}-upload", ""):
        upload = uploads.upload_of(db.session(), current_user.actor.person_id, public_id)
        if upload is not None:
            return upload.file_name, _put_together(upload), upload.id if upload.is_complete else None
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    content = file.read(limit("file", "most_bytes") + 1)
    file.stream.seek(0)
    return file.filename, content, None


def _put_together(upload: Upload) -> bytes | Invalid:
    try:
        return uploads.put_together(db.session(), upload, storage())
    except Invalid as refusal:
        return refusal


def _inspected(field: str, opened_by: Callable[[bytes], Any]) -> HandedIn | Invalid | None:
    """What came in a field. Pieces that make no file that may be kept are dropped; unfinished ones stay."""
    received = _received(field)
    db.session.rollback()
    if received is None:
        return None
    name, content, upload_id = received
    try:
        if isinstance(content, Invalid):
            raise content
        return HandedIn(name, opened_by(content), upload_id)
    except Invalid as refusal:
        if upload_id is not None:
            with own_transaction() as session:
                uploads.forget(session, upload_id)
        return refusal


def _inspect_first() -> None:
    """Opening a file takes seconds, and whoever waits with an open transaction keeps everybody else from writing."""
    fields = getattr(current_app.view_functions.get(request.endpoint or ""), "file_fields", {})
    if request.method == "POST" and fields and current_user.is_authenticated:
        g.handed_in = {field: _inspected(field, opened_by) for field, opened_by in fields.items()}
        db.session.rollback()


def init_app(app: Flask) -> None:
    app.before_request(_inspect_first)


def as_attachment(content: bytes, file_name: str, media_type: str) -> Response:
    """The bytes as a download under a name of any letters (RFC 6266), locked in a sandbox of its own."""
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file_name)
    return _locked_down(answer)


def as_picture(content: bytes) -> Response:
    """A PNG that our own child process drew, to be shown in a page."""
    return _locked_down(Response(content, mimetype="image/png"))


def _locked_down(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = LOCKED_DOWN
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer

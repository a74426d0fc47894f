"""What is written beside the request, in short transactions of its own: last use of a session, attempts, readings."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy import insert, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.database import new_id, writing
from accreditation.extensions import db
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.people.session_models import SignInSession
from accreditation.web.receipts import WRITING_METHODS
from accreditation.workflow.actors import Role

_NOTE = insert(ReadingReceipt.__table__)


@contextmanager
def own_transaction() -> Iterator[Session]:
    """A session of its own on the request's database, committed at the end."""
    with writing(), Session(db.engine) as session, session.begin():
        yield session


def note_reading(what: str, region_id: uuid.UUID, subject_id: uuid.UUID | None = None) -> None:
    """Records, after the answer, that the signed-in person opened this: for auditor and person concerned."""
    if current_user.is_authenticated:
        reading = {
            "what": what,
            "region_id": region_id,
            "subject_id": subject_id,
            "person_id": current_user.actor.person_id,
        }
        g.setdefault("readings", []).append(reading)


def _write(response: Response) -> Response:
    """After the view: a writing request has committed by now, so its transaction must hold no lock any more."""
    if request.endpoint == "static":
        return response
    if request.method in WRITING_METHODS:
        db.session.rollback()
    readings = g.pop("readings", []) or _reading_of_auditor(response)
    seen = _session_to_renew()
    if not readings and seen is None:
        return response
    try:
        with writing(), db.engine.begin() as connection:
            now = clock.now()
            if readings:
                connection.execute(_NOTE, [{"id": new_id(), **reading, "at": now} for reading in readings])
            if seen is not None:
                connection.execute(update(SignInSession).where(SignInSession.id == seen).values(seen_at=now))
    except OperationalError:
        if readings:
            raise
        current_app.logger.warning("last use of a session was not recorded: the database is busy")
    return response


def _reading_of_auditor(response: Response) -> list[dict[str, Any]]:
    """Whatever an auditor is shown is on record, also where the page does not note its readers."""
    shown = request.method == "GET" and response.status_code == 200 and request.endpoint is not None
    if not shown or not current_user.is_authenticated or Role.AUDITOR not in current_user.actor.roles():
        return []
    if current_app.view_functions[str(request.endpoint)].access.kind == "public":  # type: ignore[attr-defined]
        return []
    person = current_user.person
    return [{"what": str(request.endpoint), "region_id": person.region_id, "subject_id": None, "person_id": person.id}]


def _session_to_renew() -> uuid.UUID | None:
    if not current_user.is_authenticated:
        return None
    is_due = clock.now() - current_user.seen_at > current_app.config["SEEN_EVERY"]
    return current_user.row_id if is_due else None


def init_app(app: Flask) -> None:
    app.after_request(_write)

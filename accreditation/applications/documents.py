"""Files of a case: checked by their content before they are stored, kept under a key of ours, never shown inline."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

import puremagic
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application, Document
from accreditation.errors import Invalid, NotPermitted
from accreditation.storage.files import Storage
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

MOST_BYTES = 10 * 1024 * 1024
ALLOWED = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


def documents_of(session: Session, application: Application) -> Sequence[Document]:
    """The files that stand, oldest first."""
    query = select(Document).where(Document.application_id == application.id, Document.removed_at.is_(None))
    return session.scalars(query.order_by(Document.uploaded_at)).all()


def media_type_of(content: bytes) -> str:
    """What the bytes are; Invalid for anything but PDF, JPEG or PNG, for an empty file and for one too large."""
    if not content:
        raise Invalid(N_("The file is empty."), field="file")
    if len(content) > MOST_BYTES:
        raise Invalid(N_("The file is larger than 10 MB."), field="file")
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found not in ALLOWED:
        raise Invalid(N_("Only PDF, JPEG and PNG files are accepted. This file is something else."), field="file")
    return str(found)


def _store(
    session: Session, actor: Actor, application: Application, storage: Storage, kind: str, name: str, content: bytes
) -> Document:
    media_type = media_type_of(content)
    assert actor.person_id is not None
    document = Document(
        region_id=application.region_id,
        application_id=application.id,
        kind=kind,
        file_name=_plain_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        storage_key=storage.put(content),
        uploaded_by_id=actor.person_id,
        uploaded_at=clock.now(),
    )
    session.add(document)
    touch(application)
    session.flush()
    return document


def _plain_name(name: str) -> str:
    """The last part of a file name without control or direction characters, at most 120 letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:120].strip() or "file"


def attach(
    session: Session, actor: Actor, application: Application, storage: Storage, kind: str, name: str, content: bytes
) -> Document:
    """The applicant's file in one of the scheme's slots."""
    application = locked(session, actor, application, permissions.ATTACH)
    if kind not in {slot["key"] for slot in application.scheme.documents}:
        raise Invalid(N_("The call has no place for this kind of document."), field="kind")
    return _store(session, actor, application, storage, kind, name, content)


def attach_letter(
    session: Session, actor: Actor, application: Application, storage: Storage, name: str, content: bytes
) -> uuid.UUID:
    """The administration's nomination letter; returns the document's id."""
    application = locked(session, actor, application, permissions.PREPARE_ENDORSEMENT)
    return _store(session, actor, application, storage, "letter", name, content).id


def remove(session: Session, actor: Actor, application: Application, document: Document) -> None:
    """Takes a file out of the case; the record that it was there stays."""
    application = locked(session, actor, application, permissions.ATTACH)
    if document.application_id != application.id or document.uploaded_by_id != actor.person_id:
        raise NotPermitted
    document.removed_at = clock.now()
    touch(application)
    session.flush()


def kind_names(application: Application) -> dict[str, Any]:
    """Names of the scheme's slots as texts per language, and of the letter."""
    return {slot["key"]: slot["names"] for slot in application.scheme.documents}

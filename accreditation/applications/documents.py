"""Handing in, replacing and removing files of a case. Each was opened by the limited child first (`storage.inspection`)."""

import uuid
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.amending import forget_documents, items_about, note_document
from accreditation.applications.document_models import Document, Part
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.applications.papers import standing
from accreditation.applications.request_models import Concern
from accreditation.applications.scanning import ask_for_scan
from accreditation.applications.slots import LANGUAGES, LETTER, Slot, slots_of
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.storage.kept_file import Scan, before_the_scan
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.storage.receiving import plain_name
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor


def attach(
    session: Session,
    actor: Actor,
    application: Application,
    storage: Storage,
    kind: str,
    name: str,
    found: Inspected,
    *,
    language: str = "",
    replaces: Document | None = None,
    translates: Document | None = None,
) -> Document:
    """The applicant's file in one of the scheme's slots: new, a newer edition of one, or the translation of one.

    Raises Invalid with the field to blame, ChangedMeanwhile when the file it belongs to no longer stands, NotPermitted when
    it is submitted and nothing was asked about this place.
    """
    application = locked(session, actor, application, permissions.ATTACH)
    items = items_about(session, application, Concern.DOCUMENT, kind)
    language = language or (replaces.language if replaces else "")
    slot = _place(application, kind, language)
    tied = replaces or translates
    if tied is not None:
        session.refresh(tied)
        _refuse_unless_standing(application, actor, tied, kind)
    elif _originals_in(session, application, kind) >= slot.most:
        raise Invalid(N_("This place is full. Replace or remove a file that is there."), field="file")
    if translates is not None:
        _refuse_if_no_translation(session, slot, language, translates)
    part = replaces.part if replaces else Part.TRANSLATION if translates else Part.ORIGINAL
    document = new_document(actor, application, kind, name, found, language=language, part=part)
    if tied is not None:
        document.paper_id = tied.paper_id
    kept = store_document(session, application, storage, document, found, replaces)
    note_document(items, kept)
    return kept


def _place(application: Application, kind: str, language: str) -> Slot:
    slot = slots_of(application).get(kind)
    if slot is None:
        raise Invalid(N_("The call has no place for this kind of document."), field="kind")
    if slot.read_in and language not in LANGUAGES:
        raise Invalid(N_("Say in which language the document is written."), field="language")
    return slot


def attach_letter(
    session: Session, actor: Actor, application: Application, storage: Storage, name: str, found: Inspected
) -> uuid.UUID:
    """The administration's nomination letter, in place of an earlier one; returns the document's id."""
    application = locked(session, actor, application, permissions.PREPARE_ENDORSEMENT)
    query = select(Document).where(Document.application_id == application.id, Document.kind == LETTER, standing())
    earlier = session.scalars(query.order_by(Document.uploaded_at.desc())).first()
    document = new_document(actor, application, LETTER, name, found)
    if earlier is not None:
        document.paper_id = earlier.paper_id
    return store_document(session, application, storage, document, found, earlier).id


def remove(session: Session, actor: Actor, application: Application, document: Document) -> None:
    """Takes a file out of the case, an original together with its translation; the record that it was there stays."""
    application = locked(session, actor, application, permissions.ATTACH)
    if document.application_id != application.id or document.uploaded_by_id != actor.person_id:
        raise NotPermitted
    items = items_about(session, application, Concern.DOCUMENT, document.kind)
    taken = [Document.paper_id == document.paper_id, Document.removed_at.is_(None)]
    if document.part is Part.TRANSLATION:
        taken.append(Document.part == Part.TRANSLATION)
    gone = session.scalars(select(Document).where(*taken)).all()
    for each in gone:
        each.removed_at = clock.now()
    forget_documents(items, gone)
    touch(application)
    session.flush()


def _refuse_unless_standing(application: Application, actor: Actor, document: Document, kind: str) -> None:
    if document.application_id != application.id or document.uploaded_by_id != actor.person_id:
        raise NotPermitted
    if document.kind != kind or document.replaced_at or document.removed_at:
        raise ChangedMeanwhile(N_("This file was replaced or removed in the meantime."))


def _refuse_if_no_translation(session: Session, slot: Slot, language: str, original: Document) -> None:
    if language not in slot.read_in:
        raise Invalid(
            N_("The translation must be in one of the languages in which the office reads."), field="language"
        )
    same = (Document.paper_id == original.paper_id, Document.part == Part.TRANSLATION)
    if session.scalar(select(func.count()).select_from(Document).where(*same, standing())):
        raise Invalid(N_("This document already has a translation. Replace it instead."), field="file")


def _originals_in(session: Session, application: Application, kind: str) -> int:
    mine = (Document.application_id == application.id, Document.kind == kind, Document.part == Part.ORIGINAL)
    return session.scalar(select(func.count()).select_from(Document).where(*mine, standing())) or 0


def _refuse_if_too_much(session: Session, application: Application, size: int) -> None:
    """Earlier editions count too: they are kept. What the office made of them for blind reviewers does not."""
    of_applicant = (Document.application_id == application.id, Document.part != Part.REDACTED)
    kept = (*of_applicant, Document.removed_at.is_(None))
    count, total = session.execute(select(func.count(), func.coalesce(func.sum(Document.size), 0)).where(*kept)).one()
    if count >= limit("application", "most_files"):
        most = limit("application", "most_files")
        raise Invalid(N_("An application holds at most %(most)s files, earlier versions included.", most=most), "file")
    if total + size > limit("application", "most_bytes"):
        most = limit("application", "most_bytes") // MEGABYTE
        raise Invalid(
            N_("All files together may have %(most)s MB, earlier versions included. Remove one first.", most=most),
            "file",
        )


def new_document(
    actor: Actor, application: Application, kind: str, name: str, found: Inspected, **more: Any
) -> Document:
    """The row of a file that was opened, not yet stored."""
    assert actor.person_id is not None
    return Document(
        region_id=application.region_id,
        application_id=application.id,
        kind=kind,
        file_name=plain_name(name),
        media_type=found.media_type,
        size=len(found.content),
        pages=found.pages,
        sha256=found.sha256,
        received_sha256=found.received_sha256,
        scan=before_the_scan(),
        uploaded_by_id=actor.person_id,
        uploaded_at=clock.now(),
        **more,
    )


def store_document(
    session: Session,
    application: Application,
    storage: Storage,
    document: Document,
    found: Inspected,
    replaces: Document | None,
) -> Document:
    """Stores the bytes, closes the edition before, and asks for the scan after commit."""
    if document.part is not Part.REDACTED:
        _refuse_if_too_much(session, application, document.size)
    document.storage_key = storage.put(found.content)
    document.preview_storage_key = storage.put(found.preview) if found.preview else None
    if replaces is not None:
        document.edition = replaces.edition + 1
        replaces.replaced_at = document.uploaded_at
    session.add(document)
    touch(application)
    session.flush()
    if document.scan is Scan.WAITING:
        ask_for_scan(session, document)
    return document

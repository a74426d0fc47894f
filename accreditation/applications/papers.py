"""What lies in the dossier: papers with their original, translation and earlier editions, and who may open a file."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from accreditation.applications.document_models import Document, Part
from accreditation.applications.fields import EYES
from accreditation.applications.file_questions import places_asked
from accreditation.applications.models import Application
from accreditation.applications.slots import slots_of
from accreditation.storage.kept_file import Scan


@dataclass
class Paper:
    """One document of a slot: what stands, and the editions before, newest first."""

    slot: str
    original: Document | None = None
    translation: Document | None = None
    earlier: list[Document] = field(default_factory=list)


def standing() -> ColumnElement[bool]:
    """Condition on Document: it counts. A file found infected does not, as if it had never been handed in.

    Nor does what the office made of one for blind reviewers (`redacting.py`).
    """
    return and_(
        Document.removed_at.is_(None),
        Document.replaced_at.is_(None),
        Document.scan != Scan.INFECTED,
        Document.part != Part.REDACTED,
    )


def documents_of(session: Session, application: Application, eyes: str = "applicant") -> Sequence[Document]:
    """The files that stand and that this one of EYES sees, oldest first."""
    query = select(Document).where(Document.application_id == application.id, standing())
    found = session.scalars(query.order_by(Document.uploaded_at, Document.id))
    return [document for document in found if _is_seen_by(document, application, eyes)]


def papers_of(session: Session, application: Application, reader_id: uuid.UUID | None, eyes: str) -> list[Paper]:
    """Every paper that stands, oldest first, with the earlier editions that this reader may know of; one query.

    `eyes`: as which of EYES the dossier is read.
    """
    query = select(Document).where(
        Document.application_id == application.id,
        Document.removed_at.is_(None),
        Document.scan != Scan.INFECTED,
        Document.part != Part.REDACTED,
    )
    papers: dict[uuid.UUID, Paper] = {}
    for document in session.scalars(query.order_by(Document.uploaded_at, Document.id)):
        if not _is_seen_by(document, application, eyes):
            continue
        paper = papers.setdefault(document.paper_id, Paper(document.kind))
        if document.replaced_at is not None:
            if is_known_to(document, application, reader_id):
                paper.earlier.insert(0, document)
        elif document.part is Part.TRANSLATION:
            paper.translation = document
        else:
            paper.original = document
    return [paper for paper in papers.values() if paper.original is not None]


def locked_away(session: Session, application: Application) -> Sequence[Document]:
    """Files of the application in which the scanner found something, for whoever handed them in."""
    found = (Document.scan == Scan.INFECTED, Document.replaced_at.is_(None), Document.removed_at.is_(None))
    handed_in = (Document.application_id == application.id, Document.part != Part.REDACTED)
    query = select(Document).where(*handed_in, *found)
    return session.scalars(query.order_by(Document.uploaded_at)).all()


def is_known_to(document: Document, application: Application, reader_id: uuid.UUID | None) -> bool:
    """What was replaced while the application was a draft is the business of whoever handed it in."""
    if document.replaced_at is None or document.uploaded_by_id == reader_id:
        return True
    return application.submitted_at is not None and document.replaced_at > application.submitted_at


def _is_seen_by(document: Document, application: Application, eyes: str) -> bool:
    slot = slots_of(application).get(document.kind)
    return slot is None or EYES.index(slot.seen_by) <= EYES.index(eyes)


def scan_allows(document: Document, reader_id: uuid.UUID | None) -> bool:
    """Until the scanner has answered only whoever handed it in opens a file; once it found something, nobody."""
    return document.passed_scan or (document.scan is Scan.WAITING and document.uploaded_by_id == reader_id)


def may_be_opened(document: Document, application: Application, reader_id: uuid.UUID | None, eyes: str) -> bool:
    """Whether somebody who may read the dossier may open this file of it."""
    if document.removed_at is not None or not scan_allows(document, reader_id):
        return False
    if not _is_seen_by(document, application, eyes):
        return False
    return is_known_to(document, application, reader_id)


def slots_that_lack(session: Session, applications: Sequence[Application]) -> dict[uuid.UUID, tuple[str, ...]]:
    """Keys of the places, by application, where a required document or an asked translation is not there."""
    columns = (Document.application_id, Document.kind, Document.paper_id, Document.part, Document.language)
    ids = [application.id for application in applications]
    there: dict[uuid.UUID, list[Any]] = {application_id: [] for application_id in ids}
    for row in session.execute(select(*columns).where(Document.application_id.in_(ids), standing())):
        there[row.application_id].append(row)
    asked = places_asked(session, applications)
    return {
        application.id: _lacking(application, there[application.id], asked[application.id])
        for application in applications
    }


def _lacking(application: Application, rows: Sequence[Any], asked: set[str]) -> tuple[str, ...]:
    slots = slots_of(application)
    originals = [row for row in rows if row.part is Part.ORIGINAL]
    translated = {row.paper_id for row in rows if row.part is Part.TRANSLATION}
    lacking = {key for key, slot in slots.items() if slot.required or key in asked} - {row.kind for row in originals}
    for row in originals:
        slot = slots.get(row.kind)
        if slot and slot.asks_translation_of(row.language) and row.paper_id not in translated:
            lacking.add(row.kind)
    return tuple(sorted(lacking))

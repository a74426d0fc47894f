"""Which file blind reviewers get in the place of which."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.document_models import Document, Part
from accreditation.applications.models import Application
from accreditation.applications.papers import Paper
from accreditation.applications.slots import LETTER


def redactions_of(session: Session, application: Application) -> Mapping[uuid.UUID, Document]:
    """By file, the version without names that stands: also one that waits for the scanner or was locked away. One query."""
    query = select(Document).where(
        Document.application_id == application.id,
        Document.part == Part.REDACTED,
        Document.removed_at.is_(None),
        Document.replaced_at.is_(None),
    )
    return {row.redacts_id: row for row in session.scalars(query) if row.redacts_id is not None}


def blind_papers(papers: Sequence[Paper], redactions: Mapping[uuid.UUID, Document]) -> list[Paper]:
    """The papers as a blind reviewer gets them: no letter of the administration, versions without names where there are any."""
    return [
        replace(
            paper,
            original=paper.original and redactions.get(paper.original.id, paper.original),
            translation=paper.translation and redactions.get(paper.translation.id, paper.translation),
            earlier=[],
        )
        for paper in papers
        if paper.slot != LETTER
    ]


def is_for_blind(document: Document, redactions: Mapping[uuid.UUID, Document]) -> bool:
    """Whether a blind reviewer gets this file itself; of a file with a version without names only that version."""
    if document.part is Part.REDACTED:
        return document.redacts_id in redactions and redactions[document.redacts_id].id == document.id
    return document.kind != LETTER and document.replaced_at is None and document.id not in redactions

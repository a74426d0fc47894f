"""What an open request for information opens for the applicant: the sections and places for documents asked about, no more."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application, Section
from accreditation.applications.request_models import Concern, InformationItem, InformationRequest
from accreditation.errors import NotPermitted
from accreditation.workflow.states import ApplicationState


def is_asked(application: Application) -> bool:
    """The case is with the applicant for answers."""
    return application.state is ApplicationState.INFORMATION_REQUESTED


def _open_items(session: Session, application: Application, concerns: Concern, key: str) -> list[InformationItem]:
    query = (
        select(InformationItem)
        .join(InformationRequest, InformationRequest.id == InformationItem.request_id)
        .where(InformationRequest.application_id == application.id, InformationRequest.closed_at.is_(None))
        .where(InformationItem.concerns == concerns, InformationItem.about == key)
    )
    return list(session.scalars(query))


def items_about(session: Session, application: Application, concerns: Concern, key: str) -> list[InformationItem]:
    """The open items about a section or place; empty while the case is a draft. NotPermitted where it is not asked about."""
    if not is_asked(application):
        return []
    items = _open_items(session, application, concerns, key)
    if not items:
        raise NotPermitted
    return items


def note_section(items: list[InformationItem], section: Section, before: dict[str, Any]) -> None:
    """The section was written again: the answers as they were stay on record; complete, it is an answer by itself."""
    for item in items:
        if item.answers_before is None:
            item.answers_before = before
        item.answered_at = clock.now() if section.is_complete else None


def note_document(items: list[InformationItem], document: Document) -> None:
    """A file was handed in for the items about its place: it is an answer by itself."""
    for item in items:
        item.document_id, item.answered_at = document.id, clock.now()


def forget_documents(items: list[InformationItem], taken: Iterable[Document]) -> None:
    """Files were taken out again: whatever they answered is open unless there are words too."""
    gone = {document.id for document in taken}
    for item in items:
        if item.document_id in gone:
            item.document_id = None
            item.answered_at = clock.now() if item.answer else None

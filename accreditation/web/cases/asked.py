"""Requests for information as pages draw them: what each item is about, in words, and what came as an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accreditation.applications.answers import saved_sections, sections_of
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.applications.request_models import Concern, InformationItem, InformationRequest
from accreditation.applications.shown_answers import differences
from accreditation.applications.slots import slots_of
from accreditation.extensions import db
from accreditation.texts import Text


@dataclass(frozen=True)
class AskedItem:
    """An item; `about` names its section or place (a Text, words by language, or None for the case as a whole).

    `changes`: the answers of the section that were written again, as {field, saved, typed}.
    """

    item: InformationItem
    about: Text | Mapping[str, str] | None
    document: Document | None
    changes: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """One request with its items; `closed_at` is None while it is written or waits for answers."""

    asked_at: datetime
    closed_at: datetime | None
    entries: Sequence[AskedItem]


def asked_of(application: Application, requests: Sequence[InformationRequest]) -> list[Asked]:
    """The requests of a case, in the order given. Two queries more, whatever their number; none without requests."""
    if not requests:
        return []
    items = [item for request in requests for item in request.items]
    ids = [item.document_id for item in items if item.document_id]
    documents = {row.id: row for row in db.session.scalars(select(Document).where(Document.id.in_(ids)))} if ids else {}
    forms = {form.key: form for form in sections_of(application)}
    places = slots_of(application)
    written = any(item.answers_before is not None for item in items)
    saved = saved_sections(db.session(), application) if written else {}

    def drawn(item: InformationItem) -> AskedItem:
        about: Text | Mapping[str, str] | None = None
        changes: Sequence[dict[str, Any]] = ()
        if item.concerns is Concern.SECTION and item.about in forms:
            form = forms[item.about]
            about = form.title
            if item.answers_before is not None and item.about in saved:
                changes = differences(form, item.answers_before, saved[item.about].answers)
        elif item.concerns is Concern.DOCUMENT and item.about in places:
            about = places[item.about].names
        return AskedItem(item, about, documents.get(item.document_id), changes)

    return [Asked(request.asked_at, request.closed_at, [drawn(item) for item in request.items]) for request in requests]

"""One's own form as data to take along: what it is made of, and reading it again into another draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.answers import saved_sections, sections_of
from accreditation.applications.carrying.fitting import fitting_answers
from accreditation.applications.carrying.imports import Readings
from accreditation.applications.carrying.origins import Origin
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.applications.papers import documents_of
from accreditation.errors import Invalid
from accreditation.texts import N_, say

FORMAT, VERSION = "accreditation-application-form", 1


def form_as_data(session: Session, application: Application, locale: str) -> dict[str, Any]:
    """Everything that was answered, as plain JSON values; the shape is told in docs/operations/form-file.md.

    Titles are in `locale`, answers as they are kept. What was asked of a passport is not part of the form.
    """
    saved = saved_sections(session, application)
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _moment(clock.now()),
        "application": {
            "number": application.number,
            "call": application.call.reference,
            "scheme": f"{application.scheme.code}-{application.scheme.edition}",
            "state": application.state.value,
            "submitted_at": _moment(application.submitted_at),
        },
        "sections": [
            {
                "key": form.key,
                "title": say(form.title, locale),
                "complete": saved[form.key].is_complete,
                "answers": {
                    field.key: saved[form.key].answers[field.key]
                    for field in form.fields
                    if field.key in saved[form.key].answers
                },
            }
            for form in sections_of(application)
            if form.key in saved
        ],
        "documents": [_document(document) for document in documents_of(session, application)],
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _document(document: Document) -> dict[str, Any]:
    return {
        "place": document.kind,
        "file_name": document.file_name,
        "part": document.part.value,
        "edition": document.edition,
        "language": document.language,
        "media_type": document.media_type,
        "size": document.size,
        "pages": document.pages,
        "sha256": document.sha256,
        "handed_in_at": _moment(document.uploaded_at),
    }


def is_form(tree: Any) -> bool:
    """Whether a JSON value is a form that was taken along."""
    return isinstance(tree, Mapping) and tree.get("format") == FORMAT


def readings_of_form(tree: Mapping[str, Any], application: Application) -> Readings:
    """What a form that was taken along says to this draft. Raises Invalid ("file") for one that is not understood."""
    version, sections = tree.get("version"), tree.get("sections")
    if not isinstance(version, int) or isinstance(version, bool) or not isinstance(sections, list):
        raise Invalid(N_("The file of the form is damaged. Save the form again and hand in that file."), "file")
    if version > VERSION:
        raise Invalid(
            N_("The file was made by a newer version of this site. Save the form here and use that file."), "file"
        )
    said = {
        str(section["key"]): section["answers"]
        for section in sections
        if isinstance(section, Mapping) and "key" in section and isinstance(section.get("answers"), Mapping)
    }
    answers, left_over = {}, []
    for form in sections_of(application):
        given = said.pop(form.key, {})
        answers[form.key] = fitting_answers(form, given)
        asked = {field.key for field in form.fields}
        left_over += [
            (str(key), str(value)) for key, value in given.items() if key not in asked and isinstance(value, str)
        ]
    for given in said.values():
        left_over += [(str(key), str(value)) for key, value in given.items() if isinstance(value, str)]
    return Readings(Origin.FORM_FILE, answers, left_over)

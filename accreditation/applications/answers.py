"""What was answered in the sections of an application, what of it is kept, and how a reader sees it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.checking import telephone
from accreditation.applications.fields import Field, SectionForm
from accreditation.applications.forms import forms_of
from accreditation.applications.models import Application, Section
from accreditation.texts import N_

LONGEST_KEPT = 20_000
AGE = Field("age", "text", N_("Age when applying, in groups of ten years"))


def sections_of(application: Application) -> list[SectionForm]:
    """The sections that the scheme asks for, in its order."""
    return forms_of(application.scheme)


def saved_sections(session: Session, application: Application) -> dict[str, Section]:
    """What was written so far, by section."""
    rows = session.scalars(select(Section).where(Section.application_id == application.id))
    return {row.key: row for row in rows}


def tidy_answers(form: SectionForm, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of what was typed: telephone numbers without spaces, no empty rows, and nothing cut silently."""
    return {field.key: tidy_answer(field, typed.get(field.key)) for field in form.fields if field.kind != "file"}


def tidy_answer(field: Field, value: Any) -> Any:
    """One answer as it is kept."""
    if field.kind == "several":
        return [str(key) for key in value] if isinstance(value, list) else []
    if field.kind == "table":
        rows = [
            {column.key: tidy_answer(column, row.get(column.key)) for column in field.columns} for row in value or []
        ]
        return [row for row in rows if any(row.values())]
    plain = str(value or "").strip()[:LONGEST_KEPT]
    return (telephone(plain) or plain) if field.kind == "phone" else plain

"""What was answered in the sections of an application, what counts as answered, and how a reader sees it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application, Section
from accreditation.applications.questions import MOTIVATION_WORDS, SECTIONS, Field, SectionForm
from accreditation.texts import N_, Text


def sections_of(application: Application) -> list[SectionForm]:
    """The sections that the scheme asks for, in its order."""
    return [SECTIONS[entry["key"]] for entry in application.scheme.sections if entry["key"] in SECTIONS]


def saved_sections(session: Session, application: Application) -> dict[str, Section]:
    """What was written so far, by section."""
    rows = session.scalars(select(Section).where(Section.application_id == application.id))
    return {row.key: row for row in rows}


def _fault(field: Field, value: Any) -> Text | None:
    typed = str(value or "").strip()
    if not typed:
        return N_("Answer this question.") if field.required else None
    if field.kind == "number" and not typed.isdigit():
        return N_("Write a whole number.")
    if field.key == "statement":
        words = len(typed.split())
        if not MOTIVATION_WORDS[0] <= words <= MOTIVATION_WORDS[1]:
            return N_("Between 100 and 500 words; now there are %(num)s.", num=words)
    if field.key == "name_on_certificate" and not 5 <= len(typed) <= 90:
        return N_("Between 5 and 90 characters.")
    return None


def faults_in(form: SectionForm, answers: Mapping[str, Any]) -> dict[str, Text]:
    """What keeps the section from being complete: input name -> sentence. Names of rows are `rows-<n>-<key>`."""
    found = {field.key: fault for field in form.fields if (fault := _fault(field, answers.get(field.key)))}
    rows: Sequence[Mapping[str, Any]] = answers.get("rows", [])
    for position, row in enumerate(rows):
        for field in form.rows:
            if fault := _fault(field, row.get(field.key)):
                found[f"rows-{position}-{field.key}"] = fault
    if len(rows) < form.least:
        found["rows"] = N_("Add at least one entry.")
    return found


def shown_value(field: Field, value: Any) -> Any:
    """An answer as a reader sees it: choices by their wording."""
    if field.kind in ("choice", "yes"):
        return dict(field.choices).get(str(value), N_("Yes") if value else "")
    return "" if value is None else value


def shown_sections(session: Session, application: Application) -> list[dict[str, Any]]:
    """Every section with its answers in rows of {key, value}, for whoever may read the dossier."""
    saved = saved_sections(session, application)
    shown = []
    for form in sections_of(application):
        answers = saved[form.key].answers if form.key in saved else {}
        rows = [{"field": field, "value": answers.get(field.key)} for field in form.fields if answers.get(field.key)]
        tables = [
            [{"field": field, "value": row.get(field.key)} for field in form.rows if row.get(field.key)]
            for row in answers.get("rows", [])
        ]
        shown.append(
            {"title": form.title, "answers": rows, "tables": tables, "row_title": form.row_title, "key": form.key}
        )
    return shown

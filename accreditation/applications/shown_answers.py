"""How answers are shown to whoever reads a dossier, and what changed between two versions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.answers import AGE, saved_sections, sections_of
from accreditation.applications.checking import day_of
from accreditation.applications.fields import Field, SectionForm, Words, asked
from accreditation.applications.models import Application
from accreditation.texts import N_

_TRUE = N_("Yes")


def shown_value(field: Field, value: Any) -> str | list[Words]:
    """An answer as a reader sees it: choices by their wording."""
    wordings: dict[str, Words] = dict(field.choices)
    if field.kind == "several":
        return [wordings[key] for key in value if key in wordings]
    if field.kind == "choice":
        return [wordings[str(value)]] if str(value) in wordings else str(value)
    if field.kind == "yes":
        return [_TRUE] if value else ""
    return "" if value is None else str(value)


def shown_answers(fields: tuple[Field, ...], answers: Mapping[str, Any], eyes: str = "readers") -> list[dict[str, Any]]:
    """{field, value} of what was answered, for one of EYES; without tables, files and questions that were not asked."""
    asked_now = (field for field in asked(fields, answers) if field.is_seen_by(eyes))
    single = (field for field in asked_now if field.kind not in ("table", "file"))
    return [{"field": field, "value": answers[field.key]} for field in single if answers.get(field.key)]


def _age(form: SectionForm, answers: Mapping[str, Any], eyes: str, application: Application) -> list[dict[str, Any]]:
    """The ten years of age in which somebody applied, for readers from whom the date of birth is kept."""
    born = next((field for field in form.fields if field.key == "birth_date"), None)
    day = day_of(answers.get("birth_date"))
    if born is None or day is None or born.is_seen_by(eyes):
        return []
    applied = (application.submitted_at or clock.now()).date()
    years = applied.year - day.year - ((applied.month, applied.day) < (day.month, day.day))
    return [{"field": AGE, "value": f"{years // 10 * 10}–{years // 10 * 10 + 9}"}]


def shown_sections(session: Session, application: Application, eyes: str) -> list[dict[str, Any]]:
    """Every section for one of EYES: key, title, `answers` as {field, value}, and `tables`.

    A table has its `title`, the `row_title`, the `columns`, and `rows`, each a list of {field, value}. Questions not asked are left out.
    """
    saved = saved_sections(session, application)
    shown = []
    for form in sections_of(application):
        answers = saved[form.key].answers if form.key in saved else {}
        tables = [field for field in form.asked(answers) if field.kind == "table" and field.rows_in(answers)]
        shown.append(
            {
                "key": form.key,
                "title": form.title,
                "answers": [*shown_answers(form.fields, answers, eyes), *_age(form, answers, eyes, application)],
                "tables": [
                    {
                        "title": field.label,
                        "row_title": field.row_title or field.label,
                        "columns": [column for column in field.columns if column.is_seen_by(eyes)],
                        "rows": [shown_answers(field.columns, row, eyes) for row in field.rows_in(answers)],
                    }
                    for field in tables
                ],
            }
        )
    return shown


def differences(form: SectionForm, saved: Mapping[str, Any], typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions that two versions of a section answer otherwise, as {field, saved, typed}."""
    return [
        {"field": field, "saved": saved.get(field.key), "typed": typed.get(field.key)}
        for field in form.fields
        if field.kind != "file" and (saved.get(field.key) or "") != (typed.get(field.key) or "")
    ]

"""Questions on a page: what was typed read from the request, rows added, moved or taken out, and what templates need."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request

from accreditation.applications.answers import LONGEST_KEPT
from accreditation.applications.fields import Field, SectionForm
from accreditation.schemes.rules import CEFR
from accreditation.web.places import languages_to_choose, members_first, time_zones

ROW_ACT = re.compile(r"(add|remove|up|down):([a-z0-9_]{1,40})(?::(\d{1,3}))?")


def typed_answers(form: SectionForm) -> dict[str, Any]:
    """What was sent for this section, by question; rows of tables in the order of the page."""
    return {field.key: _typed(field, field.key) for field in form.fields if field.kind != "file"}


def _typed(field: Field, name: str) -> Any:
    if field.kind == "table":
        named = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-")
        positions = sorted({int(match[1]) for each in request.form if (match := named.match(each))})
        return [
            {column.key: _typed(column, f"{name}-{at}-{column.key}") for column in field.columns} for at in positions
        ]
    if field.kind == "several":
        return request.form.getlist(name)[:50]
    if field.kind == "date":
        parts = [request.form.get(f"{name}-{part}", "").strip()[:10] for part in ("year", "month", "day")]
        year, month, day = (part.replace("-", "") for part in parts)
        return "-".join((year, month.zfill(2) if month else "", day.zfill(2) if day else "")) if any(parts) else ""
    return request.form.get(name, "").strip()[:LONGEST_KEPT]


def change_rows(form: SectionForm, answers: dict[str, Any], act: str) -> tuple[str, str] | None:
    """Carries out a button of a row in `answers`; returns (table to which a row is added or "", place to go to)."""
    match = ROW_ACT.fullmatch(act)
    tables = {field.key for field in form.fields if field.kind == "table"}
    if match is None or match[2] not in tables:
        return None
    verb, key, at = match[1], match[2], int(match[3] or 0)
    rows = answers[key]
    if verb == "add":
        kept = [row for row in rows if any(row.values())]
        return key, f"{key}-{len(kept)}"
    if verb == "remove" and at < len(rows):
        del rows[at]
        return "", key
    to = at - 1 if verb == "up" else at + 1
    if at < len(rows) and 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return "", f"{key}-{to}"


def drawn(form: SectionForm, answers: Mapping[str, Any], faults: Mapping[str, str], adding: str = "") -> dict[str, Any]:
    """What `shared/questions.html` needs: the form, the answers, the rows of each table and the lists to choose from."""
    return {
        "form": form,
        "answers": answers,
        "faults": faults,
        "rows": {field.key: _rows(field, answers, adding) for field in form.fields if field.kind == "table"},
        "offered": {
            "level": [(level, level) for level in CEFR],
            "zone": time_zones(str(answers.get("time_zone") or "")),
            "language": languages_to_choose(),
            "country": members_first(),
        },
    }


def _rows(field: Field, answers: Mapping[str, Any], adding: str) -> list[Mapping[str, Any]]:
    """With as many empty rows as are still needed, and one where somebody adds a row."""
    rows = field.rows_in(answers)
    needed = (field.least or 1) - len(rows) if field.required else 0
    blank = max(needed, 1 if adding == field.key and len(rows) < (field.most or 1) else 0)
    return [*rows, *({} for _ in range(blank))]

"""Which answers from elsewhere a section can hold: known questions, answers that are offered, nothing agreed to."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from accreditation.applications.answers import tidy_answer
from accreditation.applications.checking import fault_of
from accreditation.applications.fields import Field, SectionForm

# Answers chosen from a list: what is not in it cannot be shown, so it is not taken either.
_FROM_A_LIST = frozenset(["choice", "level", "language", "zone", "country"])
# A tick is given by a hand and a file is handed in: neither comes along.
_NEVER = frozenset(["yes", "file"])


def fitting_answers(form: SectionForm, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What of `answers` the section can hold, without empty answers."""
    held = {field.key: held_by(field, answers.get(field.key)) for field in form.fields}
    return {key: value for key, value in held.items() if value}


def held_by(field: Field, value: Any) -> Any:
    """The answer as this question keeps it; "" or [] where it cannot hold it."""
    if field.kind in _NEVER:
        return ""
    if field.kind == "table":
        rows = [
            {column.key: held_by(column, row.get(column.key)) for column in field.columns}
            for row in field.rows_in({field.key: value})
        ]
        return [row for row in rows if any(row.values())]
    if field.kind == "several":
        offered = {key for key, _ in field.choices}
        return [key for key in value if isinstance(key, str) and key in offered] if isinstance(value, list) else []
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    plain = tidy_answer(field, plain_text(str(value)))
    return "" if field.kind in _FROM_A_LIST and plain and fault_of(field, {field.key: plain}) else plain


def plain_text(text: str) -> str:
    """Without control characters and halves of letters, which no database keeps; line ends as one sign."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(mark for mark in lines if mark in "\n\t" or unicodedata.category(mark) not in ("Cc", "Cs"))

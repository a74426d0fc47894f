"""The form of a question of a draft edition: shown and read."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from accreditation.schemes.models import Scheme
from accreditation.schemes.questions import CHOOSING, COLUMN_KINDS, KINDS
from accreditation.texts import N_
from accreditation.web.forms import PageForm
from accreditation.web.language import said
from accreditation.web.rocb.draft_forms import LONGEST_NAME, LONGEST_TEXT, present_texts, texts_fields, typed_texts
from accreditation.web.rocb.draft_rows import Row
from accreditation.web.rocb.section_forms import BLANK_ROWS

_COLUMN_LABELS = {
    "text": KINDS["text"], "long": KINDS["long"], "number": KINDS["number"], "date": KINDS["date"],
    "year": N_("Year"), "language": N_("Language"), "country": N_("Country"),
}  # fmt: skip


class _Entry(Row):
    """An answer to choose from, or a column of a table."""

    required = BooleanField(_l("Must be filled in"))
    kind = SelectField(_l("Kind of column"), default="text")


def question_form(draft: Scheme, question: Mapping[str, Any], siblings: Sequence[Mapping[str, Any]]) -> Any:
    """One question. `siblings`: the questions of its section, on whose answers it may depend."""
    entry = type("Entry", (_Entry,), texts_fields("text", StringField, LONGEST_NAME))
    fields = {
        **texts_fields("names", TextAreaField, LONGEST_TEXT),
        **texts_fields("hints", TextAreaField, LONGEST_TEXT, needed=False),
        "kind": SelectField(_l("Kind of answer"), choices=[(kind, said(label)) for kind, label in KINDS.items()]),
        "required": BooleanField(_l("Must be answered")),
        "least": IntegerField(_l("At least"), [Optional(), NumberRange(0, 100000)]),
        "most": IntegerField(_l("At most"), [Optional(), NumberRange(1, 100000)]),
        "slot": SelectField(_l("Document handed in here"), choices=[("", "–"), *_slots(draft)], default=""),
        "shown_if": SelectField(_l("When it is asked"), choices=_conditions(question, siblings), default=""),
        "rows": FieldList(FormField(entry)),
    }
    made = type("QuestionForm", (PageForm,), fields)
    form = made.typed() if request.method == "POST" else made.typed(**_present(question))
    for row in form.rows:
        row.form.kind.choices = [(kind, said(_COLUMN_LABELS[kind])) for kind in COLUMN_KINDS]
    return form


def _slots(draft: Scheme) -> list[tuple[str, str]]:
    return [(slot["key"], said(slot["names"])) for slot in draft.documents]


def _conditions(question: Mapping[str, Any], siblings: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """ "" for always, else "question:answer"."""
    offered = [("", said(N_("Always")))]
    for other in siblings:
        if other["kind"] in CHOOSING and other["key"] != question.get("key"):
            for choice in other.get("choices", ()):
                asked = N_("When “%(question)s” is “%(answer)s”", question=other["names"], answer=choice["names"])
                offered.append((f"{other['key']}:{choice['key']}", said(asked)))
    return offered


def _present(question: Mapping[str, Any]) -> dict[str, Any]:
    condition = question.get("shown_if")
    rows = [*question.get("choices", ()), *question.get("columns", ())]
    return {
        **present_texts("names", question.get("names", {})),
        **present_texts("hints", question.get("hints", {})),
        **{name: question.get(name) for name in ("kind", "least", "most")},
        "required": question.get("required", True),
        "slot": question.get("slot", ""),
        "shown_if": f"{condition['key']}:{condition['values'][0]}" if condition else "",
        "rows": [_present_row(row) for row in rows] + [{}] * BLANK_ROWS,
    }


def _present_row(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = present_texts("text", row["names"])
    return {"key": row["key"], "kind": row.get("kind", "text"), "required": row.get("required", False), **texts}


def typed_question(form: Any) -> dict[str, Any]:
    """The question as a scheme keeps it, without its key; only what its kind needs."""
    kind = form.kind.data
    written = {"kind": kind, "names": typed_texts(form, "names"), "required": bool(form.required.data)}
    if hints := typed_texts(form, "hints"):
        written["hints"] = hints
    for name in ("least", "most"):
        if form[name].data is not None and kind not in (*CHOOSING, "date", "file"):
            written[name] = form[name].data
    if kind == "file":
        written["slot"] = form.slot.data
    if form.shown_if.data:
        other, _, answer = form.shown_if.data.partition(":")
        written["shown_if"] = {"key": other, "values": [answer]}
    rows = [entry.form for entry in form.rows if not (entry.form.is_empty() or entry.form.remove.data)]
    if kind in CHOOSING:
        written["choices"] = [_named(row) for row in rows]
    elif kind == "table":
        written["columns"] = [
            {**_named(row), "kind": row["kind"].data, "required": bool(row["required"].data)} for row in rows
        ]
    return written


def _named(row: Any) -> dict[str, Any]:
    return {"key": row["key"].data.strip(), "names": typed_texts(row, "text")}

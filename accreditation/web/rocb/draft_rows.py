"""The rows of a draft edition: codes with texts, and what documents and conditions say besides."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp, ValidationError

from accreditation.applications.slots import DEFAULT_MOST, LANGUAGES
from accreditation.schemes.checks import CODE
from accreditation.schemes.conditions import LARGEST_NUMBER, OFFICE, RULES, condition_fault
from accreditation.schemes.rules import CEFR
from accreditation.texts import LOCALES
from accreditation.web.forms import PageForm
from accreditation.web.language import said
from accreditation.web.rocb.draft_forms import LONGEST_NAME, LONGEST_TEXT, present_texts, texts_fields, typed_texts

MOST_FILES = 20


class Row(PageForm):
    """One row; an empty one and one to be taken out are not looked at. Texts are added per language."""

    key = StringField(
        _l("Code"),
        [
            InputRequired(),
            Regexp(
                f"{CODE.pattern}$",
                message=_l("A code has 2 to 30 small letters, digits or underscores and begins with a letter."),
            ),
        ],
    )
    remove = BooleanField(_l("Take this entry out"))

    def is_empty(self) -> bool:
        return not any((self[name].data or "").strip() for name in ("key", *(f"text_{locale}" for locale in LOCALES)))

    def validate(self, extra_validators: Any = None) -> bool:
        return self.is_empty() or bool(self.remove.data) or super().validate(extra_validators)

    @classmethod
    def texts(cls) -> dict[str, Any]:
        """The fields that are written in each language."""
        return texts_fields("text", TextAreaField, LONGEST_TEXT)

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """What a row of the scheme shows besides its code and its words."""
        return {}

    def besides(self) -> dict[str, Any]:
        """What was typed besides the code and the words, as a scheme keeps it."""
        return {}


class DocumentRow(Row):
    """A place for documents."""

    required = BooleanField(_l("Must be handed in"))
    most = IntegerField(_l("How many at most"), [Optional(), NumberRange(1, MOST_FILES)])
    for_office = BooleanField(
        _l("Only the office reads it"), description=_l("Reviewers, trainers, the panel and the administration do not.")
    )
    read_in = SelectMultipleField(
        _l("Languages in which it is read"),
        choices=lambda: [(code, said(LANGUAGES[code])) for code in LOCALES],
        description=_l("In any other a translation is asked. Tick none where a translation is never asked."),
    )

    @classmethod
    def texts(cls) -> dict[str, Any]:
        return super().texts() | texts_fields("hint", TextAreaField, LONGEST_TEXT, needed=False)

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        plain = {field: row[field] for field in ("required", "most", "read_in") if field in row}
        for_office = {"for_office": row.get("seen_by") == "office"}
        return {**plain, **for_office, **present_texts("hint", row.get("hints", {}))}

    def besides(self) -> dict[str, Any]:
        return {
            "required": bool(self.required.data),
            "hints": typed_texts(self, "hint"),
            "most": self.most.data or DEFAULT_MOST,
            "read_in": list(self.read_in.data or ()),
            "seen_by": "office" if self.for_office.data else "readers",
        }


class DeclarationRow(Row):
    """What is declared or agreed to by a tick; the version of its wording follows by itself."""

    required = BooleanField(_l("Needed to submit the application"))

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return {"required": row["required"]}

    def besides(self) -> dict[str, Any]:
        return {"required": bool(self.required.data)}


class ConditionRow(Row):
    """A condition: the rule by which it is judged with its number, level or course, and the words around it."""

    rule = SelectField(
        _l("What is asked"),
        choices=lambda: [(key, said(rule.label)) for key, rule in RULES.items()],
        default=OFFICE,
    )
    least = IntegerField(
        _l("How many at least"),
        [Optional(), NumberRange(1, LARGEST_NUMBER)],
        description=_l("For years and trainings."),
    )
    level = SelectField(
        _l("Lowest level"),
        choices=lambda: [("", "–"), *((level, level) for level in CEFR)],
        default="",
        description=_l("For a language."),
    )

    @classmethod
    def texts(cls) -> dict[str, Any]:
        fields = super().texts() | texts_fields("title", StringField, LONGEST_NAME, needed=False)
        for topic in ("proof", "advice"):
            fields |= texts_fields(topic, TextAreaField, LONGEST_TEXT, needed=False)
        return fields

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        plain = {field: row[field] for field in ("rule", "least", "level") if field in row}
        topics = {"title": "titles", "proof": "proofs", "advice": "advice"}
        texts = {topic: present_texts(topic, row.get(name, {})) for topic, name in topics.items()}
        return {**plain, **texts["title"], **texts["proof"], **texts["advice"]}

    def besides(self) -> dict[str, Any]:
        needs = RULES[self.rule.data].needs
        said_of = {"least": self.least.data, "level": self.level.data, "titles": typed_texts(self, "title")}
        needed = {needs: said_of[needs]} if needs else {}
        return {
            "rule": self.rule.data,
            **needed,
            "proofs": typed_texts(self, "proof"),
            "advice": typed_texts(self, "advice"),
        }

    def validate_rule(self, field: SelectField) -> None:
        """Says beside the rule what it needs and lacks."""
        if field.data in RULES and (fault := condition_fault(self.besides())):
            raise ValidationError(said(fault))


KINDS: Mapping[str, type[Row]] = {
    "eligibility": ConditionRow,
    "documents": DocumentRow,
    "declarations": DeclarationRow,
    "reasons": Row,
}


def rows_form(part: str, rows: Sequence[Mapping[str, Any]], name: str, words: str) -> Any:
    """Rows of code (column `name`) and texts (column `words`), with an empty one at the end for the next."""
    kind = KINDS[part]
    present = [{"key": row[name], **kind.present(row), **present_texts("text", row[words])} for row in rows]
    entries = FieldList(FormField(type("Row", (kind,), kind.texts())))
    form = type("RowsForm", (PageForm,), {"rows": entries})
    return form.typed() if request.method == "POST" else form.typed(rows=[*present, {}])


def typed_rows(form: Any, name: str, words: str) -> list[dict[str, Any]]:
    """The rows that stay, as a scheme keeps them."""
    kept: list[Form] = [entry.form for entry in form.rows if not (entry.form.is_empty() or entry.form.remove.data)]
    return [{name: row["key"].data.strip(), words: typed_texts(row, "text"), **row.besides()} for row in kept]

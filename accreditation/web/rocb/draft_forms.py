"""The forms of a draft edition: numbers, weights, and the texts of a criterion."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from accreditation.schemes.checks import HIGHEST_FLOOR, LEVELS, NEEDED_LEVELS
from accreditation.schemes.models import Scheme
from accreditation.schemes.numbers import every_number
from accreditation.texts import DEFAULT_LOCALE, LOCALES, told_in
from accreditation.web.forms import PageForm
from accreditation.web.language import current_locale, language_name, said

LONGEST_NAME, LONGEST_TEXT = 120, 600
TOPICS = (
    ("names", StringField, _l("Name")),
    ("meaning", TextAreaField, _l("What it means")),
    ("level_1", TextAreaField, _l("Level 1")),
    ("level_2", TextAreaField, _l("Level 2")),
    ("level_3", TextAreaField, _l("Level 3")),
    ("level_4", TextAreaField, _l("Level 4")),
    ("level_5", TextAreaField, _l("Level 5")),
)


def texts_fields(topic: str, kind: type, longest: int, *, needed: bool = True) -> dict[str, Any]:
    """Fields `<topic>_<locale>`, labelled with the language; the Spanish one is needed."""
    return {
        f"{topic}_{locale}": kind(
            language_name(locale),
            [*([InputRequired()] if needed and locale == DEFAULT_LOCALE else []), Length(max=longest)],
        )
        for locale in LOCALES
    }


def typed_texts(form: Any, topic: str) -> dict[str, str]:
    """What was written, by language; languages left empty are left out."""
    return {locale: text for locale in LOCALES if (text := (form[f"{topic}_{locale}"].data or "").strip())}


def present_texts(topic: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{topic}_{locale}": texts.get(locale, "") for locale in LOCALES}


def numbers_form(draft: Scheme) -> Any:
    """Name of the edition and every number."""
    fields = texts_fields("name", StringField, LONGEST_NAME)
    for number in every_number():
        fits = NumberRange(number.least, number.most)
        fields[number.name] = IntegerField(said(number.label), [InputRequired(), fits])
    return type("NumbersForm", (PageForm,), fields).typed(**present_texts("name", draft.names), **draft.numbers)


def weights_form(criteria: Sequence[Mapping[str, Any]]) -> Any:
    """Fields `weight_<key>` and `floor_<key>`."""
    fields: dict[str, Any] = {}
    present: dict[str, int] = {}
    for criterion in criteria:
        key = criterion["key"]
        fields[f"weight_{key}"] = IntegerField(_l("Weight"), [InputRequired(), NumberRange(1, 100)])
        present[f"weight_{key}"] = criterion["weight"]
        fields[f"floor_{key}"] = IntegerField(_l("Floor"), [InputRequired(), NumberRange(0, HIGHEST_FLOOR)])
        present[f"floor_{key}"] = criterion.get("floor", 0)
    return type("WeightsForm", (PageForm,), fields).typed(**present)


def typed_weights(form: Any, kind: str) -> dict[str, int]:
    """Criterion key -> what was typed; `kind` is "weight" or "floor"."""
    start = f"{kind}_"
    return {name.removeprefix(start): field.data for name, field in form._fields.items() if name.startswith(start)}


def criterion_form(draft: Scheme, part: str, criterion: Mapping[str, Any]) -> Any:
    """The texts of a criterion, a topic and language each; of the desk review also `comment_at` and `evidence_in`."""
    fields: dict[str, Any] = {}
    for topic, kind, _title in TOPICS:
        needed = not topic.startswith("level_") or topic.removeprefix("level_") in NEEDED_LEVELS[part]
        fields |= texts_fields(topic, kind, LONGEST_NAME if topic == "names" else LONGEST_TEXT, needed=needed)
    anchors = criterion.get("anchors", {})
    present = {name: criterion.get(name, {}) for name in ("names", "meaning")}
    present |= {f"level_{level}": anchors.get(level, {}) for level in LEVELS}
    texts = {name: text for topic, written in present.items() for name, text in present_texts(topic, written).items()}
    desk: dict[str, Any] = {}
    if part == "scoring":
        fields["comment_at"] = SelectMultipleField(
            _l("Levels at which a reviewer must write a comment"), choices=[(level, level) for level in LEVELS]
        )
        fields["evidence_in"] = SelectMultipleField(
            _l("Sections of the dossier that speak of it"),
            choices=[(section["key"], told_in(section["names"], current_locale())) for section in draft.sections],
        )
        desk["comment_at"] = [str(level) for level in criterion.get("comment_at", ())]
        desk["evidence_in"] = list(criterion.get("evidence_in", ()))
    return type("CriterionForm", (PageForm,), fields).typed(**texts, **desk)


def typed_criterion(form: Any) -> dict[str, Any]:
    """names, meaning, anchors, and what only the desk review has, as a scheme keeps them."""
    desk: dict[str, Any] = {}
    if "comment_at" in form:
        desk["comment_at"] = sorted(int(level) for level in form.comment_at.data or ())
        desk["evidence_in"] = list(form.evidence_in.data or ())
    anchors = {level: texts for level in LEVELS if (texts := typed_texts(form, f"level_{level}"))}
    return {
        "names": typed_texts(form, "names"),
        "meaning": typed_texts(form, "meaning"),
        "anchors": anchors,
        **desk,
    }

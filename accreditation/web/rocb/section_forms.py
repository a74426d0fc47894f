"""The forms of the sections of a draft edition: a section's words, and one question with its answers or columns."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from accreditation.applications.questions import SECTIONS
from accreditation.texts import LOCALES, say
from accreditation.web.forms import PageForm
from accreditation.web.rocb.draft_forms import LONGEST_NAME, LONGEST_TEXT, present_texts, texts_fields, typed_texts

BLANK_ROWS = 2


def built_in(key: str) -> dict[str, Any]:
    """The entry of a section of the house, named as the house names it in every language."""
    form = SECTIONS[key]
    return {"key": key, "required": form.required, "names": {locale: say(form.title, locale) for locale in LOCALES}}


def section_form(entry: Mapping[str, Any]) -> Any:
    """Name, introduction, and whether a submission needs it."""
    fields = {
        **texts_fields("names", StringField, LONGEST_NAME),
        **texts_fields("hints", TextAreaField, LONGEST_TEXT, needed=False),
        "required": BooleanField(_l("Must be complete before the application is submitted")),
    }
    present = present_texts("names", entry.get("names", {})) | present_texts("hints", entry.get("hints", {}))
    return type("SectionForm", (PageForm,), fields).typed(**present, required=entry.get("required", True))


def typed_section(form: Any) -> dict[str, Any]:
    """names, hints and required as a scheme keeps them."""
    return {
        "names": typed_texts(form, "names"),
        "hints": typed_texts(form, "hints"),
        "required": bool(form.required.data),
    }

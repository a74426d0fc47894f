"""Forms of the edge: bound to what was typed, with the rule book's refusals put beside their fields."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import Form
from wtforms.i18n import get_translations

from accreditation.errors import Invalid, no_longer_than
from accreditation.web.language import current_locale, said

LONGEST_TEXT = 2000
# A day as `date_input` sends it in three fields, or as a script or an address writes it.
DAYS = ["%d %m %Y", "%Y-%m-%d"]


class PageForm(Form):
    """A WTForms form in the reader's language; the form token and key stand in `post_form`."""

    class Meta:
        locales = ("es", "en")
        cache_translations = False

        def get_translations(self, form: Form) -> Any:
            """WTForms' own sentences in the reader's language."""
            return get_translations([current_locale()])

    @classmethod
    def typed(cls, prefix: str = "", **defaults: Any) -> "PageForm":
        """The form with what was sent, or with `defaults` when the page is first opened; its fields' names begin with `prefix`."""
        if request.method == "POST":
            return cls(formdata=request.form, prefix=prefix, **defaults)
        return cls(data=defaults, prefix=prefix)

    def refuse(self, refusal: Invalid) -> None:
        """Puts the sentences of a refusal beside the field it names, else on top of the first field."""
        field = self._fields.get(refusal.field or "") or next(iter(self._fields.values()))
        field.errors = [*field.errors, *(said(reason) for reason in refusal.reasons)]


def typed_text(name: str, most: int = LONGEST_TEXT) -> str:
    """What was typed in a field; Invalid where it is longer than `most` characters."""
    return no_longer_than(most, request.form.get(name, ""), name)


def typed_levels(prefix: str, keys: Iterable[str]) -> dict[str, tuple[int | None, str]]:
    """Levels and comments typed for criteria: fields `<prefix>-<key>` (1 to 5) and `<prefix>-<key>-comment`."""
    found: dict[str, tuple[int | None, str]] = {}
    for key in keys:
        typed = request.form.get(f"{prefix}-{key}", "")
        level = int(typed) if typed in ("1", "2", "3", "4", "5") else None
        found[key] = (level, typed_text(f"{prefix}-{key}-comment"))
    return found

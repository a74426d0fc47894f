"""What people wrote, by language, on a page: in the reader's language, or in another that is marked and told as such."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from markupsafe import Markup

from accreditation.texts import Text, language_shown, only_in, value_said, wording_of
from accreditation.web.language import chosen_time_zone, current_locale, said

_OTHER_LANGUAGE = Markup(
    '<span class="by-language"><span lang="{shown}">{words}</span> <small class="by-language__only">({told})</small></span>'
)


def written(texts: Mapping[str, str] | None) -> str:
    """Words by language: plain where the reader's language is there, else with their own `lang` and "only in Spanish"."""
    locale = current_locale()
    shown = language_shown(texts, locale)
    if shown is None or texts is None:
        return ""
    if shown == locale:
        return texts[shown]
    return _OTHER_LANGUAGE.format(shown=shown, words=texts[shown], told=only_in(shown, locale))


def shown(text: Text | Mapping[str, str] | str) -> str:
    """A sentence, or words by language, for a page; in attributes take `| plain` as well."""
    if isinstance(text, Mapping):
        return written(text)
    if isinstance(text, Text) and any(isinstance(value, Text | Mapping) for value in text.values.values()):
        values = {name: _value(value) for name, value in text.values.items()}
        return Markup(wording_of(text, current_locale())) % values  # noqa: S704
    return said(text)


def _value(value: Any) -> Any:
    return (
        shown(value) if isinstance(value, Text | Mapping) else value_said(value, current_locale(), chosen_time_zone())
    )


def joined(parts: Iterable[str], between: str) -> Markup:
    """Several of them in one line."""
    return Markup(between).join(parts)  # noqa: S704


def plain(words: str) -> str:
    """The words without marks, for attributes and lists that open."""
    return words.striptags() if isinstance(words, Markup) else words


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(in_language=written, say=shown, plain=plain)

"""How a mail is worded: a plain Jinja environment per language, in which nothing a person typed can become a link."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from accreditation.texts import Text, catalogue, say, say_number

TEMPLATES = Path(__file__).parents[2] / "templates"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"[<>\[\]`|\\]")
# A zero-width space where mail programs would see an address: before letters after a dot, around "://" and "@".
_DOT = re.compile(r"([.\u3002\uff0e\uff61])(?=[^\W\d_])")
_SCHEME = re.compile(r"(?i)([a-z]):(?=[^\s\d])")


class Ours(str):
    """Words of the house itself, such as an address of a page: used as they are."""


def harmless(text: str) -> str:
    """What a person typed, without control characters, markup, or anything a mail program would turn into a link."""
    clean = _MARKUP.sub("", _CONTROL.sub(" ", text.replace("\r\n", "\n")))
    return _SCHEME.sub("\\1:\u200b", _DOT.sub("\\1\u200b", clean)).replace("@", "\u200b@\u200b")


def one_line(text: str) -> str:
    """For a header: one line of at most 200 characters."""
    return " ".join(_CONTROL.sub(" ", text).split())[:200]


def _safe(value: Any, locale: str) -> Any:
    if isinstance(value, Text):
        return Ours(say(_made_safe(value, locale), locale))
    return harmless(value) if isinstance(value, str) and not isinstance(value, Ours) else value


def _made_safe(text: Text, locale: str) -> Text:
    return Text(text.message_id, {name: _safe(value, locale) for name, value in text.values.items()}, text.plural)


def spoken(text: Text, locale: str) -> str:
    """A sentence of the house in a language, with every value in it made harmless."""
    return Ours(say(_made_safe(text, locale), locale))


@cache
def environment(locale: str) -> Environment:
    """Renders the text templates of one language; `_()` and `{{ }}` make what people typed harmless."""

    def translate(message_id: str, /, **values: Any) -> Ours:
        wording = catalogue(locale).ugettext(message_id)
        return Ours(wording % {name: _safe(value, locale) for name, value in values.items()} if values else wording)

    def translate_plural(one: str, many: str, num: int, /, **values: Any) -> Ours:
        wording = catalogue(locale).ungettext(one, many, num)
        return Ours(
            wording % {"num": say_number(num, locale), **{name: _safe(value, locale) for name, value in values.items()}}
        )

    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=lambda value: _safe(value, locale),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update({"_": translate, "gettext": translate, "ngettext": translate_plural})
    return found


@cache
def html_environment() -> Environment:
    """Renders the one layout of all HTML parts, everything escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip

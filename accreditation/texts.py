"""Sentences for people, kept as an identifier with values until someone reads them in a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

LOCALES = ("es", "en", "pt", "fr")
DEFAULT_LOCALE = "es"
CATALOGUES = Path(__file__).parent / "translations"
_DATE_LOCALES = {"en": "en_GB"}
_FIRST_OF_A_MONTH = {"fr": "1er", "pt": "1º"}


@dataclass(frozen=True)
class Moment:
    """A moment in a sentence, said in the reader's language as the clock of `time_zone` (IANA) shows it, "" for the reader's."""

    at: datetime
    time_zone: str = ""


@dataclass(frozen=True)
class Text:
    """A sentence: its English wording is its identifier; `values` fill the `%(name)s` places.

    With `plural`, `values["num"]` chooses the form. A value may itself be a Text, a day, a Moment, or words by language.
    """

    message_id: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)
    plural: str | None = None

    def with_values(self, **values: Any) -> "Text":
        """The same sentence with these values added."""
        return Text(self.message_id, {**self.values, **values}, self.plural)


def N_(message_id: str, **values: Any) -> Text:
    """Marks a sentence for extraction and keeps it for later: `N_("Submit")`."""
    return Text(message_id, values)


def as_record(text: Text) -> dict[str, Any]:
    """A sentence as JSON keeps it: identifier, values, plural. What its values name must be text or numbers."""
    return {"text": text.message_id, "values": text.values, "plural": text.plural}


def from_record(record: Mapping[str, Any]) -> Text:
    """The sentence that `as_record` kept."""
    return Text(record["text"], record["values"], record.get("plural"))


def N_plural(one: str, many: str, **values: Any) -> Text:
    """A sentence that counts; `num` chooses the form: `N_plural("%(num)s day", "%(num)s days", num=3)`."""
    return Text(one, values, many)


@cache
def catalogue(locale: str) -> NullTranslations:
    """The compiled messages of one of LOCALES; English is the wording in the code itself."""
    if locale not in LOCALES:
        raise ValueError(f"no such language: {locale}")
    return Translations.load(CATALOGUES, [locale])


def say(text: Text | Mapping[str, str] | str, locale: str, time_zone: str = "UTC") -> str:
    """The sentence in `locale`, its moments in `time_zone` unless they have their own. What a person wrote is returned as it is, or, by language, as `told_in` finds it."""
    if isinstance(text, str):
        return text
    if isinstance(text, Mapping):
        return told_in(text, locale)
    if not text.values:
        return wording_of(text, locale)
    return wording_of(text, locale) % values_said(text, locale, time_zone)


def wording_of(text: Text, locale: str) -> str:
    """The sentence in `locale` with its places still open."""
    found = catalogue(locale)
    if text.plural is not None:
        return found.ungettext(text.message_id, text.plural, text.values["num"])
    return found.ugettext(text.message_id)


def values_said(text: Text, locale: str, time_zone: str) -> dict[str, Any]:
    """What fills the places of a sentence; what it counts is written as the language writes numbers."""
    values = {name: value_said(value, locale, time_zone) for name, value in text.values.items()}
    return values if text.plural is None else {**values, "num": say_number(values["num"], locale)}


def say_number(number: float, locale: str) -> str:
    """A count: "12", "12.500" in Spanish, "12,500" in English."""
    return format_decimal(number, locale=_DATE_LOCALES.get(locale, locale))


def say_list(parts: Iterable[Any], locale: str) -> str:
    """Several in one phrase: "1, 3 y 5", "1, 3 and 5"."""
    return format_list([str(part) for part in parts], locale=_DATE_LOCALES.get(locale, locale))


def value_said(value: Any, locale: str, time_zone: str) -> Any:
    """What fills a place: days, moments, sentences and words by language in `locale`, anything else as it is."""
    if isinstance(value, Moment):
        return say_moment(value.at, locale, value.time_zone or time_zone)
    if isinstance(value, date) and not isinstance(value, datetime):
        return say_day(value, locale)
    return say(value, locale, time_zone) if isinstance(value, Text | Mapping) else value


def in_language(texts: Mapping[str, str] | None, locale: str) -> str:
    """What a person wrote, in `locale`, else in Spanish, English, any language; "" where nothing was written."""
    language = language_shown(texts, locale)
    return (texts or {})[language] if language else ""


def told_in(texts: Mapping[str, str] | None, locale: str) -> str:
    """As `in_language`; where another language had to do, the words say so: "Valoración (only in Spanish)"."""
    shown = language_shown(texts, locale)
    words = (texts or {})[shown] if shown else ""
    return words if shown in (locale, None) else f"{words} ({only_in(str(shown), locale)})"


@cache
def only_in(shown: str, locale: str) -> str:
    """Told in `locale`: the words beside this are in `shown`, another language."""
    return say(N_("only in %(language)s", language=Locale(locale).languages[shown]), locale)


def language_shown(texts: Mapping[str, str] | None, locale: str) -> str | None:
    """Which of the languages written `in_language` chooses for a reader of `locale`; None where nothing was written."""
    written = [language for language, text in (texts or {}).items() if text]
    return next((wanted for wanted in (locale, DEFAULT_LOCALE, "en", *written) if wanted in written), None)


@lru_cache(maxsize=8192)
def say_day(day: date, locale: str) -> str:
    """A day in words: "14 de marzo de 2026", "14 March 2026", "1er mars 2026"."""
    written = format_date(day, "long", locale=_DATE_LOCALES.get(locale, locale))
    first = _FIRST_OF_A_MONTH.get(locale)
    return f"{first}{written[1:]}" if first and day.day == 1 else written


def say_month(day: date, locale: str) -> str:
    """The month of a day in words: "noviembre de 2026"."""
    return format_skeleton("yMMMM", day, locale=locale)


def say_moment(moment: datetime, locale: str, time_zone: str) -> str:
    """A moment as its place reads it, with the place: "14 de marzo de 2026, 17:00 (Guatemala)"."""
    zone = ZoneInfo(time_zone)
    local = moment.astimezone(zone)
    return f"{say_day(local.date(), locale)}, {local:%H:%M} ({_place(time_zone, locale)})"


def zone_name(zone: str, locale: str) -> str:
    """ "Argentina, Buenos Aires", or the country alone where the place has its name."""
    city = _place(zone, locale)
    home = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    country = Locale.parse(locale).territories.get(home, city)
    return city if zone == "UTC" or country == city else f"{country}, {city}"


@cache
def _place(time_zone: str, locale: str) -> str:
    if time_zone == "UTC":
        return "UTC"
    return get_timezone_location(ZoneInfo(time_zone), locale=locale, return_city=True).rpartition("/")[2]

"""In which language and time zone a page speaks, and how templates say moments, countries and languages."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_decimal
from flask import Flask, Response, current_app, has_request_context, request
from flask_babel import get_locale
from markupsafe import Markup

from accreditation.applications.fields import OTHER_LANGUAGE
from accreditation.texts import (
    DEFAULT_LOCALE,
    LOCALES,
    N_,
    Text,
    catalogue,
    say,
    say_day,
    say_list,
    say_moment,
    say_month,
    say_number,
)
from accreditation.web.access import current_person
from accreditation.web.security import YEAR

NAMES = {"es": "Español", "en": "English", "pt": "Português", "fr": "Français"}


def _cookie_name() -> str:
    return "__Host-lang" if current_app.config["IS_SECURE"] else "lang"


def chosen_locale() -> str:
    """`?lang=`, else the remembered choice, the person's own, the browser's, Spanish."""
    person = current_person()
    for wish in (request.args.get("lang"), request.cookies.get(_cookie_name()), person and person.locale):
        if wish in LOCALES:
            return str(wish)
    return request.accept_languages.best_match(LOCALES, DEFAULT_LOCALE)


def chosen_time_zone() -> str:
    """The person's own time zone, else the installation's; fixed for this request."""
    return _once(
        "time_zone", lambda: str((person := current_person()) and person.time_zone or current_app.config["TIME_ZONE"])
    )


def current_locale() -> str:
    """One of LOCALES, fixed for this request."""
    return _once("locale", lambda: str(get_locale() or DEFAULT_LOCALE))


def _once(name: str, find: Callable[[], str]) -> str:
    """What a page asks for in every cell is found out once a request."""
    if not has_request_context():
        return find()
    kept: dict[str, str] = request.environ.setdefault("accreditation.chosen", {})
    if name not in kept:
        kept[name] = find()
    return kept[name]


def remember(response: Response, locale: str | None) -> None:
    """Keeps the choice in a cookie; None forgets it, so that the person's own choice counts."""
    if locale is None:
        response.delete_cookie(_cookie_name(), secure=current_app.config["IS_SECURE"], samesite="Lax", httponly=True)
        return
    response.set_cookie(
        _cookie_name(), locale, max_age=YEAR, secure=current_app.config["IS_SECURE"], httponly=True, samesite="Lax"
    )


def _say_which(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = current_locale()
    return response


def _remember_wish(response: Response) -> Response:
    """A page that caches on the way may keep sets no cookie."""
    wish = request.args.get("lang")
    if wish in LOCALES and not response.cache_control.public:
        remember(response, wish)
    return response


def moment(value: datetime | None, time_zone: str | None = None) -> str:
    """A moment in the reader's time zone (or the one given), with its place; "" for none."""
    return "" if value is None else say_moment(value, current_locale(), time_zone or chosen_time_zone())


def hour(value: datetime) -> str:
    """The time of day in the reader's time zone: "14:02"."""
    return f"{value.astimezone(ZoneInfo(chosen_time_zone())):%H:%M}"


def day(value: date | None) -> str:
    """A day in words; "" for none."""
    return "" if value is None else say_day(value, current_locale())


def said(text: Text | Mapping[str, str] | str) -> str:
    """A Text, or words by language, in the reader's language."""
    return say(text, current_locale(), chosen_time_zone())


def country(iso2: str) -> str:
    """The country's name in the reader's language."""
    return _locale(current_locale()).territories.get(iso2.upper(), iso2)


def language_name(code: str) -> str:
    """The language's name in the reader's language."""
    if code == OTHER_LANGUAGE:
        return said(N_("another language"))
    return _locale(current_locale()).languages.get(code, code)


_locale = cache(Locale)


def translated(message: str, **values: Any) -> Markup:
    """`_()` of the templates: as the extension's own, without its way through the request for every word."""
    locale = current_locale()
    return _plain(message, locale) if not values else Markup(catalogue(locale).ugettext(message)) % values  # noqa: S704


@lru_cache(maxsize=16384)
def _plain(message: str, locale: str) -> Markup:
    return Markup(catalogue(locale).ugettext(message)) % {}  # noqa: S704


def counted(one: str, many: str, num: int, **values: Any) -> Markup:
    """`ngettext()` of the templates."""
    locale = current_locale()
    wording = Markup(catalogue(locale).ungettext(one, many, num))  # noqa: S704
    return wording % {**values, "num": say_number(num, locale)}


def colon(label: Any) -> Any:
    """A label and the colon after it, before which French puts a space that does not break."""
    return label + ("\u00a0:" if current_locale() == "fr" else ":")


def counted_by(part: int, whole: int) -> int:
    """With which number "1 of 6 places" agrees: the whole, in French the part ("1 place sur 6")."""
    return part if current_locale() == "fr" else whole


def and_list(parts: Iterable[Any]) -> str:
    """Several in one phrase: "1, 3 y 5"."""
    return say_list(parts, current_locale())


def version_said(version: str) -> str:
    """The version of a wording; one that is named by its month with the month in words."""
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", version)
    return say_month(date(int(month[1]), int(month[2]), 1), current_locale()) if month else version


def decimal(value: float, places: int) -> str:
    """A number with so many decimals, as the reader's language writes it; never "-0"."""
    return format_decimal(round(value, places) + 0.0, f"0.{'0' * places}", locale=current_locale())


def _languages() -> list[dict[str, str]]:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [
        {"code": code, "label": label, "href": f"?{urlencode([*kept, ('lang', code)])}"}
        for code, label in NAMES.items()
    ]


def init_app(app: Flask) -> None:
    app.after_request(_remember_wish)
    app.after_request(_say_which)
    app.context_processor(lambda: {"locale": current_locale(), "languages": _languages()})
    app.jinja_env.globals.update({"_": translated, "ngettext": counted, "counted_by": counted_by})
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        hour=hour,
        country=country,
        language_name=language_name,
        decimal=decimal,
        colon=colon,
        and_list=and_list,
        version_said=version_said,
    )

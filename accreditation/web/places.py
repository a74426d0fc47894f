"""Countries, languages and time zones to choose from, as the reader's language names and orders them."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from babel import Locale

from accreditation import clock
from accreditation.alphabet import alphabetical
from accreditation.applications.fields import LANGUAGES, OTHER_LANGUAGE
from accreditation.region.reference import members
from accreditation.texts import zone_name
from accreditation.web.language import current_locale, language_name

Thing = TypeVar("Thing")
Pair = tuple[str, str]

_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def in_order(things: Iterable[Thing], name: Callable[[Thing], str]) -> list[Thing]:
    """The things by their name, as the reader's language orders words."""
    locale = current_locale()
    return sorted(things, key=lambda thing: alphabetical(name(thing), locale))


def pairs_in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """Values with their labels, by label."""
    return in_order(pairs, lambda pair: pair[1])


def countries() -> list[Pair]:
    """Code and name of every country, by name."""
    return _countries(current_locale())


@cache
def _countries(locale: str) -> list[Pair]:
    names = _locale(locale).territories
    found = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return _by_label((pair for pair in found if pair[0] not in _NO_COUNTRIES), locale)


def members_first() -> list[Pair]:
    """Code and name of every country: Members of the region first."""
    ours = {member["iso2"] for member in members()}
    return [*(pair for pair in countries() if pair[0] in ours), *(pair for pair in countries() if pair[0] not in ours)]


def time_zones(chosen: str | None = None) -> list[Pair]:
    """IANA zones by country and place, each place once; UTC, and `chosen` whatever it is, are among them."""
    offered = _time_zones(current_locale())
    if chosen in clock.zones() and chosen not in {zone for zone, _label in offered}:
        return [(str(chosen), zone_name(str(chosen), current_locale())), *offered]
    return offered


@cache
def _time_zones(locale: str) -> list[Pair]:
    ours = {member["time_zone"] for member in members()}
    zones = sorted(zone for zone in clock.zones() if zone.partition("/")[0] in _AREAS)
    by_label: dict[str, str] = {}
    for zone in (*sorted(ours), *zones):
        by_label.setdefault(zone_name(zone, locale), zone)
    return [("UTC", "UTC"), *_by_label(((zone, label) for label, zone in by_label.items()), locale)]


def languages_to_choose() -> list[Pair]:
    """The languages of the form, by name; another one last."""
    named = [(code, language_name(code)) for code in LANGUAGES if code != OTHER_LANGUAGE]
    offered = [*pairs_in_order(named), (OTHER_LANGUAGE, language_name(OTHER_LANGUAGE))]
    return [(code, f"{name[:1].upper()}{name[1:]}") for code, name in offered]


def _by_label(pairs: Iterable[Pair], locale: str) -> list[Pair]:
    return sorted(pairs, key=lambda pair: alphabetical(pair[1], locale))


_locale = cache(Locale)

"""Words of a CV made plain: rich text, dates, names of countries and languages, family names."""

import re
from functools import cache
from html import unescape

from babel import Locale

from accreditation.people.names import folded
from accreditation.texts import LOCALES

_NEW_LINE = re.compile(r"</?(?:p|div|ul|ol|br|h[1-6]|tr)\b[^<>]*>", re.IGNORECASE)
_POINT = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
# Europass names two countries as the European Union does.
_COUNTRIES = {"UK": "GB", "EL": "GR"}


def plain(rich: str) -> str:
    """Rich text as lines: a point of a list begins with a dash, no tag is left."""
    lines = _TAG.sub("", _NEW_LINE.sub("\n", _POINT.sub("\n– ", rich)))
    kept = [" ".join(line.split()) for line in unescape(lines).replace("\xa0", " ").splitlines()]
    return "\n".join(line for line in kept if line and line != "–")


def date_of(year: str, month: str = "", day: str = "") -> str:
    """A date as far as it is known. Europass writes a month `--09` and a day `---05`; a number will do as well."""
    year, month, day = year.strip(), month.strip("- "), day.strip("- ")
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        return ""
    found = year
    for part, most in ((month, 12), (day, 31)):
        if not re.fullmatch(r"\d{1,2}", part, re.ASCII) or not 1 <= int(part) <= most:
            break
        found += f"-{int(part):02}"
    return found


def date_in(text: str) -> str:
    """The date at the beginning of "2015", "2015-09" or "2015-09-01T00:00:00"."""
    found = _DATE.match(text.strip())
    return date_of(*(part or "" for part in found.groups())) if found else ""


def year_in(text: str) -> str:
    """The first year that a text names."""
    found = re.search(r"\b(?:19|20)\d{2}\b", text, re.ASCII)
    return found[0] if found else ""


def country_of(code: str) -> str:
    """ISO 3166-1 alpha-2, or "" where it is no country."""
    upper = code.strip().upper()
    upper = _COUNTRIES.get(upper, upper)
    return upper if re.fullmatch(r"[A-Z]{2}", upper, re.ASCII) and upper in Locale("en").territories else ""


def language_of(named: str) -> str:
    """The two-letter code of a language given by code (two or three letters) or by name in one of our languages."""
    return _languages().get(folded(named), "")


@cache
def _languages() -> dict[str, str]:
    known = dict(_THREE_LETTERS)
    for locale in LOCALES:
        for code, name in Locale(locale).languages.items():
            if len(code) == 2:
                known[code] = code
                known[folded(name)] = code
    return known


_THREE_LETTERS = {
    "spa": "es", "eng": "en", "por": "pt", "fra": "fr", "fre": "fr", "nld": "nl", "dut": "nl", "hat": "ht",
    "deu": "de", "ger": "de", "ita": "it", "cat": "ca", "glg": "gl", "eus": "eu", "baq": "eu", "rus": "ru",
    "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "ara": "ar", "que": "qu", "grn": "gn", "ell": "el", "gre": "el",
    "pol": "pl", "ron": "ro", "rum": "ro", "swe": "sv", "dan": "da", "fin": "fi", "nor": "no", "hin": "hi",
}  # fmt: skip

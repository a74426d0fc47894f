"""Certificate numbers, `AMS-2026-000123-53`: region, year, sequence and two check digits (ISO 7064 MOD 97-10)."""

import re
import unicodedata

_SHAPE = re.compile(r"([A-Z]{2,7})-([0-9]{4})-([0-9]{6})-([0-9]{2})")
_TYPED = re.compile(r"([A-Z]{2,7})([0-9]{4})([0-9]{6})([0-9]{2})")
_LONGEST_TYPED = 60


def certificate_number(region: str, year: int, sequence: int) -> str:
    """The number of the `sequence`-th certificate (1 to 999999) of a region and year, check digits included."""
    if not re.fullmatch(r"[A-Z]{2,7}", region):
        raise ValueError(f"a region code is 2 to 7 capital letters: {region!r}")
    if not 1000 <= year <= 9999 or not 1 <= sequence <= 999_999:
        raise ValueError(f"no certificate number for year {year}, sequence {sequence}")
    body = f"{region}-{year}-{sequence:06d}"
    check = 98 - _as_integer(body + "00") % 97
    return f"{body}-{check:02d}"


def is_well_formed(number: str) -> bool:
    """Whether the number has its exact printed shape and its check digits agree; says nothing about its existence."""
    found = _SHAPE.fullmatch(number)
    return found is not None and 2 <= int(found[4]) <= 98 and _as_integer(number) % 97 == 1


def normalise(typed: str) -> str | None:
    """The number as printed, from what a person typed (lower case, spaces, any or no hyphens); None if it is none."""
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed).upper()
    marks = [mark for mark in plain if not mark.isspace() and unicodedata.category(mark) != "Pd"]
    found = _TYPED.fullmatch("".join(marks))
    if found is None:
        return None
    number = "-".join(found.groups())
    return number if is_well_formed(number) else None


def _as_integer(number: str) -> int:
    """Hyphens left out, A=10 ... Z=35."""
    return int("".join(str(int(mark, 36)) for mark in number if mark != "-"))

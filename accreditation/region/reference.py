"""The region's standing data as files: members, bodies, categories and subjects, each with its source. No database."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def region() -> dict[str, Any]:
    """Code, names, office_name, issuing_body (texts per language) and time_zone of the region."""
    return dict(_read("regional_bodies")["region"])


def members() -> list[dict[str, Any]]:
    """iso2, languages, time_zone, sub_region, confirmed, source of each Member administration."""
    content = _read("members")
    return [{"source": content["source"], **member} for member in content["members"]]


def bodies() -> list[dict[str, Any]]:
    """kind (rocb, rtc, other), iso2, city, names, starts_on, ends_on, confirmed, source."""
    return list(_read("regional_bodies")["bodies"])


def categories() -> list[dict[str, Any]]:
    """code, names, own_translations, confirmed, source."""
    return list(_read("categories")["categories"])


def subjects() -> list[dict[str, Any]]:
    """code, names, own_translations, confirmed, source."""
    return list(_read("subjects")["subjects"])

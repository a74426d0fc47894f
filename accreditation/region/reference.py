"""A region's standing data as files: members, bodies, categories and subjects, each with its source. No database.

`folder` holds the four files of a region; the house brings those of the Americas and the Caribbean.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def _read(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def region(folder: Path = DATA) -> dict[str, Any]:
    """Code, names, office_name, issuing_body (texts per language) and time_zone of the region."""
    return dict(_read(folder, "regional_bodies")["region"])


def members(folder: Path = DATA) -> list[dict[str, Any]]:
    """iso2, languages, time_zone, sub_region, confirmed, source of each Member administration."""
    content = _read(folder, "members")
    return [{"source": content["source"], **member} for member in content["members"]]


def bodies(folder: Path = DATA) -> list[dict[str, Any]]:
    """kind (rocb, rtc, other), iso2, city, names, starts_on, ends_on, confirmed, source."""
    return list(_read(folder, "regional_bodies")["bodies"])


def categories(folder: Path = DATA) -> list[dict[str, Any]]:
    """code, names, own_translations, confirmed, source."""
    return list(_read(folder, "categories")["categories"])


def subjects(folder: Path = DATA) -> list[dict[str, Any]]:
    """code, names, own_translations, confirmed, source."""
    return list(_read(folder, "subjects")["subjects"])

"""A new region: its standing data and the first scheme, written from the files into the database."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.region import reference
from accreditation.region.models import Administration, Category, Region, RegionalBody, Subject


def _entry(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row} | {
        "is_confirmed": row["confirmed"],
        "source": row["source"],
    }


def install_region(session: Session, folder: Path = reference.DATA) -> Region:
    """The region of a folder's files with members, bodies, categories and subjects; an existing one is left alone."""
    known = reference.region(folder)
    region = session.scalars(select(Region).where(Region.code == known["code"])).one_or_none()
    if region is not None:
        return region
    region = Region(**known)
    session.add(region)
    session.flush()
    for member in reference.members(folder):
        own = _entry(member, "iso2", "languages", "time_zone", "sub_region")
        session.add(Administration(region_id=region.id, names={}, **own))
    for body in reference.bodies(folder):
        own = _entry(body, "kind", "iso2", "city", "names", "starts_on", "ends_on")
        session.add(RegionalBody(region_id=region.id, **own))
    for table, rows in ((Category, reference.categories(folder)), (Subject, reference.subjects(folder))):
        for row in rows:
            session.add(table(region_id=region.id, **_entry(row, "code", "names", "own_translations")))
    session.flush()
    return region

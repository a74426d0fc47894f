"""Adding to and changing the region's standing data, with a note of who did it and what stood there before."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid
from accreditation.people.roles import refuse_outsider
from accreditation.people.staff_notes import note_for_auditor
from accreditation.region.models import Administration, Category, RegionalBody, Subject
from accreditation.texts import DEFAULT_LOCALE, N_
from accreditation.workflow.actors import Actor

Entry = Category | Subject | RegionalBody | Administration
CODE = re.compile(r"[A-Z]{2,7}")
# The column that names an entry of each table in addresses and to people.
NAMED_BY: Mapping[type, str] = {
    Category: "code",
    Subject: "code",
    RegionalBody: "public_id",
    Administration: "iso2",
}
_KEPT = ("id", "created_at", "updated_at", "region_id", "public_id")


def content_of(row: Entry) -> dict[str, Any]:
    """What an entry says, by column."""
    names = (column.key for column in inspect(type(row)).column_attrs)
    return {name: getattr(row, name) for name in names if name not in _KEPT}


def mark_of_entry(row: Entry) -> str:
    """A short mark of what the entry says: a page carries it, so that a stale one is noticed."""
    return hashlib.sha256(repr(sorted(content_of(row).items())).encode()).hexdigest()[:16]


def entry_named(session: Session, region_id: uuid.UUID, table: type, name: str) -> Any:
    """The entry of that code, country or public id, or None."""
    query = select(table).where(table.region_id == region_id, getattr(table, NAMED_BY[table]) == name)  # type: ignore[attr-defined]
    return session.scalars(query).one_or_none()


def in_use(session: Session, region_id: uuid.UUID, table: type) -> Sequence[Any]:
    """The categories or subjects of the region that are not retired today."""
    standing = or_(table.retired_on.is_(None), table.retired_on > clock.today())  # type: ignore[attr-defined]
    return session.scalars(select(table).where(table.region_id == region_id, standing)).all()  # type: ignore[attr-defined]


def hosts_of(session: Session, region_id: uuid.UUID) -> list[RegionalBody]:
    """The hosts of the regional office, the latest first."""
    query = select(RegionalBody).where(RegionalBody.region_id == region_id, RegionalBody.kind == "rocb")
    return sorted(session.scalars(query), key=lambda host: host.starts_on or date.min, reverse=True)


def add_entry(session: Session, actor: Actor, region_id: uuid.UUID, table: type, details: Mapping[str, Any]) -> Any:
    """A new category, subject, member, or body. `details` are columns. A new host of the office closes the one before.

    Invalid names the field: a code that is taken or no code, a member that is there, texts or periods that do not fit.
    """
    refuse_outsider(actor, region_id)
    _refuse_what_does_not_fit(table, details)
    name = details.get(NAMED_BY[table])
    if name is not None and entry_named(session, region_id, table, name) is not None:
        raise Invalid(N_("%(name)s is there already.", name=name), field=NAMED_BY[table])
    row = table(region_id=region_id, **details)
    if details.get("kind") == "rocb":
        _close_the_host_before(session, actor, region_id, details["starts_on"])
    session.add(row)
    session.flush()
    _note(session, actor, row, "add_standing_data", content_of(row))
    return row


def change_entry(session: Session, actor: Actor, row: Entry, details: Mapping[str, Any], *, seen: str) -> None:
    """New values of an entry's columns. `seen` is its mark on the page; Invalid and ChangedMeanwhile as their names say."""
    refuse_outsider(actor, row.region_id)
    session.refresh(row, with_for_update=True)
    if mark_of_entry(row) != seen:
        raise ChangedMeanwhile(N_("Someone else changed this entry after you opened the page."))
    before = content_of(row)
    whole = before | dict(details)
    _refuse_what_does_not_fit(type(row), whole)
    if isinstance(row, RegionalBody) and row.kind == "rocb":
        _refuse_two_hosts_at_once(session, row, whole)
    for name, value in details.items():
        setattr(row, name, value)
    session.flush()
    _note(session, actor, row, "change_standing_data", before)


def _refuse_what_does_not_fit(table: type, details: Mapping[str, Any]) -> None:
    if "code" in details and not CODE.fullmatch(details["code"]):
        raise Invalid(N_("A code has 2 to 7 capital letters."), field="code")
    if table is not Administration and not details["names"].get(DEFAULT_LOCALE):
        raise Invalid(N_("Write this in Spanish at least."), field=f"name_{DEFAULT_LOCALE}")
    starts_on, ends_on = details.get("starts_on"), details.get("ends_on")
    if details.get("kind") == "rocb" and starts_on is None:
        raise Invalid(N_("Give the first day of the office at this host."), field="starts_on")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Invalid(N_("The last day comes before the first."), field="ends_on")


def _close_the_host_before(session: Session, actor: Actor, region_id: uuid.UUID, starts_on: date) -> None:
    """The office is at one place at a time: the host before ends on the eve."""
    latest = next(iter(hosts_of(session, region_id)), None)
    if latest is None:
        return
    if latest.starts_on is not None and starts_on <= latest.starts_on:
        raise Invalid(N_("The present host began on that day or later."), field="starts_on")
    if latest.ends_on is None or latest.ends_on >= starts_on:
        before = content_of(latest)
        latest.ends_on = starts_on - timedelta(days=1)
        _note(session, actor, latest, "change_standing_data", before)


def _refuse_two_hosts_at_once(session: Session, row: RegionalBody, details: Mapping[str, Any]) -> None:
    begins, ends = details["starts_on"], details["ends_on"] or date.max
    for other in hosts_of(session, row.region_id):
        overlaps = begins <= (other.ends_on or date.max) and (other.starts_on or date.min) <= ends
        if other.id != row.id and overlaps:
            raise Invalid(N_("The office is at another host in a part of this period."), field="starts_on")


def _note(session: Session, actor: Actor, row: Entry, what: str, details: Mapping[str, Any]) -> None:
    plain = {
        name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in details.items()
    }
    note_for_auditor(session, actor, what, region_id=row.region_id, subject_id=row.id, details=plain)

"""Holidays of a region, which its working-day clocks leave out: read, typed as lines, added and removed; never one that has come."""

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.region.calendar import forget_holidays
from accreditation.region.models import Holiday
from accreditation.texts import DEFAULT_LOCALE, N_

LANGUAGES = ("es", "en", "pt", "fr")
LONGEST_NAME = 120
MOST_LINES = 400
LAST_YEAR = 2100


@dataclass(frozen=True)
class Day:
    """One day without work, with its name in some languages; Spanish always."""

    day: date
    names: Mapping[str, str]


@dataclass(frozen=True)
class Changes:
    added: Sequence[Day] = ()
    removed: Sequence[date] = ()

    def first(self) -> date:
        return min([*(one.day for one in self.added), *self.removed])


def holidays_in(session: Session, region_id: uuid.UUID, year: int) -> Sequence[Holiday]:
    """Those of one year for the whole region, by day."""
    within = (Holiday.day >= date(year, 1, 1), Holiday.day <= date(year, 12, 31))
    query = select(Holiday).where(Holiday.region_id == region_id, Holiday.administration_id.is_(None), *within)
    return session.scalars(query.order_by(Holiday.day)).all()


def read_lines(text: str) -> list[Day]:
    """Days from lines "2027-01-01;Año Nuevo;New Year": a day and its names in es, en, pt, fr. Invalid names the line."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Invalid(N_("At most %(num)s days at once.", num=MOST_LINES), "lines")
    return [_read_line(number, line) for number, line in enumerate(lines, start=1)]


def _read_line(number: int, line: str) -> Day:
    mark = next((one for one in ";\t" if one in line), ",")
    first, *names = (part.strip() for part in next(csv.reader([line], delimiter=mark)))
    try:
        day = date.fromisoformat(first)
    except ValueError as fault:
        raise Invalid(
            N_("Line %(num)s: begin with the day as year-month-day, for example 2027-01-01.", num=number), "lines"
        ) from fault
    if not names or not names[0]:
        raise Invalid(N_("Line %(num)s: after the day comes its name in Spanish at least.", num=number), "lines")
    return Day(day, named(dict(zip(LANGUAGES, names, strict=False))))


def named(names: Mapping[str, str]) -> dict[str, str]:
    """The names that are there, cut to what fits."""
    return {locale: words.strip()[:LONGEST_NAME] for locale, words in names.items() if words.strip()}


def as_lines(days: Sequence[Day]) -> str:
    """The way back: what `read_lines` reads."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    for one in days:
        writer.writerow([one.day.isoformat(), *(one.names.get(locale, "") for locale in LANGUAGES)])
    return out.getvalue()


def refuse_what_does_not_fit(session: Session, region_id: uuid.UUID, changes: Changes) -> None:
    """Invalid: nothing to do, a day that has come, one that is there already or twice, one to remove that is not there."""
    if not changes.added and not changes.removed:
        raise Invalid(N_("Add a day, or choose one to remove."), "day")
    for one in changes.added:
        _refuse_what_has_come(one.day)
        if not one.names.get(DEFAULT_LOCALE):
            raise Invalid(N_("Write this in Spanish at least."), f"name_{DEFAULT_LOCALE}")
        if one.day.year > LAST_YEAR:
            raise Invalid(N_("Give a year between 1900 and 2100."), "day")
    days = [one.day for one in changes.added]
    query = select(Holiday.day).where(Holiday.region_id == region_id, Holiday.administration_id.is_(None))
    known = set(session.scalars(query))
    twice = next((day for place, day in enumerate(days) if day in known or day in days[:place]), None)
    if twice is not None:
        raise Invalid(N_("%(day)s is a holiday already.", day=twice), "day")
    for day in changes.removed:
        _refuse_what_has_come(day)
        if day not in known:
            raise Invalid(N_("%(day)s is no holiday any more.", day=day), "day")


def _refuse_what_has_come(day: date) -> None:
    if day <= clock.today():
        raise Invalid(N_("%(day)s has come: only later days are added or removed.", day=day), "day")


def change_holidays(session: Session, region_id: uuid.UUID, changes: Changes, source: str = "") -> None:
    """Writes the days, and lets the session read them afresh."""
    for one in changes.added:
        session.add(Holiday(region_id=region_id, day=one.day, names=dict(one.names), source=source))
    gone = (Holiday.region_id == region_id, Holiday.administration_id.is_(None), Holiday.day.in_(changes.removed))
    for row in session.scalars(select(Holiday).where(*gone)):
        session.delete(row)
    session.flush()
    forget_holidays(session)

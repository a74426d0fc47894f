"""From the cells of a line to what it says of a person, each doubt with a sentence beside it. No database."""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from accreditation.applications.checking import EMAIL
from accreditation.legacy.reading import Known, Line, day_in, level_in, names_in
from accreditation.people.names import folded, plain_address, tidy
from accreditation.texts import N_, Text
from accreditation.workflow.deadlines import add_months

MOST_LETTERS, FEWEST_LETTERS = 90, 3
# So many letters of the name of a subject are enough, where no other begins like it.
FEWEST_BEGINNING = 5
_EARLIEST = date(1990, 1, 1)


def understood(number: int, cells: Mapping[str, str], columns: Mapping[str, str], known: Known) -> Line:
    """The line with its values and remarks; nothing of other lines or of the database is looked at yet."""
    line = Line(number, cells)

    def cell(field: str) -> str:
        return tidy(cells.get(columns.get(field, ""), ""))

    _names(line, cell)
    _address(line, cell("email"))
    _place(line, cell("country"), known)
    for field, table in (("category", known.categories), ("subject", known.subjects)):
        line.values[f"{field}_id"] = _one_of(line, field, cell(field), table)
    line.values["language"] = _one_of(line, "language", cell("language"), known.languages) or ""
    _level(line, cell("level"))
    _days(line, cell, known)
    line.values["old_certificate"] = cell("old_certificate")[:200]
    return line


def digest_of(line: Line, region_id: uuid.UUID) -> str:
    """Names the person, the administration and the scope without telling them; the address may change."""
    values = line.values
    names = folded(" ".join(values[name] for name in ("given_names", "first_family_name", "second_family_name")))
    scope = [str(values[name]) for name in ("administration_id", "category_id", "subject_id", "language")]
    return hashlib.sha256("|".join((str(region_id), names, *scope)).encode()).hexdigest()


def _names(line: Line, cell: Callable[[str], str]) -> None:
    given, first, second = (cell(name) for name in ("given_names", "first_family_name", "second_family_name"))
    if not first and (whole := cell("name")):
        given, first, second = names_in(whole)
        line.say(
            "note", "name",
            N_("Read as: given names “%(given)s”, family names “%(families)s”.",
               given=given, families=" ".join(part for part in (first, second) if part)),
        )  # fmt: skip
    line.values |= {"given_names": given, "first_family_name": first, "second_family_name": second}
    length = len(" ".join(part for part in (given, first, second) if part))
    if not given or not first:
        line.say("refused", "name", N_("The name is not whole: given names and a family name are needed."))
    elif not FEWEST_LETTERS <= length <= MOST_LETTERS:
        line.say(
            "refused", "name", N_("A name has %(least)s to %(most)s letters.", least=FEWEST_LETTERS, most=MOST_LETTERS)
        )


def _address(line: Line, text: str) -> None:
    email = plain_address(text)[:254]
    line.values["email"] = email
    if not email:
        line.say("refused", "email", N_("There is no e-mail address, so the person cannot be asked."))
        return
    if not EMAIL.fullmatch(email):
        line.say("refused", "email", N_("“%(text)s” is no e-mail address.", text=text))
        return
    if email != text:
        line.say("changed", "email", N_("The address is kept as “%(email)s”.", email=email))


def _place(line: Line, text: str, known: Known) -> None:
    plain = folded(text)
    line.values["administration_id"] = known.administrations.get(plain)
    if line.values["administration_id"] is not None:
        return
    if not text:
        line.say("refused", "country", N_("There is no country."))
    elif plain in known.elsewhere:
        line.say("refused", "country", N_("“%(text)s” is no Member of this region.", text=text))
    else:
        line.say("refused", "country", N_("The country “%(text)s” is not known.", text=text))


_UNKNOWN: Mapping[str, tuple[Text, Text]] = {
    "category": (N_("There is no category."), N_("The category “%(text)s” is not known, or retired.")),
    "subject": (N_("There is no subject."), N_("The subject “%(text)s” is not known, or retired.")),
    "language": (N_("There is no language."), N_("The language “%(text)s” is none of those used in accreditation.")),
}


def _one_of(line: Line, field: str, text: str, table: Mapping[str, object]) -> object:
    found = table.get(folded(text)) if text else None
    if found is None and (near := _begun(folded(text), table)) is not None:
        found = table[near]
        line.say("changed", field, N_("“%(text)s” is read as “%(near)s”.", text=text, near=near))
    if found is None:
        empty, unknown = _UNKNOWN[field]
        line.say("refused", field, unknown.with_values(text=text) if text else empty)
    return found


def _begun(plain: str, table: Mapping[str, object]) -> str | None:
    """The word that this text begins, where it begins the words of one entry only."""
    words = [word for word in table if len(plain) >= FEWEST_BEGINNING and word.startswith(plain)]
    return words[0] if len({table[word] for word in words}) == 1 else None


def _level(line: Line, text: str) -> None:
    level = level_in(text) if text else "accredited"
    line.values["level"] = level or ""
    if level is None:
        line.say(
            "refused", "level",
            N_("“%(text)s” is no lasting level. Whoever is pre-accredited goes on by a call.", text=text),
        )  # fmt: skip
    elif not text:
        line.say("changed", "level", N_("The level is not said: taken as accredited."))


def _days(line: Line, cell: Callable[[str], str], known: Known) -> None:
    begins, ends = (_day(line, field, cell(field)) for field in ("granted_on", "expires_on"))
    if begins is not None and not _EARLIEST <= begins <= known.today:
        line.say("refused", "granted_on", N_("The day of the accreditation lies in the future, or before 1990."))
    elif begins is None and not cell("granted_on"):
        line.say("changed", "granted_on", N_("The day is not known: the administration says it when it confirms."))
    elif begins is not None and ends is None and not cell("expires_on"):
        ends = last_day(begins, known.validity_months)
        line.say(
            "changed",
            "expires_on",
            N_("The last day is not said: %(day)s by the rules of today.", day=ends.isoformat()),
        )
    if begins is not None and ends is not None and ends <= begins:
        line.say("refused", "expires_on", N_("The last day is not after the first."))
    elif ends is not None and ends < known.today:
        line.say(
            "refused", "expires_on", N_("It ended on %(day)s: there is nothing to take over.", day=ends.isoformat())
        )
    line.values |= {"granted_on": begins, "expires_on": ends}


def _day(line: Line, field: str, text: str) -> date | None:
    if not text:
        return None
    day, is_other = day_in(text)
    if day is None:
        line.say("refused", field, N_("“%(text)s” is no day. Write it as 2026-03-14 or 14/03/2026.", text=text))
    elif is_other:
        line.say("changed", field, N_("“%(text)s” is read as %(day)s.", text=text, day=day.isoformat()))
    return day


def last_day(begins: date, months: int) -> date:
    """The last day of a validity of so many months."""
    return add_months(datetime(begins.year, begins.month, begins.day, tzinfo=UTC), months).date() - timedelta(days=1)

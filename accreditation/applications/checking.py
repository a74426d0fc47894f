"""What keeps answers from being complete, said so that the person knows what to write."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from accreditation import clock
from accreditation.applications.fields import LANGUAGES, Field, SectionForm, asked
from accreditation.schemes.rules import CEFR
from accreditation.texts import N_, N_plural, Text

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+[1-9]\d{6,14}")
FIRST_YEAR, YEARS_AHEAD = 1940, 60


def faults_in(form: SectionForm, answers: Mapping[str, Any]) -> dict[str, Text]:
    """What keeps the section from being complete: name of an input -> sentence; in tables `<table>-<row>-<column>`.

    Only questions that are asked count. Files are looked at with the documents.
    """
    found: dict[str, Text] = {}
    for field in form.asked(answers):
        if field.kind == "table":
            found |= _table_faults(field, answers)
        elif fault := fault_of(field, answers):
            found[field.key] = fault
    return found


def _table_faults(field: Field, answers: Mapping[str, Any]) -> dict[str, Text]:
    rows = field.rows_in(answers)
    found = {}
    for position, row in enumerate(rows):
        for column in asked(field.columns, row):
            if fault := fault_of(column, row):
                found[f"{field.key}-{position}-{column.key}"] = fault
    if len(rows) < (field.least or 0):
        found[field.key] = N_plural(
            "Add at least %(num)s entry.", "Add at least %(num)s entries.", num=field.least or 1
        )
    if field.most is not None and len(rows) > field.most:
        found[field.key] = N_("At most %(most)s entries; now there are %(num)s.", most=field.most, num=len(rows))
    return found


def fault_of(field: Field, answers: Mapping[str, Any]) -> Text | None:
    """What is wrong with one answer, or None."""
    given = answers.get(field.key)
    if field.kind == "file":
        return None
    if field.kind == "several":
        return _several_fault(field, given)
    typed = str(given or "").strip()
    if not typed:
        return N_("Answer this question.") if field.required else None
    return _CHECKS.get(field.kind, _text_fault)(field, typed, answers)


def _several_fault(field: Field, given: Any) -> Text | None:
    chosen = given if isinstance(given, list) else []
    if not chosen:
        return N_("Choose at least one answer.") if field.required else None
    return None if {key for key, _ in field.choices}.issuperset(chosen) else N_("Choose among the answers offered.")


def _text_fault(field: Field, typed: str, _answers: Mapping[str, Any]) -> Text | None:
    if field.words is not None:
        least, most = field.words
        if not least <= len(typed.split()) <= most:
            words = len(typed.split())
            return N_("Between %(least)s and %(most)s words; now there are %(num)s.", least=least, most=most, num=words)
    if len(typed) > field.longest:
        return N_("At most %(most)s characters; now there are %(num)s.", most=field.longest, num=len(typed))
    if field.least and len(typed) < field.least:
        return N_("Between %(least)s and %(most)s characters.", least=field.least, most=field.longest)
    return None


def _number_fault(field: Field, typed: str, _answers: Mapping[str, Any]) -> Text | None:
    if not re.fullmatch(r"\d{1,12}", typed, re.ASCII):
        return N_("Write a whole number.")
    if field.least is not None and int(typed) < field.least or field.most is not None and int(typed) > field.most:
        if field.least is None:
            return N_("Write a number of at most %(most)s.", most=field.most)
        if field.most is None:
            return N_("Write a number of %(least)s or more.", least=field.least)
        return N_("Write a number from %(least)s to %(most)s.", least=field.least, most=field.most)
    return None


def _year_fault(field: Field, typed: str, answers: Mapping[str, Any]) -> Text | None:
    latest = clock.now().year + (0 if field.past else YEARS_AHEAD)
    if not re.fullmatch(r"\d{4}", typed, re.ASCII) or not FIRST_YEAR <= int(typed) <= latest:
        return N_("Write a year of four digits, from %(least)s to %(most)s.", least=FIRST_YEAR, most=latest)
    before = str(answers.get(field.after, ""))
    if before.isdigit() and int(typed) < int(before):
        return N_("This is before %(start)s, the beginning that you wrote.", start=before)
    return None


def day_of(typed: Any) -> date | None:
    """A day as the form keeps it (YYYY-MM-DD), or None for what is not one."""
    try:
        return date.fromisoformat(str(typed or ""))
    except ValueError:
        return None


def _date_fault(field: Field, typed: str, answers: Mapping[str, Any]) -> Text | None:
    day = day_of(typed)
    if day is None or day.year < 1900:
        return N_("Write a day of the calendar: day, month and year, for example 27 3 1985.")
    if field.past and day > clock.now().date():
        return N_("This day is still to come. Write a day up to today.")
    start = day_of(answers.get(field.after))
    return N_("This is before the first day that you wrote.") if start and day < start else None


def _email_fault(field: Field, typed: str, answers: Mapping[str, Any]) -> Text | None:
    if not EMAIL.fullmatch(typed):
        return N_("Write an e-mail address, for example name@customs.example.")
    return _text_fault(field, typed, answers)


def telephone(typed: str) -> str | None:
    """The number in E.164, without the signs people write between its digits; None where it is none."""
    number = re.sub(r"[\s().-]", "", typed)
    return number if PHONE.fullmatch(number) else None


def _phone_fault(_field: Field, typed: str, _answers: Mapping[str, Any]) -> Text | None:
    if telephone(typed):
        return None
    return N_("Write the number with + and the country code, for example +502 2222 3333.")


def _offered_fault(field: Field, typed: str, _answers: Mapping[str, Any]) -> Text | None:
    offered = {
        "level": CEFR, "language": LANGUAGES, "zone": clock.zones(), "yes": ("yes",),
        "choice": [key for key, _ in field.choices],
    }[field.kind]  # fmt: skip
    return None if typed in offered else N_("Choose among the answers offered.")


def _country_fault(_field: Field, typed: str, _answers: Mapping[str, Any]) -> Text | None:
    return None if re.fullmatch(r"[A-Z]{2}", typed) else N_("Choose among the answers offered.")


_CHECKS: Mapping[str, Callable[[Field, str, Mapping[str, Any]], Text | None]] = {
    "number": _number_fault,
    "year": _year_fault,
    "date": _date_fault,
    "email": _email_fault,
    "phone": _phone_fault,
    "country": _country_fault,
    **dict.fromkeys(("level", "language", "zone", "yes", "choice"), _offered_fault),
}

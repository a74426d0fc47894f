"""Where answers come from that a person did not type into this application, and how that is said."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from accreditation.texts import N_, Text


class Origin(StrEnum):
    """An earlier application of the same person, a Europass CV, or a form that was taken along as a file."""

    APPLICATION = "application"
    EUROPASS = "europass"
    FORM_FILE = "form_file"


class Source(NamedTuple):
    """`name`: number of the application or name of the file; `on`: day of the one, or on which the other came in."""

    origin: Origin
    name: str
    on: date


def please_check(origin: Origin, name: str, day: str) -> Text:
    """What a section says until its applicant has saved it; `day` in words."""
    if origin is Origin.APPLICATION:
        return N_("Taken over from your application %(number)s of %(day)s: please check.", number=name, day=day)
    if origin is Origin.EUROPASS:
        return N_("Taken over on %(day)s from your Europass CV “%(file)s”: please check.", file=name, day=day)
    return N_("Taken over on %(day)s from the file “%(file)s”: please check.", file=name, day=day)

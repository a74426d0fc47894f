"""What a spreadsheet says, read by a limited child process (`sheet_reader.py`), never by this one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from accreditation.storage.child import read_by
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.texts import N_, Text

READER = Path(__file__).with_name("sheet_reader.py")
READABLE = ".xlsx,.csv"


@dataclass(frozen=True)
class Sheet:
    """Name of the sheet ("" of a CSV), headings, lines as (number in the sheet, texts in the order of the headings)."""

    name: str
    headings: Sequence[str]
    lines: Sequence[tuple[int, Sequence[str]]]
    sha256: str


def _sentence(code: str) -> Text:
    """What the person reads, and how to mend it."""
    most = limit("sheet", "most_lines")
    return {
        "nothing": N_("The file is empty. Choose another one."),
        "large": N_(
            "The file is larger than %(most)s MB. Save it without pictures.",
            most=limit("sheet", "most_bytes") // MEGABYTE,
        ),
        "other": N_("Only XLSX and CSV files are read. This file is something else."),
        "doctype": N_("The file brings definitions of its own, which no list does. Save it again as XLSX or CSV."),
        "broken": N_("The file is damaged, or locked with a password. Save it again as XLSX or CSV."),
        "empty": N_("The file has no line under its headings. The first line must name the columns."),
        "lines": N_("The file has more than %(most)s lines. Part it into several files.", most=most),
        "long": N_(
            "A cell has more than %(most)s characters: this is no list of people.",
            most=limit("sheet", "most_characters"),
        ),
        "heavy": N_("The file is too large or too complicated to be read. Save it without pictures, or as CSV."),
    }[code]


def read_sheet(content: bytes) -> Sheet:
    """Reads the file in the child. Takes up to some seconds: never inside a writing transaction. Raises Invalid ("file")."""
    said = read_by(READER, content, "sheet", _sentence)
    lines = [(int(number), [str(text) for text in texts]) for number, texts in said["lines"]]
    return Sheet(said["sheet"], said["headings"], lines, hashlib.sha256(content).hexdigest())

"""What a curriculum or form of XML, JSON or PDF says, read by a limited child process (`reader.py`), never by this one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accreditation.storage.child import read_by
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.texts import N_, Text

READER = Path(__file__).with_name("reader.py")
READABLE = ".xml,.json,.pdf"


@dataclass(frozen=True)
class Read:
    """`kind`: xml (an element is [name, attributes, text, elements within]) or json. `dropped`: texts too long to be read."""

    kind: str
    tree: Any
    dropped: int


def _sentence(code: str) -> Text:
    """What the person reads, and how to mend it."""
    return {
        "nothing": N_("The file is empty. Choose another one."),
        "large": N_(
            "The file is larger than %(most)s MB. Save the CV without pictures.",
            most=limit("form_file", "most_bytes") // MEGABYTE,
        ),
        "other": N_("Only XML, JSON and PDF files of a CV are read. This file is something else."),
        "doctype": N_(
            "The file brings definitions of its own, which no Europass CV does. Save the CV in Europass again."
        ),
        "encoding": N_("The letters of the file are not written as it says. Save the CV in Europass again."),
        "deep": N_("The file is nested too deeply to be a CV. Save the CV in Europass again."),
        "broken": N_("The file is damaged or cut off. Save the CV in Europass again."),
        "encrypted": N_("The PDF is locked with a password. Save a copy without the password and hand that in."),
        "pdf_alone": N_(
            "This PDF carries no data that can be read. Download the CV from Europass as XML, or as a PDF made by Europass."
        ),
        "heavy": N_("The file is too large or too complicated to be read. Save the CV in Europass without pictures."),
    }[code]


def read(content: bytes) -> Read:
    """Reads the file in the child. Takes up to some seconds: never inside a writing transaction. Raises Invalid ("file")."""
    said = read_by(READER, content, "form_file", _sentence)
    return Read(said["kind"], said["tree"], said["dropped"])

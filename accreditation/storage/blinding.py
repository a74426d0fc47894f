"""A PDF without what it says of its author beside its pages, made by a limited child process (`nameless.py`)."""

from pathlib import Path

from accreditation.errors import Invalid
from accreditation.storage.child import ask
from accreditation.storage.limits import limits_of
from accreditation.texts import N_

NAMELESS = Path(__file__).with_name("nameless.py")


def nameless(content: bytes) -> bytes:
    """Raises Invalid where the file cannot be written anew."""
    said, kept = ask(NAMELESS, content, limits_of("file", "child"))
    if "unfit" in said or len(kept) != said["kept"]:
        raise Invalid(N_("This file cannot be shown without its author. Ask the office."))
    return kept

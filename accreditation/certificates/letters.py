"""Which letters the fonts of a certificate can print, so that a name is refused rather than printed as boxes."""

import unicodedata
from functools import cache
from pathlib import Path

from accreditation.certificates.scripts import JOINERS, covered_by, joins, script_of, scripts_of
from accreditation.texts import N_, Text

FONTS = Path(__file__).parent / "fonts"


@cache
def printable_letters() -> frozenset[str]:
    """Every character in `fonts/characters.txt`, the list that the fonts were cut to."""
    lines = (FONTS / "characters.txt").read_text(encoding="utf-8").splitlines()
    ranges = [line.removeprefix("U+").split("-") for line in lines if not line.startswith("#")]
    return frozenset(chr(code) for ends in ranges for code in range(int(ends[0], 16), int(ends[-1], 16) + 1))


def not_ours_in(text: str) -> tuple[str, ...]:
    """The characters that no font of this package has: what is drawn with these alone cannot show them."""
    return tuple(dict.fromkeys(mark for mark in text if mark not in printable_letters()))


def unprintable_in(text: str) -> tuple[str, ...]:
    """The characters of `text` that no font has, neither ours nor an installed one of its script, each once, in their order."""
    strange = not_ours_in(text)
    if not strange or not (scripts := scripts_of(text)):
        return strange
    covered = covered_by(scripts)
    return tuple(mark for mark in strange if ord(mark) not in covered and mark not in JOINERS)


def hidden_in(text: str) -> tuple[str, ...]:
    """Control, direction, private and unassigned characters and line ends: nothing that belongs into a printed line.

    What joins letters inside a word of a script that needs it is none of these.
    """
    hidden = (
        mark
        for place, mark in enumerate(text)
        if (unicodedata.category(mark)[0] == "C" or mark in "\u2028\u2029") and not joins(text, place)
    )
    return tuple(dict.fromkeys(hidden))


def named(marks: tuple[str, ...]) -> str:
    """The characters by code, for a sentence about what cannot be seen: `U+202E, U+4E2D`."""
    return ", ".join(f"U+{ord(mark):04X}" for mark in marks)


def cannot_print(text: str, found: tuple[str, ...]) -> Text:
    """The fault of a text with letters that no font of the certificate has; or whose fonts are not installed here."""
    script = next((script for mark in found if (script := script_of(mark)) is not None and not script.files), None)
    if script is not None:
        return N_(
            "“%(text)s” is written in a script whose fonts are not installed here (%(script)s). "
            "Install the Debian package %(package)s, or use the spelling of the passport.",
            text=text,
            script=script.label,
            package=script.package,
        )
    return N_(
        "“%(text)s” has letters we cannot print: %(letters)s (%(codes)s). Use the spelling of the passport.",
        text=text,
        letters=" ".join(found),
        codes=named(found),
    )

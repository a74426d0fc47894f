"""Where the family names of a person begin in a name written as one."""

from collections.abc import Sequence

from accreditation.people.names import folded

# What stands before a family name and belongs to it.
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "y",
        "e",
        "i",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "du",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "mac",
        "san",
        "santa",
    ]
)


def family_names(written: str, known: Sequence[str] = ()) -> tuple[str, str]:
    """A surname as first and second family name: as the account has them, else cut where there are just two names.

    "García Márquez" is two, "de la Cruz Pérez" is two, "García" and anything longer stay one.
    """
    whole = " ".join(written.split())
    if known and folded(whole) == folded(" ".join(part for part in known if part)):
        return known[0], known[1]
    names: list[list[str]] = []
    for word in whole.split(" "):
        if names and (names[-1][-1].lower() in _PARTICLES or word.lower() in ("y", "e", "i")):
            names[-1].append(word)
        else:
            names.append([word])
    return (" ".join(names[0]), " ".join(names[1])) if len(names) == 2 else (whole, "")

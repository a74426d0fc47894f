"""What the cells of a line mean: names, days, places and words of four languages, compared in folded form. No database."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel import Locale

from accreditation.people.names import folded, tidy
from accreditation.texts import LOCALES, N_, Text

LEVELS: Mapping[str, tuple[str, ...]] = {
    "accredited": ("accredited", "acreditado", "acreditada", "accredite", "accreditee", "credenciado", "credenciada"),
    "recognized": ("recognized", "recognised", "reconocido", "reconocida", "reconhecido", "reconhecida", "reconnu"),
}
LEVEL_LABELS: Mapping[str, Text] = {"accredited": N_("Accredited expert"), "recognized": N_("Recognized expert")}
_BELOW = re.compile(r"^(pre|pré)[ -]?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})\Z")
_PARTICLES = frozenset(["da", "das", "de", "del", "di", "do", "dos", "du", "la", "las", "le", "los", "van", "von", "y"])


@dataclass(frozen=True)
class Remark:
    """What is said beside a line: `kind` is note, changed or refused; `field` names the column."""

    kind: str
    field: str
    text: Text


@dataclass(frozen=True)
class Known:
    """What the region knows, by folded word: id of an administration, category or subject, ISO code of a language.

    `elsewhere`: names of countries that are no Member of the region.
    """

    administrations: Mapping[str, uuid.UUID]
    elsewhere: frozenset[str]
    categories: Mapping[str, uuid.UUID]
    subjects: Mapping[str, uuid.UUID]
    languages: Mapping[str, str]
    validity_months: int
    today: date


@dataclass
class Line:
    """One line as it is understood: `values` are columns of ImportedLine."""

    number: int
    cells: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, kind: str, about: str, text: Text) -> None:
        self.remarks.append(Remark(kind, about, text))

    @property
    def verdict(self) -> str:
        kinds = {remark.kind for remark in self.remarks}
        return "refused" if "refused" in kinds else "changed" if "changed" in kinds else "kept"


def by_names(rows: Iterable[Any], code: str) -> dict[str, uuid.UUID]:
    """Folded code and names in every language -> id."""
    found: dict[str, uuid.UUID] = {}
    for row in rows:
        for word in (getattr(row, code), *row.names.values()):
            found[folded(word)] = row.id
    return found


def countries() -> dict[str, str]:
    """Folded name in each of our languages, and code -> ISO code."""
    named = {
        folded(name): code for each in LOCALES for code, name in Locale(each).territories.items() if len(code) == 2
    }
    return {**named, **{folded(code): code for code in named.values()}}


def languages() -> dict[str, str]:
    """Folded name in each of our languages, and code -> code of a language in which one can be accredited."""
    named = {folded(Locale(each).languages[code]): code for each in LOCALES for code in LOCALES}
    return {**named, **{code: code for code in LOCALES}}


def day_in(text: str) -> tuple[date | None, bool]:
    """The day, and whether it was written in another way than 2026-03-14; the day comes before the month."""
    for pattern, places, is_other in ((_ISO, (1, 2, 3), False), (_DAY_FIRST, (3, 2, 1), True)):
        if found := pattern.match(text.strip()):
            try:
                return date(*(int(found[place]) for place in places)), is_other
            except ValueError:
                return None, False
    return None, False


def level_in(text: str) -> str | None:
    """The key of a level; None where it is no lasting one: a pre-accreditation is not taken over."""
    plain = folded(text)
    if _BELOW.match(plain):
        return None
    words = set(plain.split())
    return next((level for level, known in LEVELS.items() if words & set(known)), None)


def names_in(text: str) -> tuple[str, str, str]:
    """Given names, first and second family name of a name in one column: "Family, Given", or family names last."""
    if "," in text:
        families, given = (tidy(part) for part in text.split(",", 1))
        return given, *_two(_grouped(families))
    groups = _grouped(text)
    if len(groups) < 3:
        return groups[0] if groups else "", groups[1] if len(groups) > 1 else "", ""
    return " ".join(groups[:-2]), groups[-2], groups[-1]


def _two(groups: list[str]) -> tuple[str, str]:
    return (groups[0] if groups else "", " ".join(groups[1:]))


def _grouped(text: str) -> list[str]:
    """The words of a name, particles together with what follows them: "de la Peña" is one."""
    groups: list[str] = []
    waiting: list[str] = []
    for word in tidy(text).split():
        waiting.append(word)
        if folded(word) not in _PARTICLES:
            groups.append(" ".join(waiting))
            waiting = []
    if waiting:
        groups.append(" ".join(waiting))
    return groups

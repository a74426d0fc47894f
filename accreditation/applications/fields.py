"""What a question of the form is: its kind, words, limits, and when it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accreditation.texts import N_, Text

# A sentence of the house, or what the office wrote, by language.
Words = Text | Mapping[str, str]
Choices = tuple[tuple[str, Words], ...]

OTHER_LANGUAGE = "other"
LANGUAGES = ("es", "en", "pt", "fr", "nl", "ht", OTHER_LANGUAGE)
YES_NO: Choices = (("yes", N_("Yes")), ("no", N_("No")))
NO_YES: Choices = (("no", N_("No")), ("yes", N_("Yes")))
# From whoever may read a dossier, over the office that runs the call, to the applicant alone.
EYES = ("readers", "office", "applicant")
LONGEST_LINE, LONGEST_TEXT, MOST_BUTTONS = 200, 6000, 6


class Carried(StrEnum):
    """Whether answers go along into the next application of the same person.

    IN_POST: while the person belongs to the same administration. CHOSEN: only where the person asks for it.
    """

    ALWAYS = "always"
    IN_POST = "in_post"
    CHOSEN = "chosen"
    NEVER = "never"


@dataclass(frozen=True)
class Condition:
    """The question is asked when another one of the same section, or of the same row, has one of these answers."""

    key: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.key)
        chosen = given if isinstance(given, list) else [str(given or "")]
        return any(value in chosen for value in self.values)


@dataclass(frozen=True)
class Field:
    """One question. An answer is a str; of kind "several" a list of keys, of "table" a list of rows, of "file" none.

    `kind`: text, long, number, year, date, email, phone, zone, country, language, level (CEFR), choice, several,
    yes (must be ticked), table (with `columns`), file (a place of the documents, `slot`).
    `least`, `most`: of a number or year its range, of a text its length, of a table its rows. `words`: range of a text.
    `seen_by`: who of those who may read the dossier reads the answer, one of EYES.
    `past`: a day or year not after today. `after`: key of the day or year that this one must not precede.
    `of_call`: the answer belongs to one call; it goes along into another only where the person asks for it.
    `one_per`: of a table, the columns that no two rows share.
    """

    key: str
    kind: str
    label: Words
    hint: Words | None = None
    required: bool = True
    choices: Choices = ()
    least: int | None = None
    most: int | None = None
    words: tuple[int, int] | None = None
    past: bool = False
    after: str = ""
    shown_if: Condition | None = None
    columns: tuple["Field", ...] = ()
    row_title: Words | None = None
    slot: str = ""
    complete: str = ""
    of_call: bool = False
    one_per: tuple[str, ...] = ()
    seen_by: str = "readers"

    def is_seen_by(self, eyes: str) -> bool:
        """Whether an answer to it is shown to this one of EYES."""
        return EYES.index(self.seen_by) <= EYES.index(eyes)

    @property
    def longest(self) -> int:
        """Characters that a text may have."""
        return self.most or (LONGEST_TEXT if self.kind == "long" else LONGEST_LINE)

    @property
    def is_list(self) -> bool:
        """Whether one answer is chosen from a list that opens, because there are too many for buttons."""
        return self.kind == "choice" and len(self.choices) > MOST_BUTTONS

    def rows_in(self, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The rows of a table, whatever an older form may have kept under this key."""
        kept = answers.get(self.key)
        return [row for row in kept if isinstance(row, Mapping)] if isinstance(kept, list) else []


@dataclass(frozen=True)
class SectionForm:
    """The questions of one topic."""

    key: str
    title: Words
    fields: tuple[Field, ...] = ()
    intro: Words | None = None
    required: bool = True
    carried: Carried = Carried.ALWAYS

    def asked(self, answers: Mapping[str, Any]) -> tuple[Field, ...]:
        """The questions whose condition holds."""
        return asked(self.fields, answers)


def asked(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> tuple[Field, ...]:
    """Those of `fields` whose condition holds."""
    return tuple(field for field in fields if field.shown_if is None or field.shown_if.holds(answers))

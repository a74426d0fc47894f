"""How a condition of a call is judged: what it asks, what it wants, and what somebody lacks, in numbers. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale

from accreditation.texts import LOCALES, Text

Condition = Mapping[str, Any]
Words = Text | Mapping[str, str]
# What is known of a person for one condition: years or a count, a level, keys of documents, yes or no. None: nothing.
Value = int | str | frozenset[str] | bool | None

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
NO_LEVEL = "none"


@cache
def language_names(code: str) -> Mapping[str, str]:
    """The name of a language in each of LOCALES."""
    return {locale: Locale(locale).languages.get(code, code) for locale in LOCALES}


@dataclass(frozen=True)
class Terms:
    """What the conditions of a call are about: its subject by language, its language of assessment, its documents."""

    subject: Mapping[str, str]
    language: str
    documents: Sequence[Mapping[str, Any]]

    @property
    def needed_documents(self) -> dict[str, Mapping[str, str]]:
        """Key -> names of the documents that must be handed in."""
        return {slot["key"]: slot["names"] for slot in self.documents if slot.get("required")}


@dataclass(frozen=True)
class Finding:
    """What the rule says of one condition. `met` None: nothing is known. `lacking` says what is missing, in numbers."""

    condition: Condition
    met: bool | None
    wanted: Words
    has: Words | None = None
    lacking: Words | None = None
    missing: tuple[Words, ...] = ()

    @property
    def key(self) -> str:
        return str(self.condition["key"])


@dataclass(frozen=True)
class Rule:
    """A condition that is met or not: the answer is True or False.

    `needs` names what an entry must say besides its names. `in_time`: what lacks can be added until the call closes.
    """

    key: str
    label: Text
    asking: Text
    needs: str = ""
    kind: str = "yes_no"
    hint: Text | None = None
    wants: Text | None = None
    in_time: bool = False

    def question(self, condition: Condition, terms: Terms) -> Text:
        return self.asking.with_values(**self._values(condition, terms))

    def wanted(self, condition: Condition, terms: Terms) -> Words:
        """The condition in one sentence, with its number."""
        names: Mapping[str, str] = condition["names"]
        return self.wants.with_values(**self._values(condition, terms)) if self.wants else names

    def is_asked(self, condition: Condition, terms: Terms) -> bool:
        """Whether there is anything to ask."""
        return True

    def judge(self, condition: Condition, terms: Terms, value: Value) -> Finding:
        """What follows from what is known."""
        wanted = self.wanted(condition, terms)
        if value is None:
            return Finding(condition, None, wanted)
        return self._judge(condition, terms, wanted, value)

    def _judge(self, condition: Condition, terms: Terms, wanted: Words, value: Any) -> Finding:
        met = value is True
        return Finding(condition, met, wanted, lacking=None if met else wanted)

    def _values(self, condition: Condition, terms: Terms) -> dict[str, Any]:
        return {
            "num": condition.get("least", 0),
            "subject": terms.subject,
            "language": language_names(terms.language),
            "asked": condition.get("level", ""),
            "title": condition.get("titles", {}),
            "names": condition["names"],
        }

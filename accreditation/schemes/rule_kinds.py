"""Kinds of conditions: a count, a level, documents."""

from dataclasses import dataclass
from typing import Any

from accreditation.schemes.rules import CEFR, NO_LEVEL, Condition, Finding, Rule, Terms, Words
from accreditation.texts import N_, N_plural, Text


@dataclass(frozen=True, kw_only=True)
class CountRule(Rule):
    """At least so many of something; the answer is a whole number. `shows` says what there is, `lacks` what is missing."""

    needs: str = "least"
    kind: str = "number"
    shows: Text
    lacks: Text

    def _judge(self, condition: Condition, terms: Terms, wanted: Words, value: Any) -> Finding:
        values = self._values(condition, terms)
        has = self.shows.with_values(**{**values, "num": value})
        short = condition["least"] - value
        if short <= 0:
            return Finding(condition, True, wanted, has)
        return Finding(condition, False, wanted, has, self.lacks.with_values(**{**values, "num": short}))


@dataclass(frozen=True)
class LevelRule(Rule):
    """A level in the language of assessment; the answer is one of CEFR or NO_LEVEL."""

    needs: str = "level"
    kind: str = "level"

    def _judge(self, condition: Condition, terms: Terms, wanted: Words, value: Any) -> Finding:
        values = self._values(condition, terms)
        if value == NO_LEVEL:
            return Finding(condition, False, wanted, None, N_("Level %(asked)s in %(language)s", **values))
        has = N_("Level %(has)s in %(language)s", **values, has=value)
        steps = CEFR.index(condition["level"]) - CEFR.index(value)
        if steps <= 0:
            return Finding(condition, True, wanted, has)
        lacking = N_plural(
            "%(num)s more level in %(language)s: from %(has)s to %(asked)s",
            "%(num)s more levels in %(language)s: from %(has)s to %(asked)s",
        )
        return Finding(condition, False, wanted, has, lacking.with_values(**{**values, "has": value, "num": steps}))


@dataclass(frozen=True)
class DocumentsRule(Rule):
    """Every document that must be handed in; the answer is the keys of those that are there."""

    kind: str = "documents"
    in_time: bool = True

    def is_asked(self, condition: Condition, terms: Terms) -> bool:
        return bool(terms.needed_documents)

    def _judge(self, condition: Condition, terms: Terms, wanted: Words, value: Any) -> Finding:
        missing = tuple(names for key, names in terms.needed_documents.items() if key not in value)
        if not missing:
            return Finding(condition, True, wanted)
        lacking = N_plural("%(num)s document", "%(num)s documents", num=len(missing))
        return Finding(condition, False, wanted, None, lacking, missing)

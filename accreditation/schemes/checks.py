"""What a scheme must have before it can be adopted: numbers in their range, weights that make 100, texts. No database."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accreditation.schemes.conditions import condition_fault
from accreditation.schemes.numbers import REASON_LISTS, Number, every_number
from accreditation.schemes.questions import reference_faults, sections_faults
from accreditation.schemes.renewal import condition_fault as renewal_fault
from accreditation.texts import DEFAULT_LOCALE, N_, Text

CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
LEVELS = ("1", "2", "3", "4", "5")
# Levels that must be described before an edition is adopted: every one of the desk review, three of the workshop.
NEEDED_LEVELS: Mapping[str, Sequence[str]] = {"rubric": ("1", "3", "5"), "scoring": LEVELS}
WEIGHTS_MAKE = 100
HIGHEST_FLOOR = 5


@dataclass(frozen=True)
class Shortcoming:
    """`part` is the column to mend ("rubric"), for reasons with the list ("reasons.hold"); `reason` says what is wrong."""

    part: str
    reason: Text


def number_fault(number: Number, value: object) -> Text | None:
    """Why this cannot be the number's value, or None."""
    if isinstance(value, int) and not isinstance(value, bool) and number.least <= value <= number.most:
        return None
    return N_("Give a whole number from %(least)s to %(most)s.", least=number.least, most=number.most)


def weights_fault(criteria: Sequence[Mapping[str, Any]]) -> Text | None:
    """Why these weights do not serve, or None."""
    if any(criterion["weight"] < 1 for criterion in criteria):
        return N_("Every criterion needs a weight of 1 or more.")
    total = sum(criterion["weight"] for criterion in criteria)
    return None if total == WEIGHTS_MAKE else N_("The weights make %(total)s. They must make 100.", total=total)


def texts_fault(texts: Mapping[str, str]) -> Text | None:
    """Why these words do not serve, or None."""
    return None if texts.get(DEFAULT_LOCALE, "").strip() else N_("Write this in Spanish at least.")


def rows_fault(rows: Sequence[Mapping[str, Any]], name: str, words: str) -> Text | None:
    """Why these rows of code (column `name`) and texts (column `words`) do not serve, or None."""
    codes = [row[name] for row in rows]
    if not rows:
        return N_("At least one entry is needed.")
    if len(set(codes)) < len(codes):
        return N_("Two entries have the same code.")
    if not all(CODE.fullmatch(code) for code in codes):
        return N_("A code has 2 to 30 small letters, digits or underscores and begins with a letter.")
    return next((fault for row in rows if (fault := texts_fault(row[words]))), None)


def conditions_fault(conditions: Sequence[Mapping[str, Any]]) -> Text | None:
    """Why these conditions cannot be judged, or None."""
    fault = rows_fault(conditions, "key", "names")
    return fault or next((fault for each in conditions if (fault := condition_fault(each))), None)


def renewal_conditions_fault(conditions: Sequence[Mapping[str, Any]]) -> Text | None:
    """Why renewal cannot be judged by these conditions, or None."""
    if not conditions:
        return N_("Renewal needs at least one condition.")
    return next((fault for each in conditions if (fault := renewal_fault(each))), None)


def _of_criteria(part: str, criteria: Sequence[Mapping[str, Any]]) -> Iterator[Shortcoming]:
    if fault := weights_fault(criteria):
        yield Shortcoming(part, fault)
    for criterion in criteria:
        described = (criterion["anchors"].get(level, {}) for level in NEEDED_LEVELS[part])
        texts = [criterion["names"], criterion["meaning"], *described]
        if any(texts_fault(each) for each in texts):
            name = criterion["names"].get(DEFAULT_LOCALE) or criterion["key"]
            yield Shortcoming(part, N_("“%(name)s” lacks its name, meaning or levels in Spanish.", name=name))


def shortcomings_of(scheme: Any) -> list[Shortcoming]:
    """Everything that keeps this edition from being adopted; empty when nothing does."""
    found = []
    if fault := texts_fault(scheme.names):
        found.append(Shortcoming("numbers", fault))
    for number in every_number():
        if fault := number_fault(number, scheme.numbers.get(number.name)):
            found.append(Shortcoming("numbers", N_("%(what)s: %(fault)s", what=number.label, fault=fault)))
    if scheme.numbers.get("motivation_least_words", 0) > scheme.numbers.get("motivation_most_words", 0):
        found.append(Shortcoming("numbers", N_("The shortest statement of motivation is longer than the longest.")))
    if not (scheme.numbers.get("third_reviewer") or scheme.numbers.get("score_discussion")):
        found.append(
            Shortcoming("numbers", N_("Scores that differ need a way out: a further reviewer or a discussion."))
        )
    for part in ("rubric", "scoring"):
        found += _of_criteria(part, getattr(scheme, part))
    if fault := conditions_fault(scheme.eligibility):
        found.append(Shortcoming("eligibility", fault))
    if fault := rows_fault(scheme.documents, "key", "names"):
        found.append(Shortcoming("documents", fault))
    slots = [slot["key"] for slot in scheme.documents]
    found += [Shortcoming("sections", fault) for fault in sections_faults(scheme.sections, slots)]
    found += [Shortcoming("reference", fault) for fault in reference_faults(scheme)]
    if fault := renewal_conditions_fault(scheme.renewal):
        found.append(Shortcoming("renewal", fault))
    for name in REASON_LISTS:
        if fault := rows_fault(scheme.reasons.get(name, []), "code", "texts"):
            found.append(Shortcoming(f"reasons.{name}", fault))
    return found

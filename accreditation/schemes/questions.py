"""What a scheme may ask besides the built-in questions: kinds, shapes and faults of its sections. No database.

An entry of `Scheme.sections`: {key, names, required, hints?, own?, questions?}. `own` marks a section that is not built in.
A question: {key, kind, names, hints?, required, choices? [{key, names}], columns? [{key, kind, names, required}],
least?, most?, shown_if? {key, values}, slot?}.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from accreditation.texts import DEFAULT_LOCALE, N_, Text

KINDS: Mapping[str, Text] = {
    "text": N_("One line of text"),
    "long": N_("Longer text"),
    "choice": N_("One of several answers"),
    "several": N_("Any of several answers"),
    "number": N_("Whole number"),
    "date": N_("Date"),
    "file": N_("File"),
    "table": N_("Table with rows"),
}
COLUMN_KINDS = ("text", "long", "number", "date", "year", "language", "country")
CHOOSING = ("choice", "several")
# Without them nobody could be named on a certificate, and nothing could be kept.
ESSENTIAL = ("identity", "consents")
# What referees are asked: a section of its own, which no applicant sees.
REFERENCE = "reference"
LONGEST = {"text": 500, "long": 6000}
MOST_ROWS = 30


def part_of(key: str) -> str:
    """The column of a scheme in which the section of that key stands."""
    return "reference" if key == REFERENCE else "sections"


def entry_in(scheme: Any, key: str) -> Mapping[str, Any] | None:
    """The entry of one section, or of what referees are asked; None where there is none."""
    if key == REFERENCE:
        return scheme.reference or {"key": REFERENCE, "names": {}, "questions": []}
    return entry_of(scheme.sections, key)


def question_in(scheme: Any, section: str, key: str) -> Mapping[str, Any] | None:
    """One question of a section, or None."""
    entry = entry_in(scheme, section)
    return next((each for each in (entry or {}).get("questions", ()) if each["key"] == key), None)


def entry_of(sections: Sequence[Mapping[str, Any]], key: str) -> Mapping[str, Any] | None:
    """The entry of one section, or None."""
    return next((entry for entry in sections if entry["key"] == key), None)


def question_fault(
    question: Mapping[str, Any], siblings: Sequence[Mapping[str, Any]], slots: Collection[str]
) -> Text | None:
    """Why this question cannot be asked so, or None. `siblings` are all questions of its section, `slots` the documents."""
    if not _is_named(question):
        return N_("Write this in Spanish at least.")
    kind, least, most = question["kind"], question.get("least"), question.get("most")
    if kind in CHOOSING and len(question.get("choices", ())) < 2:
        return N_("Give at least two answers to choose from.")
    if kind == "table" and not question.get("columns"):
        return N_("Give the table at least one column.")
    entries = [*question.get("choices", ()), *question.get("columns", ())]
    if len({entry["key"] for entry in entries}) < len(entries):
        return N_("Two entries have the same code.")
    if not all(_is_named(entry) for entry in entries):
        return N_("Write each answer and column in Spanish at least.")
    if kind == "file" and question.get("slot") not in slots:
        return N_("Say which of the edition’s documents is handed in here.")
    if least is not None and most is not None and least > most:
        return N_("The least is more than the most.")
    return _condition_fault(question, siblings)


def _is_named(entry: Mapping[str, Any]) -> bool:
    return bool(entry["names"].get(DEFAULT_LOCALE, "").strip())


def _condition_fault(question: Mapping[str, Any], siblings: Sequence[Mapping[str, Any]]) -> Text | None:
    condition = question.get("shown_if")
    if not condition:
        return None
    before = next((each for each in siblings if each["key"] == condition["key"]), None)
    if before is None or before["key"] == question["key"]:
        return N_("The question that this one depends on is not in the section.")
    offered = {choice["key"] for choice in before.get("choices", ())}
    if not condition["values"] or not offered.issuperset(condition["values"]):
        return N_("Say with which of its answers this question is asked.")
    return None


def sections_faults(sections: Sequence[Mapping[str, Any]], slots: Collection[str]) -> Iterator[Text]:
    """Everything that keeps the sections of an edition from being asked."""
    keys = [entry["key"] for entry in sections]
    for key in ESSENTIAL:
        if key not in keys:
            yield N_("The sections on identity and consents cannot be left out.")
            break
    if len(set(keys)) < len(keys):
        yield N_("Two sections have the same code.")
    for entry in sections:
        questions = entry.get("questions", ())
        if not _is_named(entry):
            yield N_("A section lacks its name in Spanish.")
        if entry.get("own") and not questions:
            yield N_("The section “%(name)s” has no question yet.", name=entry["names"])
        for question in questions:
            if fault := question_fault(question, questions, slots):
                yield N_("“%(name)s”: %(fault)s", name=question["names"], fault=fault)


def reference_faults(scheme: Any) -> Iterator[Text]:
    """Everything that keeps referees from being asked, where the edition wants some."""
    questions = scheme.reference.get("questions", ())
    if scheme.numbers.get("referees") and not questions:
        yield N_("Referees are named, but asked nothing.")
    for question in questions:
        if fault := question_fault(question, questions, ()):
            yield N_("“%(name)s”: %(fault)s", name=question["names"], fault=fault)

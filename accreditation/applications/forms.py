"""The form that one edition of a scheme asks: built-in sections, the criteria of its rubric, and its own questions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accreditation.applications.fields import Carried, Condition, Field, SectionForm
from accreditation.applications.questions import SECTIONS
from accreditation.applications.questions.abilities import EVIDENCE_CHARACTERS, HOW_LONG, LEVELS
from accreditation.applications.questions.vouching import DECLARED
from accreditation.schemes.conditions import rule_of
from accreditation.schemes.questions import LONGEST, MOST_ROWS, entry_of
from accreditation.texts import DEFAULT_LOCALE, N_

# Answers that the form leaves open, unless a condition of the scheme reads them: rule -> (section, question).
READ_BY_RULES = {"subject_years": ("experience", "subject_years")}


def forms_of(scheme: Any) -> list[SectionForm]:
    """Every section in the scheme's order. `scheme` has `sections`, `rubric`, `declarations`, `eligibility`, `numbers`."""
    return [form for entry in scheme.sections if (form := form_of(scheme, entry["key"])) is not None]


def form_of(scheme: Any, key: str) -> SectionForm | None:
    """One section as the scheme asks it; None where it does not."""
    entry = entry_of(scheme.sections, key)
    if entry is None or not (key in SECTIONS or entry.get("questions") or entry.get("own")):
        return None
    form = SECTIONS.get(key, SectionForm(key, entry["names"], carried=Carried.CHOSEN))
    fields = _built_in(scheme, key, form)
    return replace(
        form,
        title=entry["names"] if entry["names"].get(DEFAULT_LOCALE) else form.title,
        intro=entry.get("hints") or form.intro,
        required=bool(entry.get("required", False)),
        fields=(*_needed(scheme, key, fields), *(field_of(question) for question in entry.get("questions", ()))),
    )


def reference_form_of(scheme: Any) -> SectionForm:
    """What a referee is asked: the questions of the edition, and the declaration at the end."""
    entry = scheme.reference
    return SectionForm(
        "reference",
        entry.get("names", {}),
        (*(field_of(question) for question in entry.get("questions", ())), DECLARED),
        entry.get("hints") or None,
    )


def _built_in(scheme: Any, key: str, form: SectionForm) -> tuple[Field, ...]:
    if key == "self_assessment":
        return _of_rubric(scheme.rubric)
    if key == "motivation":
        return tuple(
            _as_long_as_asked(field, scheme.numbers, field.words) if field.words else field for field in form.fields
        )
    if key == "referees":
        least = scheme.numbers.get("referees", form.fields[0].least)
        return tuple(replace(field, least=least, required=bool(least)) for field in form.fields)
    return _in_present_wording(form, scheme.declarations)


def _needed(scheme: Any, section: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """What a condition reads must be answered."""
    read = {READ_BY_RULES.get(rule_of(condition).key) for condition in scheme.eligibility}
    return tuple(replace(field, required=True) if (section, field.key) in read else field for field in fields)


def _as_long_as_asked(field: Field, numbers: Mapping[str, int], usual: tuple[int, int]) -> Field:
    """The statement with the edition's range of words, which its hint says."""
    least = numbers.get("motivation_least_words", usual[0])
    most = numbers.get("motivation_most_words", usual[1])
    return replace(field, words=(least, most), hint=HOW_LONG.with_values(least=least, most=most))


def _of_rubric(rubric: list[Mapping[str, Any]]) -> tuple[Field, ...]:
    fields = []
    for criterion in rubric:
        names = criterion["names"]
        fields.append(Field(f"level_{criterion['key']}", "choice", names, criterion["meaning"] or None, choices=LEVELS))
        shows_it = N_("What shows it: %(criterion)s", criterion=names)
        fields.append(Field(f"evidence_{criterion['key']}", "long", shows_it, most=EVIDENCE_CHARACTERS))
    return tuple(fields)


def _in_present_wording(form: SectionForm, declarations: list[Mapping[str, Any]]) -> tuple[Field, ...]:
    """What is ticked as agreed is worded by the declaration of that key, whose version is kept with the consent."""
    texts = {each["key"]: each["texts"] for each in declarations}
    return tuple(
        replace(field, label=texts[field.key]) if field.kind == "yes" and field.key in texts else field
        for field in form.fields
    )


def field_of(question: Mapping[str, Any]) -> Field:
    """A question of a scheme as the form asks it."""
    kind, condition = question["kind"], question.get("shown_if")
    return Field(
        key=question["key"],
        kind=kind,
        label=question["names"],
        hint=question.get("hints") or None,
        required=bool(question.get("required", False)),
        choices=tuple((choice["key"], choice["names"]) for choice in question.get("choices", ())),
        least=question.get("least") or (1 if kind == "table" and question.get("required") else None),
        most=question.get("most") or LONGEST.get(kind) or (MOST_ROWS if kind == "table" else None),
        shown_if=Condition(condition["key"], tuple(condition["values"])) if condition else None,
        columns=tuple(field_of(column) for column in question.get("columns", ())),
        row_title=question["names"] if kind == "table" else None,
        slot=question.get("slot", ""),
        of_call=True,
    )

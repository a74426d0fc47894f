"""Answers are refused with a sentence that says what to write, and only where a question is asked."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from accreditation import clock
from accreditation.applications.answers import tidy_answers
from accreditation.applications.checking import fault_of, faults_in
from accreditation.applications.fields import YES_NO, Condition, Field, SectionForm
from accreditation.applications.forms import form_of, forms_of
from accreditation.applications.questions import SECTIONS
from accreditation.schemes.reference import standard_scheme
from accreditation.texts import N_, in_language, say
from tests.answering import standard_forms, typed_into

TODAY = datetime(2026, 11, 24, 18, tzinfo=UTC)
NAME = N_("Name")


def said(field: Field, **answers: Any) -> str:
    with clock.at(TODAY):
        fault = fault_of(field, answers)
    return say(fault, "en") if fault else ""


@pytest.mark.parametrize(
    ("kind", "good", "bad", "part"),
    [
        ("number", "12", "twelve", "whole number"),
        ("number", "0", "-1", "whole number"),
        ("number", "7", "٧", "whole number"),
        ("year", "2015", "15", "four digits"),
        ("year", "2015", "2099", "four digits"),
        ("date", "2024-02-29", "2023-02-29", "day of the calendar"),
        ("date", "1985-03-27", "19x5-03-27", "day of the calendar"),
        ("email", "ana@aduana.gob.gt", "ana@aduana", "e-mail address"),
        ("email", "a+b@x.example", "ana aduana.gob.gt", "e-mail address"),
        ("phone", "+502 2222-3333", "2222 3333", "country code"),
        ("phone", "+1 (246) 555-0100", "+0 123 456 789", "country code"),
        ("zone", "America/Guatemala", "America/Nowhere", "answers offered"),
        ("level", "B2", "D1", "answers offered"),
        ("country", "GT", "Guatemala", "answers offered"),
    ],
)
def test_each_kind_has_its_sentence(kind: str, good: str, bad: str, part: str) -> None:
    field = Field("it", kind, NAME, least=0 if kind == "number" else None, past=kind in ("year", "date"))
    assert said(field, it=good) == ""
    assert part in said(field, it=bad)


def test_a_range_and_an_order_are_kept() -> None:
    assert said(Field("it", "number", NAME, least=1, most=366), it="400") == "Write a number from 1 to 366."
    assert "characters" in said(Field("it", "long", NAME, most=10), it="x" * 11)
    assert "words" in said(Field("it", "long", NAME, words=(2, 3)), it="uno dos tres cuatro")
    assert "before 2015" in said(Field("to", "year", NAME, after="since"), since="2015", to="2014")
    assert "before the first day" in said(Field("to", "date", NAME, after="since"), since="2026-02-02", to="2026-02-01")
    assert "still to come" in said(Field("it", "date", NAME, past=True), it="2027-01-01")


def test_a_conditional_question_is_only_asked_with_its_answer() -> None:
    form = SectionForm(
        "own",
        NAME,
        (
            Field("hurt", "choice", NAME, choices=YES_NO),
            Field("how", "long", NAME, shown_if=Condition("hurt", ("yes",))),
            Field(
                "cases",
                "table",
                NAME,
                least=1,
                columns=(Field("what", "text", NAME),),
                shown_if=Condition("hurt", ("yes",)),
            ),
        ),
    )
    assert faults_in(form, {"hurt": "no", "how": "", "cases": []}) == {}
    assert set(faults_in(form, {"hurt": "yes", "how": "", "cases": []})) == {"how", "cases"}
    assert set(faults_in(form, {"hurt": "yes", "how": "x", "cases": [{"what": ""}]})) == {"cases-0-what"}


def test_what_an_older_form_kept_breaks_nothing() -> None:
    for form in standard_forms():
        for old in ({}, {"rows": "text", "unknown": ["x"]}, {field.key: None for field in form.fields}):
            assert isinstance(faults_in(form, old), dict)
            assert isinstance(tidy_answers(form, {}), dict)


def test_nothing_typed_is_cut_silently() -> None:
    form = SECTIONS["motivation"]
    kept = tidy_answers(form, {"statement": "palabra " * 1000})["statement"]
    assert len(kept.split()) == 1000 and "now there are 1000" in say(
        faults_in(form, {"statement": kept})["statement"], "en"
    )


def test_the_standard_form_asks_the_criteria_of_the_rubric_and_its_declarations() -> None:
    scheme = standard_scheme()
    forms = {form.key: form for form in forms_of(SimpleNamespace(**scheme))}
    assert set(forms) == set(SECTIONS)
    asked = {field.key for field in forms["self_assessment"].fields}
    assert asked == {f"{part}_{each['key']}" for each in scheme["rubric"] for part in ("level", "evidence")}
    privacy = next(field for field in forms["consents"].fields if field.key == "privacy")
    assert say(privacy.label, "es").startswith("He leído")


def test_an_edition_leaves_out_orders_and_adds() -> None:
    scheme = SimpleNamespace(**standard_scheme())
    question = {"key": "q_ship", "kind": "choice", "names": {"es": "¿Barco?"}, "required": True,
                "choices": [{"key": "si", "names": {"es": "Sí"}}, {"key": "no", "names": {"es": "No"}}]}  # fmt: skip
    scheme.sections = [
        {"key": "own_sea", "own": True, "required": True, "names": {"es": "Mar"}, "questions": [question]},
        *(entry for entry in scheme.sections if entry["key"] != "advisory"),
    ]
    assert [form.key for form in forms_of(scheme)][:2] == ["own_sea", "identity"]
    assert form_of(scheme, "advisory") is None
    assert in_language(form_of(scheme, "own_sea").title, "fr") == "Mar"


def test_the_answers_of_the_tests_fit_every_form() -> None:
    assert all(typed_into(form) or form.key == "advisory" for form in standard_forms())


def test_the_edition_says_how_long_the_motivation_is() -> None:
    scheme = SimpleNamespace(**standard_scheme())
    statement = form_of(scheme, "motivation").fields[0]
    assert statement.words == (300, 500)
    assert "now there are 299" in say(fault_of(statement, {"statement": "palabra " * 299}), "en")
    assert fault_of(statement, {"statement": "palabra " * 300}) is None
    scheme.numbers = {**scheme.numbers, "motivation_least_words": 0, "motivation_most_words": 800}
    assert form_of(scheme, "motivation").fields[0].words == (0, 800)
    scheme.numbers = {"reviewers": 2}
    assert form_of(scheme, "motivation").fields[0].words == (100, 500), "an edition adopted before keeps what it asked"


def test_a_language_that_is_not_listed_is_named() -> None:
    row = {
        "language": "other",
        "listening": "B2",
        "speaking": "B2",
        "reading": "B1",
        "writing": "A2",
        "facilitates": "no",
    }
    form = SECTIONS["languages"]
    assert list(faults_in(form, {"rows": [row]})) == ["rows-0-other"]
    assert faults_in(form, {"rows": [{**row, "other": "Kʼicheʼ"}]}) == {}
    assert faults_in(form, {"rows": [{**row, "language": "ht"}]}) == {}

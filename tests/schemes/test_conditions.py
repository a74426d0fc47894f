"""The conditions of a call: what each rule finds, said in numbers, and the same from an address as from a dossier."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from accreditation.applications.eligibility import Dossier, values_in
from accreditation.schemes.conditions import RULES, condition_fault, findings_for
from accreditation.schemes.reference import standard_scheme
from accreditation.schemes.rules import CEFR, NO_LEVEL, Finding, Terms
from accreditation.texts import LOCALES, say
from accreditation.web.public.enquiry import questions_on

SCHEME = standard_scheme()
TERMS = Terms({"es": "Valoración", "en": "Valuation"}, "es", SCHEME["documents"])
TITLES = {"es": "Valoración aduanera", "en": "Customs valuation"}
EVERY = [
    *SCHEME["eligibility"],
    {"key": "taught", "rule": "trainings", "least": 2, "names": {"es": "Formador"}},
    {"key": "clikc", "rule": "course", "titles": TITLES, "names": {"es": "Curso"}},
]


def found(key: str, value: Any) -> Finding:
    condition = next(each for each in EVERY if each["key"] == key)
    return findings_for([condition], TERMS, {key: value})[0]


@pytest.mark.parametrize(
    ("key", "value", "met", "lacking"),
    [
        ("member", True, True, None),
        ("member", False, False, "A post in the customs administration of a Member of this region"),
        ("years", 5, True, None),
        ("years", 4, False, "1 more year in customs"),
        ("years", 0, False, "5 more years in customs"),
        ("subject", 3, True, None),
        ("subject", 1, False, "2 more years of work in the subject"),
        ("taught", 0, False, "2 more trainings given"),
        ("language", "B2", True, None),
        ("language", "C2", True, None),
        ("language", "B1", False, "1 more level in Spanish: from B1 to B2"),
        ("language", "A1", False, "3 more levels in Spanish: from A1 to B2"),
        ("language", NO_LEVEL, False, "Level B2 in Spanish"),
        ("clikc", False, False, "The course “Customs valuation” on CLiKC!, with its certificate"),
        ("documents", frozenset({"cv"}), True, None),
        ("documents", frozenset(), False, "1 document"),
        ("years", None, None, None),
    ],
)
def test_what_is_missing_is_said_in_numbers(key: str, value: Any, met: bool | None, lacking: str | None) -> None:
    finding = found(key, value)
    assert finding.met is met
    assert (say(finding.lacking, "en") if finding.lacking else None) == lacking


def test_the_missing_documents_are_named() -> None:
    assert [say(names, "en") for names in found("documents", frozenset()).missing] == ["Curriculum vitae"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_question_and_condition_can_be_said(locale: str) -> None:
    for question in questions_on(EVERY, TERMS):
        assert say(question.label, locale) and question.condition is not None
        rule = RULES[question.condition["rule"]]
        assert say(rule.wanted(question.condition, TERMS), locale)
        assert all(say(option.label, locale) for option in question.options)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_default_scheme_says_what_counts_as_proof_and_what_one_can_do(locale: str) -> None:
    for condition in SCHEME["eligibility"]:
        assert condition_fault(condition) is None
        assert condition["names"][locale] and condition["proofs"][locale] and condition["advice"][locale]


@pytest.mark.parametrize(
    "entry",
    [
        {"rule": "years"},
        {"rule": "years", "least": 0},
        {"rule": "trainings", "least": 61},
        {"rule": "level", "level": "B3"},
        {"rule": "course", "titles": {"en": "Valuation"}},
    ],
)
def test_an_entry_that_cannot_be_judged_is_refused(entry: dict[str, Any]) -> None:
    assert condition_fault({"key": "some", "names": {"es": "Algo"}, **entry}) is not None


def test_what_an_older_edition_does_not_say_is_left_to_the_office() -> None:
    old = {"key": "years", "names": {"es": "Cinco años o más en la aduana"}}
    assert condition_fault(old) is None
    (question,) = questions_on([old], TERMS)
    assert say(question.label, "es").count("Cinco años o más en la aduana") == 1
    assert values_in(Dossier({}, True, frozenset()), [old], TERMS) == {"years": None}


# What somebody is, in plain facts; told once to the page as answers, and once written into a dossier.
PEOPLE = st.fixed_dictionaries(
    {
        "member": st.booleans(),
        "years": st.integers(0, 60),
        "subject": st.integers(0, 60),
        "taught": st.integers(0, 12),
        "level": st.sampled_from([*CEFR, NO_LEVEL]),
        "course": st.booleans(),
        "cv": st.booleans(),
    }
)


def told(person: dict[str, Any]) -> MultiDict[str, str]:
    """As the address of /eligibility holds it."""
    return MultiDict(
        {
            "has-member": "yes" if person["member"] else "no",
            "has-years": str(person["years"]),
            "has-subject": str(person["subject"]),
            "has-taught": str(person["taught"]),
            "has-language": person["level"],
            "has-clikc": "yes" if person["course"] else "no",
            "has-documents": "cv" if person["cv"] else "none",
        }
    )


def written(person: dict[str, Any]) -> Dossier:
    """As the form of an application keeps it."""
    skills = ("listening", "speaking", "reading", "writing")
    levels = {**dict.fromkeys(skills, "C2"), "writing": person["level"]}
    spoken = [] if person["level"] == NO_LEVEL else [{"language": "es", **levels}]
    course = {"course": "  CUSTOMS valuation", "certificate": "yes" if person["course"] else "no"}
    return Dossier(
        answers={
            "employment": {"years_in_customs": str(person["years"])},
            "experience": {"rows": [], "subject_years": str(person["subject"])},
            "languages": {"rows": [{"language": "en", **dict.fromkeys(skills, "C2")}, *spoken]},
            "trainings": {"rows": [{"topic": f"Curso {number}"} for number in range(person["taught"])]},
            "wco_history": {"courses": [course]},
        },
        is_member=person["member"],
        lacking=frozenset() if person["cv"] else frozenset({"cv"}),
    )


@settings(max_examples=150, deadline=None)
@given(PEOPLE)
def test_the_page_and_screening_find_the_same_of_the_same_person(person: dict[str, Any]) -> None:
    answers = told(person)
    questions = list(questions_on(EVERY, TERMS))
    asked = {each.condition["key"]: each.value_of(each.answer_in(answers)) for each in questions if each.condition}
    read = values_in(written(person), EVERY, TERMS)
    assert asked == read
    assert findings_for(EVERY, TERMS, asked) == findings_for(EVERY, TERMS, read)
    assert all(finding.met is not None for finding in findings_for(EVERY, TERMS, read))


@given(PEOPLE)
def test_what_is_known_of_somebody_fills_in_the_answers_they_would_give(person: dict[str, Any]) -> None:
    answers = told(person)
    for question in questions_on(EVERY, TERMS):
        answer = question.answer_in(answers)
        assert question.typed_for(question.value_of(answer)) == answer

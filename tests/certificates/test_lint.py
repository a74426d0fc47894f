"""Each rule before signing has content it passes and content it names, and names nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from accreditation.certificates import lint
from accreditation.certificates.content import CertificateContent
from accreditation.certificates.lint import RULES, IssuingPolicy, faults_of, last_day_of
from accreditation.texts import LOCALES, say

BASE = "https://aval.example.org/verify/AMS-2026-000123-53"
CODE = "Zk3nP0q_8sJr2VtXw5LbYg1aHc4dEf6u"

BAD: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (lint.number_is_well_formed, {"number": "AMS-2026-000123-54"}),
    (lint.number_is_well_formed, {"number": "AP-2026-000123-12"}),
    (lint.number_is_of_the_year_of_issue, {"issued_on": date(2025, 12, 31)}),
    (lint.number_is_the_reserved_one, {"number": "AMS-2026-000124-50"}),
    (lint.name_is_the_approved_one, {"holder_name": "María Nandú Peralta"}),
    (lint.name_has_a_length_to_print, {"holder_name": "M"}),
    (lint.name_has_a_length_to_print, {"holder_name": "M" * 121}),
    (lint.name_has_a_length_to_print, {"holder_name": "María  Ñandú"}),
    (lint.texts_are_composed, {"holder_name": "Mari\u0301a"}),
    (lint.texts_hide_nothing, {"holder_name": "María\u202eatlareP"}),
    (lint.texts_hide_nothing, {"decision_reference": "AMS\x00"}),
    (lint.texts_hide_nothing, {"signatories": (("Ana\u200bFerreira", "Directora"),)}),
    (lint.texts_can_be_printed, {"holder_name": "ᏣᎳᎩ"}),
    (lint.no_text_is_empty, {"decision_reference": " "}),
    (lint.no_text_is_empty, {"signatories": (("Ana Ferreira", ""),)}),
    (lint.level_is_known, {"level": "attended"}),
    (lint.scope_is_in_the_catalogue, {"subject": "Astrología"}),
    (lint.scope_is_in_the_catalogue, {"category": "Director/a"}),
    (lint.administration_is_of_the_region, {"administration": "Aduana de otra región"}),
    (lint.language_is_that_of_the_assessment, {"locale": "fr"}),
    (lint.decision_is_before_issue, {"decided_on": date(2026, 11, 4)}),
    (lint.decision_is_before_issue, {"decided_on": date(2026, 11, 3)}),
    (lint.issue_is_not_in_the_future, {"issued_on": date(2026, 11, 4)}),
    (lint.validity_is_not_over, {"expires_on": date(2026, 11, 2)}),
    (lint.validity_is_within_the_scheme, {"expires_on": date(2029, 11, 2)}),
    (lint.signatories_are_one_or_two_persons, {"signatories": ()}),
    (lint.signatories_are_one_or_two_persons, {"signatories": (("Ana", "D"), ("Ána ", "P"))}),
    (lint.holder_does_not_sign, {"signatories": (("MARIA NANDU PERALTA", "Directora"),)}),
    (lint.address_leads_to_this_house, {"verify_url": BASE.replace("aval.", "avaI.") + f"?code={CODE}"}),
    (lint.address_leads_to_this_house, {"verify_url": BASE.replace("https", "http") + f"?code={CODE}"}),
    (lint.address_leads_to_this_house, {"verify_url": BASE.replace("123-53", "124-50") + f"?code={CODE}"}),
    (lint.address_has_a_code, {"verify_url": BASE}),
    (lint.address_has_a_code, {"verify_url": f"{BASE}?code=short"}),
]


def test_sound_content_has_no_fault(content: CertificateContent, policy: IssuingPolicy) -> None:
    assert faults_of(content, policy) == ()


def test_sound_at_the_edges(content: CertificateContent, policy: IssuingPolicy) -> None:
    same_day = replace(content, decided_on=content.issued_on, effective_on=content.issued_on)
    shorter = replace(content, expires_on=content.issued_on, level="recognized", signatories=content.signatories[:1])
    assert faults_of(same_day, policy) == ()
    assert faults_of(shorter, policy) == ()


@pytest.mark.parametrize(("rule", "change"), BAD, ids=[f"{rule.__name__}-{next(iter(change))}" for rule, change in BAD])
def test_each_rule_names_its_bad_example(
    rule: Callable[..., Any], change: dict[str, Any], content: CertificateContent, policy: IssuingPolicy
) -> None:
    fault = rule(replace(content, **change), policy)
    assert fault is not None
    assert fault in faults_of(replace(content, **change), policy)
    assert all("%(" not in say(fault, locale) for locale in LOCALES)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (lint.decision_is_final, {"decision_at": None, "conflict_at": None}),
        (lint.decision_is_newer_than_any_conflict, {"conflict_at": datetime(2026, 11, 2, 15, 0, 1, tzinfo=UTC)}),
    ],
)
def test_a_certificate_rests_on_a_decision_that_stands(
    rule: Callable[..., Any], change: dict[str, Any], content: CertificateContent, policy: IssuingPolicy
) -> None:
    assert faults_of(content, replace(policy, **change)) == (rule(content, replace(policy, **change)),)


def test_every_rule_has_a_bad_example() -> None:
    of_the_decision = {lint.decision_is_final, lint.decision_is_newer_than_any_conflict}
    assert {rule for rule, _ in BAD} | of_the_decision == set(RULES)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 3, 14), 36, date(2029, 3, 13)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
    ],
)
def test_the_last_day_is_inclusive(start: date, months: int, last: date) -> None:
    assert last_day_of(start, months) == last

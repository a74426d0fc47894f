"""No self-dealing, over the tables alone: whatever roles a person holds or is lent, a part in the case keeps them from judging it."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, combinations
from typing import Any

import pytest

from accreditation.workflow import LIFECYCLES, permissions
from accreditation.workflow.actors import DISQUALIFYING, Actor, Grant, Role, Scope, Who
from accreditation.workflow.appeal_facts import AppealFacts
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.check import judgements
from accreditation.workflow.facts import Facts
from accreditation.workflow.impartiality import KEEPS_FROM_EXAMINING, SPEAK_FOR_AN_ADMINISTRATION
from accreditation.workflow.involvement import Involvement

ME, APPLICANT, REGION, HOME, CALL, CENTRE, CASE, STRANGER, PARTY = (uuid.UUID(int=number) for number in range(1, 10))
SCOPES = {
    Scope.REGION: REGION, Scope.ADMINISTRATION: HOME, Scope.CALL: CALL, Scope.CENTRE: CENTRE, Scope.CASE: CASE
}  # fmt: skip
SEATS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, Role.APPEALS_PANEL)
LENDERS = (None, STRANGER, PARTY, APPLICANT)
TIES = sorted(DISQUALIFYING)

# An examined appeal bars from deciding in its case; whoever decided or filed does not examine.
BESIDES = {
    "chair_of_the_appeal": frozenset({Involvement.DECIDER, Involvement.FILER}),
    "officer_who_took_no_part": frozenset({Involvement.APPEALS_PANEL}),
    "panel_member_without_interest": frozenset({Involvement.APPEALS_PANEL}),
    "decision_maker_without_interest": frozenset({Involvement.APPEALS_PANEL}),
}
# Every rule by which somebody judges another, with what bars there, and the part that the rule itself asks for.
RULES: dict[Who, tuple[frozenset[Involvement], frozenset[Involvement], type]] = {
    step.who: (
        DISQUALIFYING
        | BESIDES.get(step.who.__name__, frozenset()),
        frozenset({Involvement.APPEALS_PANEL}) if book.name == "appeal" else frozenset(),
        AppealFacts if book.name == "appeal" else ApplicationFacts,
    )
    for book in LIFECYCLES.values()
    for step in judgements(book)
} | {
    permissions.DECIDE.who: (DISQUALIFYING | {Involvement.APPEALS_PANEL}, frozenset(), ApplicationFacts),
    permissions.SCORE.who: (KEEPS_FROM_EXAMINING, frozenset({Involvement.REVIEWER}), ApplicationFacts),
    permissions.MARK.who: (KEEPS_FROM_EXAMINING, frozenset({Involvement.ASSESSOR}), ApplicationFacts),
    LIFECYCLES["certificate"].transition("approve_content").who: (
        DISQUALIFYING | {Involvement.DECIDER},
        frozenset(),
        ApplicationFacts,
    ),
}  # fmt: skip
NAMES = sorted((rule.__name__, rule) for rule in RULES)
parametrized = pytest.mark.parametrize("rule", [rule for _, rule in NAMES], ids=[name for name, _ in NAMES])


def facts(form: type, parts: frozenset[Involvement], *, applicant: uuid.UUID = APPLICANT, **others: Any) -> Facts:
    chair = {"chair_id": ME} if form is AppealFacts else {}
    found: Facts = form(
        now=datetime(2026, 1, 1, tzinfo=UTC), region_id=REGION, applicant_id=applicant, administration_id=HOME,
        call_id=CALL, centre_id=CENTRE, involvements={ME: parts, PARTY: frozenset({Involvement.NOMINATOR}), **others},
        **chair,
    )  # fmt: skip
    return found


def everything(lender: uuid.UUID | None = None, *, speaks: bool = False) -> frozenset[Grant]:
    return frozenset(
        Grant(role, REGION, scope, key, lender)
        for role in Role
        for scope, key in SCOPES.items()
        if speaks or role not in SPEAK_FOR_AN_ADMINISTRATION
    )


def combinations_of_grants() -> Iterator[frozenset[Grant]]:
    """Each grant alone, every set of seats in every scope from every lender, and all there are."""
    single = [
        Grant(role, REGION, scope, key, lender) for role in Role for scope, key in SCOPES.items() for lender in LENDERS
    ]
    yield frozenset()
    yield from (frozenset({grant}) for grant in single)
    seats = [
        Grant(role, REGION, scope, SCOPES[scope], lender)
        for role in SEATS
        for scope in (Scope.REGION, Scope.CALL)
        for lender in (None, PARTY)
    ]
    yield from map(frozenset, combinations(seats, 2))
    yield from (everything(lender, speaks=speaks) for lender in LENDERS for speaks in (False, True))
    yield frozenset(chain.from_iterable(everything(lender, speaks=True) for lender in LENDERS))


GRANTS = list(combinations_of_grants())


@parametrized
def test_no_combination_of_roles_and_deputies_outweighs_a_part_in_the_case(rule: Who) -> None:
    barring, asked, form = RULES[rule]
    for tie in barring:
        told = facts(form, asked | {tie})
        let_through = [grants for grants in GRANTS if rule(Actor(ME, grants=grants), told) is None]
        assert let_through == [], f"{tie}: {let_through[:1]}"


@parametrized
def test_no_set_of_parts_makes_up_for_one_that_bars(rule: Who) -> None:
    barring, asked, form = RULES[rule]
    actor = Actor(ME, grants=everything())
    for size in range(len(Involvement) + 1):
        for parts in combinations(Involvement, size):
            held = frozenset(parts) | asked
            allowed = rule(actor, facts(form, held)) is None
            assert allowed == (not held & barring), held


@parametrized
def test_who_they_are_and_whose_voice_they_have_bars_too(rule: Who) -> None:
    _, asked, form = RULES[rule]
    clean = facts(form, asked)
    actor = Actor(ME, grants=everything(), administration_id=STRANGER)
    assert rule(actor, clean) is None
    for grants in GRANTS:
        person = replace(actor, grants=grants)
        assert rule(person, facts(form, asked, applicant=ME)) is not None
        assert rule(replace(person, related_to=frozenset({APPLICANT})), clean) is not None
        if rule.__name__ == "certificate_officer":
            continue
        assert rule(replace(person, administration_id=HOME), clean) is not None
        speaks = {grant.role for grant in grants if grant.scope_id == HOME} & SPEAK_FOR_AN_ADMINISTRATION
        assert not speaks or rule(person, clean) is not None


@parametrized
def test_a_seat_lent_by_a_party_is_no_seat(rule: Who) -> None:
    """A seat on the appeals panel and a task of a reviewer or an assessor are the person's own: nobody lends them."""
    _, asked, form = RULES[rule]
    if asked:
        return
    lent = {
        lender: [frozenset(replace(grant, on_behalf_of=lender) for grant in grants) for grants in GRANTS]
        for lender in (APPLICANT, PARTY)
    }
    # Whoever was overruled is no party: an office with one head would have nobody left to decide again.
    for tie in set(TIES) - {Involvement.OVERRULED}:
        lender = APPLICANT if tie is Involvement.APPLICANT else PARTY
        told = replace(facts(form, frozenset()), involvements={lender: frozenset({tie})})
        assert all(rule(Actor(ME, grants=grants), told) is not None for grants in lent[lender])
        assert rule(Actor(ME, grants=everything(lender) | everything(STRANGER)), told) is None


def test_every_rule_of_a_judgement_is_looked_at() -> None:
    for book in LIFECYCLES.values():
        for step in book.transitions:
            assert not step.decides or step.who in RULES, step.name

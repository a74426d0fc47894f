"""Quorum and majority over every panel there can be: who counts, what is carried, who speaks."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from accreditation.workflow.panel import ABSTAIN, RECUSED, Rules, against_carrying, counted, rules_of, speaker_of
from accreditation.workflow.panel_facts import Panel

PEOPLE = [uuid.UUID(int=number) for number in range(1, 10)]
OUTCOMES = ("shortlist", "waitlist", "not_select")
CHOICES = (*OUTCOMES, ABSTAIN, RECUSED)


@some.composite
def panels(draw: Any) -> Panel:
    """Any number of members, some with an interest, some away, some who have not voted."""
    seated = draw(some.lists(some.sampled_from(PEOPLE), unique=True))
    interested = frozenset(draw(some.lists(some.sampled_from(seated), unique=True))) if seated else frozenset()
    chair, deputy = (draw(some.sampled_from([None, *seated])) for _ in range(2))
    votes = draw(some.dictionaries(some.sampled_from(PEOPLE), some.sampled_from(CHOICES)))
    away = frozenset(draw(some.lists(some.sampled_from(PEOPLE), unique=True)))
    return Panel(frozenset(seated) - interested, interested, away, chair, deputy, votes)


RULES = some.builds(Rules, some.integers(2, 9), some.integers(50, 90), some.booleans())


@given(panels(), RULES)
def test_at_most_one_outcome_is_carried_and_never_below_the_quorum(panel: Panel, rules: Rules) -> None:
    carried = [outcome for outcome in OUTCOMES if against_carrying(panel, rules, outcome) is None]
    assert len(carried) <= 1
    valid = [panel.votes[one] for one in panel.entitled if panel.votes.get(one) not in (None, RECUSED)]
    for outcome in carried:
        yes, cast = valid.count(outcome), sum(choice != ABSTAIN for choice in valid)
        assert len(valid) >= rules.quorum and yes >= 1 and 100 * yes >= rules.majority_percent * cast


@given(panels(), RULES, some.sampled_from(PEOPLE), some.sampled_from(CHOICES))
def test_who_has_an_interest_or_no_seat_changes_nothing(panel: Panel, rules: Rules, who: Any, choice: str) -> None:
    if who in panel.entitled:
        return
    other = replace(panel, votes={**panel.votes, who: choice})
    for outcome in OUTCOMES:
        assert (against_carrying(panel, rules, outcome) is None) == (against_carrying(other, rules, outcome) is None)


@given(panels(), RULES, some.sampled_from(OUTCOMES))
def test_another_vote_for_what_is_carried_never_undoes_it(panel: Panel, rules: Rules, outcome: str) -> None:
    if against_carrying(panel, rules, outcome) is not None:
        return
    for one in panel.entitled:
        more = replace(panel, votes={**panel.votes, one: outcome})
        assert against_carrying(more, rules, outcome) is None


@given(panels())
def test_whoever_speaks_is_there_without_interest(panel: Panel) -> None:
    speaker = speaker_of(panel)
    if speaker is not None:
        assert speaker in panel.entitled - panel.away and panel.votes.get(speaker) != RECUSED
        assert speaker in (panel.chair_id, panel.deputy_id)
    elif panel.chair_id in panel.entitled - panel.away:
        assert panel.votes.get(panel.chair_id) == RECUSED


ONE, TWO, THREE, FOUR = PEOPLE[:4]


def _panel(votes: Mapping[Any, str], **more: Any) -> Panel:
    return Panel(frozenset({ONE, TWO, THREE, FOUR}), chair_id=ONE, deputy_id=TWO, votes=votes, **more)


@pytest.mark.parametrize(("chair_breaks", "chair", "is_carried"), [(True, "shortlist", True), (True, "waitlist", False),
    (False, "shortlist", False)])  # fmt: skip
def test_a_tie(chair_breaks: bool, chair: str, is_carried: bool) -> None:
    others = {TWO: "shortlist", THREE: "waitlist"} if chair == "shortlist" else {TWO: "shortlist", THREE: "shortlist"}
    votes = {ONE: chair, **others, FOUR: "waitlist"}
    rules = Rules(3, 50, chair_breaks)
    assert (against_carrying(_panel(votes), rules, "shortlist") is None) == is_carried


def test_an_abstention_is_presence_without_a_vote() -> None:
    votes = {ONE: "shortlist", TWO: ABSTAIN, THREE: ABSTAIN}
    assert against_carrying(_panel(votes), Rules(3), "shortlist") is None
    assert counted(_panel(votes)).cast == 1
    assert against_carrying(_panel({ONE: ABSTAIN, TWO: ABSTAIN, THREE: ABSTAIN}), Rules(3), "shortlist") is not None


def test_stepping_back_reduces_who_is_there() -> None:
    votes = {ONE: RECUSED, TWO: "shortlist", THREE: "shortlist"}
    assert against_carrying(_panel(votes), Rules(3), "shortlist") is not None
    assert speaker_of(_panel(votes)) == TWO and speaker_of(_panel(votes, away=frozenset({TWO}))) is None


def test_an_edition_without_these_numbers_decides_as_before() -> None:
    assert rules_of({}).quorum == 1

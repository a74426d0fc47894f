"""Scores that differ: the office sees how far, asks a further reviewer or opens a discussion, and the case waits meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.notifications.models import Message
from accreditation.reviews.discussing import open_discussions
from accreditation.reviews.reopening import former_scores
from accreditation.transition import facts_of
from accreditation.worker import run_until_idle
from accreditation.workflow.score_guards import the_scores_agree
from tests import staging
from tests.reviews.reviewing import OFFICER, Desk, desk


@pytest.fixture
def table(peopled: Any) -> Iterator[Desk]:
    with clock.at(staging.TODAY):
        yield desk(peopled)


@pytest.fixture
def apart(table: Desk) -> Desk:
    """Both handed in; on languages they lie three levels apart, in the weighted level not too far."""
    table.hand_in(table.one, 4, 4, 5, 4)
    table.hand_in(table.other, 4, 4, 2, 4)
    return table


def stands_against(table: Desk) -> str:
    with table.app.app_context():
        refusal = the_scores_agree(facts_of(db.session(), table.case()))
        return refusal.message_id if refusal else ""


def open_one(table: Desk, question: str = "Which certificate counts?") -> None:
    table.walk(OFFICER).open(f"/cases/{table.number}/scores").submit(
        "/discussion", having="question", question=question
    )


def test_one_criterion_alone_makes_scores_differ(apart: Desk) -> None:
    assert "assign another reviewer, or let" in stands_against(apart)
    officer = apart.walk(OFFICER).open(f"/cases/{apart.number}")
    assert "The scores differ" in officer.text
    page = officer.open(f"/cases/{apart.number}/scores")
    assert "3 apart, 2 allowed" in page.text and "0.60 apart, 1.50 allowed" in page.text
    assert len(page.page.select("svg.strips__line")) == 5
    apart.set_numbers(criterion_spread_levels=3)
    assert stands_against(apart) == ""


def test_the_edition_says_which_ways_out_there_are(apart: Desk) -> None:
    apart.set_numbers(score_discussion=0)
    assert "assign another reviewer." in stands_against(apart)
    assert "A discussion" not in apart.walk(OFFICER).open(f"/cases/{apart.number}/scores").text
    apart.set_numbers(score_discussion=1, third_reviewer=0)
    assert "let the reviewers discuss them" in stands_against(apart)
    assert "A further reviewer" not in apart.walk(OFFICER).open(f"/cases/{apart.number}/scores").text


def test_no_discussion_before_both_have_handed_in_nor_where_scores_agree(table: Desk) -> None:
    table.hand_in(table.one, 1, 1, 1, 1)
    officer = table.walk(OFFICER).open(f"/cases/{table.number}/scores")
    token = officer.page.select_one('input[name="csrf_token"]')["value"]
    post = f"/cases/{table.number}/scores/discussion"
    assert officer.client.post(post, data={"csrf_token": token, "act": "open"}).status_code == 422
    table.walk(table.one).open(f"/cases/{table.number}/discussion", expect=404)
    table.hand_in(table.other, 2, 2, 2, 2)
    assert officer.client.post(post, data={"csrf_token": token, "act": "open"}).status_code == 422
    with table.app.app_context():
        assert not open_discussions(db.session(), [table.case().id])


def test_a_discussion_from_its_opening_to_the_judgement_anew(apart: Desk) -> None:
    open_one(apart)
    assert "Close the discussion first" in stands_against(apart)
    one = apart.walk(apart.one).open(f"/cases/{apart.number}/discussion")
    assert "Which certificate counts?" in one.text
    one.submit("/discussion", having="words", expect=422, act="say", words="  ")
    one.submit("/discussion", having="words", act="say", words="DELE C1 is in the annex.")
    other = apart.walk(apart.other).open(f"/cases/{apart.number}/discussion")
    assert "DELE C1 is in the annex." in other.text
    other.submit("/discussion", having="reason", expect=422, act="revise", score__languages="4")
    assert "Say why you change your scores: it stays on record." in other.errors
    other.submit("/discussion", having="reason", act="revise", score__languages="4", reason="I had missed the annex.")
    assert "before: level 2" in other.text and "I had missed the annex." in other.text
    officer = apart.walk(OFFICER).open(f"/cases/{apart.number}/scores")
    assert "I had missed the annex." in officer.text
    officer.submit("/discussion", act="close")
    assert stands_against(apart) == "" and "The scores agree" in officer.text
    with apart.app.app_context():
        review = apart.review(apart.other)
        (former,) = former_scores(db.session(), [review])[review.id]
        assert (former.criterion, former.level, former.reason) == ("languages", 2, "I had missed the annex.")
    other.open(f"/cases/{apart.number}/discussion")
    assert not other.page.select("main form textarea"), "a closed discussion takes no more words"


def test_only_own_scores_can_be_changed_and_only_while_it_is_open(apart: Desk) -> None:
    open_one(apart)
    page = apart.walk(apart.other).open(f"/cases/{apart.number}/discussion")
    page.submit(
        "/discussion", having="reason", act="revise", score__training="5", score__training__comment="x", reason="Seen."
    )
    with apart.app.app_context():
        levels = {score.criterion: score.level for score in apart.review(apart.one).scores}
        assert levels["training"] == 4
    apart.walk(OFFICER).open(f"/cases/{apart.number}/scores").submit("/discussion", act="close")
    page.submit("/discussion", having="reason", expect=409, act="revise", score__training="1", reason="Late.")


def test_a_discussion_that_changes_nothing_leaves_the_scores_apart(apart: Desk) -> None:
    open_one(apart)
    apart.walk(OFFICER).open(f"/cases/{apart.number}/scores").submit("/discussion", act="close")
    assert "assign another reviewer" in stands_against(apart)


def test_both_reviewers_are_asked_by_mail_and_the_mail_names_nobody(apart: Desk) -> None:
    open_one(apart)
    run_until_idle(apart.app)
    with apart.app.app_context():
        letters = db.session.scalars(select(Message).where(Message.kind == "ask_to_discuss_scores")).all()
        assert {letter.email for letter in letters} == {apart.one, apart.other}
        names = {email: apart.review(email).reviewer.display_name for email in (apart.one, apart.other)}
        for letter in letters:
            assert f"/cases/{apart.number}/discussion" in letter.body
            assert not any(name in letter.body for email, name in names.items() if email != letter.email)

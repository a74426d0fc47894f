"""Scoring: kept as one types, two windows, handed in after a last look, never seen by the other reviewer before."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.people.staff_notes import StaffNote
from accreditation.reviews.models import Score
from accreditation.reviews.scoring_models import FormerScore
from tests import staging
from tests.reviews.reviewing import OFFICER, Desk, desk

JSON = {"Accept": "application/json", "X-Requested-With": "autosave"}


@pytest.fixture
def table(peopled: Any) -> Iterator[Desk]:
    with clock.at(staging.TODAY):
        yield desk(peopled)


def levels(table: Desk, email: str) -> dict[str, int | None]:
    with table.app.app_context():
        return {score.criterion: score.level for score in table.review(email).scores}


def test_every_level_is_described_beside_its_choice(table: Desk) -> None:
    page = table.walk(table.one).open(f"/cases/{table.number}/review").page
    described = [anchor.get_text() for anchor in page.select(".scored__anchor")]
    assert len(described) == 20 and all(described) and len(set(described)) == 20
    assert page.select_one('.scored a[href="#dossier-experience"]') and page.select_one("#dossier-experience")


def test_words_are_kept_before_a_level_is_chosen(table: Desk) -> None:
    walker = table.walk(table.one).open(f"/cases/{table.number}/review")
    walker.submit("/review", act="keep", score__experience__comment="Three rulings of her own.")
    assert "Three rulings of her own." in walker.open(f"/cases/{table.number}/review").page.get_text()
    assert levels(table, table.one) == {"experience": None}
    assert "0 of 4 criteria scored" in walker.text


def test_a_script_is_told_when_it_was_saved_how_far_one_is_and_the_version(table: Desk) -> None:
    walker = table.walk(table.one).open(f"/cases/{table.number}/review")
    form = walker.form("/review")
    sent = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden]")}
    answer = walker.client.post(f"/cases/{table.number}/review", data={**sent, "score-training": "3"}, headers=JSON)
    assert answer.status_code == 200 and "1 of 4" in answer.json["message"]
    assert int(answer.json["fields"]["version"]) > int(sent["version"])
    stale = walker.client.post(f"/cases/{table.number}/review", data={**sent, "score-training": "5"}, headers=JSON)
    assert stale.status_code == 409 and levels(table, table.one) == {"training": 3}


def test_two_windows_do_not_overwrite_each_other_silently(table: Desk) -> None:
    first, second = (table.walk(table.one).open(f"/cases/{table.number}/review") for _ in "12")
    first.submit("/review", act="keep", score__languages="2", score__languages__comment="Reads it only.")
    second.submit("/review", act="keep", expect=409, score__languages="4", score__languages__comment="Works in it.")
    assert "There are two versions of your scores" in second.text
    assert "Reads it only." in second.text and "Works in it." in second.text
    assert levels(table, table.one) == {"languages": 2}
    second.submit("/review", act="keep")
    assert levels(table, table.one) == {"languages": 4}


def test_a_comment_is_asked_where_the_edition_wants_one(table: Desk) -> None:
    with table.app.app_context():
        scheme = table.case().scheme
        scheme.scoring = [{**one, "comment_at": [3]} for one in scheme.scoring]
        db.session.commit()
    walker = table.walk(table.one).open(f"/cases/{table.number}/review")
    typed = table.scores(table.one, 5, 3, 1, 4, comment="")
    walker.submit("/review", act="hand_in", expect=422, **typed)
    assert [error for error in walker.errors if "level 3" in error] and not any(
        "level 5" in each for each in walker.errors
    )
    walker.submit("/review", act="hand_in", score__training__comment="Courses for her own unit.")
    assert walker.at.endswith("/review/summary")


def test_scores_are_read_once_more_before_they_are_final(table: Desk) -> None:
    walker = table.walk(table.one).open(f"/cases/{table.number}/review")
    walker.submit("/review", act="hand_in", **table.scores(table.one, 4, 3, 4, 5))
    assert walker.at.endswith("/review/summary") and "Weighted level: 3.95" in walker.text
    with table.app.app_context():
        assert table.review(table.one).handed_in_at is None
    walker.submit("/hand-in")
    with table.app.app_context():
        assert table.review(table.one).handed_in_at is not None
    page = walker.open(f"/cases/{table.number}/review")
    assert "can no longer be changed" in page.text and not page.page.select("main form textarea")


def test_handed_in_is_final_whatever_is_posted(table: Desk) -> None:
    walker = table.walk(table.one).open(f"/cases/{table.number}/review")
    hidden = {
        str(field["name"]): str(field.get("value", "")) for field in walker.form("/review").select("input[type=hidden]")
    }
    table.hand_in(table.one, 4, 3, 4, 4)
    answer = walker.client.post(f"/cases/{table.number}/review", data={**hidden, "score-training": "5"})
    assert answer.status_code in (404, 409) and levels(table, table.one)["training"] == 3


def test_a_stranger_a_colleague_and_an_officer_cannot_score(table: Desk) -> None:
    walker = table.walk(OFFICER).open("/tasks")
    token = walker.page.select_one('input[name="csrf_token"]')["value"]
    for path in ("review", "review/hand-in", "discussion"):
        answer = walker.client.post(f"/cases/{table.number}/{path}", data={"csrf_token": token, "score-training": "5"})
        assert answer.status_code == 404, path
    with table.app.app_context():
        assert not db.session.scalars(select(Score).where(Score.assignment_id == table.review(table.one).id)).all()


def test_the_other_reviewer_cannot_tell_whether_one_has_handed_in(table: Desk) -> None:
    """Two worlds that differ in a hand-in: every page of the other one answers byte for byte alike."""
    paths = ("/tasks", "/cases", *(f"/cases/{table.number}{end}" for end in ("", "/dossier", "/review", "/references")))

    def read() -> list[str]:
        walker = table.walk(table.other)
        answers = []
        for path in paths:
            page = walker.open(path).page
            for token in page.select('input[name="csrf_token"], input[name="form_key"]'):
                token["value"] = ""
            answers.append(str(page).replace(str(page.select_one("meta[name=csrf]") or ""), ""))
        walker.open(f"/cases/{table.number}/discussion", expect=404)
        return answers

    before = read()
    table.hand_in(table.one, 5, 5, 5, 5)
    for path, one, other in zip(paths, before, read(), strict=True):
        assert one == other, path


def test_the_edition_says_whether_the_others_are_seen_afterwards(table: Desk) -> None:
    table.hand_in(table.one, 2, 2, 2, 2)
    table.hand_in(table.other, 3, 3, 3, 3)
    own = f"/cases/{table.number}/review"
    assert "Reviewer A" not in table.walk(table.other).open(own).text
    table.set_numbers(scores_shown_after=1)
    assert "Reviewer A" in table.walk(table.other).open(own).text


def test_the_office_opens_scores_again_with_a_reason_that_stays(table: Desk) -> None:
    table.hand_in(table.one, 4, 3, 4, 4)
    officer = table.walk(OFFICER).open(f"/cases/{table.number}/scores")
    officer.submit("/reopen", expect=422, why=" ")
    assert "Say why the scores are opened again: it stays on record." in officer.errors
    officer.submit("/reopen", why="Languages and motivation were swapped.")
    with table.app.app_context():
        review = table.review(table.one)
        kept = db.session.scalars(select(FormerScore).where(FormerScore.assignment_id == review.id)).all()
        assert review.handed_in_at is None and {score.reason for score in kept} == {
            "Languages and motivation were swapped."
        }
        assert [{score.criterion: score.level for score in kept}[key] for key in table.criteria()] == [4, 3, 4, 4]
        note = db.session.scalars(select(StaffNote).where(StaffNote.what == "reopen_scores")).one()
        assert note.details["number"] == table.number
    table.hand_in(table.one, 4, 3, 5, 4)
    assert levels(table, table.one)["languages"] == 5

"""Tasks in pages: walked from the first to the last, everything that waits is shown once, those without a deadline last."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.tasks import Place, tasks_of
from accreditation.web.cases.days_left import how_far
from tests import staging
from tests.walker import Walker

OFFICER = "oficial@demo.example"


def actor(email: str) -> Any:
    return actor_of(db.session(), db.session.scalars(select(Person).where(Person.email == email)).one())


def test_page_after_page_shows_all_there_is(filled: Any) -> None:
    with filled.app_context():
        everything = tasks_of(db.session(), actor(OFFICER), 5000)
        dated = [task.due_at is not None for task in everything]
        assert dated == sorted(dated, reverse=True)
        assert [task.due_at for task in everything if task.due_at] == sorted(
            task.due_at for task in everything if task.due_at
        )
        walked, after = [], None
        while page := tasks_of(db.session(), actor(OFFICER), 7, after):
            walked += page
            after = Place(page[-1].due_at, page[-1].address, page[-1].wait)
    assert len(everything) > 30
    assert walked == list(everything)


def test_the_next_page_begins_where_the_first_ended(filled: Any) -> None:
    somebody = Walker(filled, OFFICER)
    seen = [row["href"] for row in somebody.open("/tasks").page.select("main tbody th a")]
    further = somebody.page.select_one(".pager__link[rel=next]")
    assert len(seen) == 25
    there = [row["href"] for row in somebody.open(str(further["href"])).page.select("main tbody th a")]
    assert there and not set(seen) & set(there)
    back = somebody.page.select_one("a.govuk-back-link")
    assert [row["href"] for row in somebody.open(str(back["href"])).page.select("main tbody th a")] == seen


@pytest.mark.parametrize(
    ("lang", "over", "now", "soon"),
    [("es", "hace 3 días", "hoy", "dentro de 8 días"), ("fr", "il y a 3 jours", "aujourd’hui", "dans 8 jours")],
)
def test_a_deadline_says_how_far_it_is(app: Any, lang: str, over: str, now: str, soon: str) -> None:
    with clock.at(staging.TODAY), app.test_request_context(f"/?lang={lang}"):
        said = [how_far(staging.TODAY + timedelta(days=days)).replace("\xa0", " ") for days in (-3, 0, 8)]
        assert said == [over, now, soon]
        assert how_far(None) == ""

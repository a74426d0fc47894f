"""A page asks the database as often for thirty rows as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock, history
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.filling.filling import fill
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker

# SQLite is told by a statement of its own to begin: once for the page, once for what is written beside it.
OPENINGS = 2
OFFICER, HEAD, AUDITOR, ADMINISTRATOR = (
    f"{key}@demo.example" for key in ("oficial", "direccion", "auditoria", "administracion")
)


def rows_of(walker: Walker) -> int:
    return len(walker.page.select("main tbody tr, main .rows__row, main .timeline__entry"))


class Counting:
    """`asks(path)`: (rows shown, statements asked) by somebody signed in."""

    def __init__(self, app: Any, email: str, count: Callable[..., int]) -> None:
        self.app, self.walker, self.count = app, Walker(app, email), count

    def asks(self, path: str) -> tuple[int, int]:
        self.walker.open(path)
        number = self.count(self.app, lambda: self.walker.open(path))
        return rows_of(self.walker), number


@pytest.fixture
def counting(filled: Any, query_count: Callable[..., int]) -> Callable[[str], Counting]:
    return lambda email: Counting(filled, email, query_count)


def a_case(app: Any) -> str:
    with app.app_context():
        query = select(Application.number).where(Application.state == ApplicationState.SCREENING)
        return str(db.session.scalars(query.order_by(Application.number).limit(1)).one())


def test_cases(filled: Any, counting: Any) -> None:
    """One of the queries is for the office's tags, by which its list can be narrowed."""
    officer = counting(OFFICER)
    rows, many = officer.asks("/cases")
    assert rows == 25
    one, few = officer.asks(f"/cases?q={a_case(filled)}")
    assert one == 1
    assert few == many <= 7 + OPENINGS


def test_tasks(filled: Any, counting: Any) -> None:
    rows, many = counting(OFFICER).asks("/tasks")
    few_rows, few = counting("coordinacion@demo.example").asks("/tasks")
    assert rows == 25 > few_rows
    assert few == many <= 3 + OPENINGS


@pytest.mark.parametrize("entries", [1, 30])
def test_a_case_with_its_history(filled: Any, counting: Any, entries: int) -> None:
    """Thirty steps by thirty people are read in the query that reads one."""
    number = a_case(filled)
    officer = counting(OFFICER)
    before, asked = officer.asks(f"/cases/{number}")
    with filled.app_context():
        case = db.session.scalars(select(Application).where(Application.number == number)).one()
        others = select(Application.applicant_id).where(Application.id != case.id).distinct().limit(entries)
        for person_id in db.session.scalars(others).all():
            state = case.state.value
            history.append(
                db.session(), case, "application", transition="hold", from_state=state, to_state=state,
                actor_id=person_id,
            )  # fmt: skip
        db.session.commit()
    assert officer.asks(f"/cases/{number}") == (before + entries, asked)


def test_other_lists_do_not_ask_for_each_row(staffed: Any, query_count: Any) -> None:
    """The same lists before and after their tables have grown."""
    lists = {
        "/accreditations": HEAD,
        "/people": ADMINISTRATOR,
        "/audit": AUDITOR,
        "/calls": OFFICER,
        "/office/calls": OFFICER,
    }

    def ask_all() -> dict[str, tuple[int, int]]:
        return {path: Counting(staffed, email, query_count).asks(path) for path, email in lists.items()}

    with clock.at(staging.TODAY):
        fill(staffed, 60, 1)
        few = ask_all()
        fill(staffed, 600, 2)
        many = ask_all()
    assert {path: asked for path, (_, asked) in many.items()} == {path: asked for path, (_, asked) in few.items()}
    assert all(many[path][0] >= few[path][0] for path in lists)

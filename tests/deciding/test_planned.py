"""Published by itself at a set moment: nothing before, everything then or nothing and a task that says why."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.history import StateChange
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.compose import Sender
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person
from accreditation.publishing_on_time import publish_planned
from accreditation.reviews.decisions import record_decision
from accreditation.reviews.publication_models import PlannedPublication
from accreditation.tasks import tasks_of
from accreditation.worker import session_factory
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker

HEAD = "direccion@demo.example"
MORNING = "2026-12-01T09:00"
THEN = datetime(2026, 12, 1, 14, tzinfo=UTC)
BEFORE = THEN - timedelta(minutes=1)


class Hall:
    """A call with decided cases, its page, and the worker."""

    def __init__(self, app: Any) -> None:
        self.app = app
        with app.app_context():
            query = select(Application).where(Application.state == S.AWAITING_SHORTLISTING).order_by(Application.number)
            case = db.session.scalars(query).first()
            assert case.call.time_zone == "America/Lima"
            self.page = f"/office/calls/{case.call.reference}/decisions?lang=en"
            here = Application.call_id == case.call_id
            self.numbers = [row.number for row in db.session.scalars(query.where(here))]
        for number in self.numbers:
            self.record(number)

    def record(self, number: str, outcome: str = "not_select") -> None:
        with self.app.app_context(), writing():
            head = db.session.scalars(select(Person).where(Person.email == HEAD)).one()
            case = db.session.scalars(select(Application).where(Application.number == number)).one()
            reasons = {"not_select": "experience", "waitlist": "seats"}[outcome]
            record_decision(
                db.session(), actor_of(db.session(), head), case, outcome, reasons=[reasons], statement="",
                seen_version=case.version,
            )  # fmt: skip
            db.session.commit()

    def head(self) -> Walker:
        return Walker(self.app, HEAD, "en").open(self.page)

    def plan(self, moment: str = MORNING) -> Walker:
        head = self.head()
        head.send(head.form(having="publish_at"), {"publish_at": moment})
        return head

    def work(self) -> None:
        publish_planned(session_factory(self.app), Sender("https://example.org"))

    def states(self) -> set[S]:
        with self.app.app_context():
            query = select(Application.state).where(Application.number.in_(self.numbers))
            return set(db.session.scalars(query))

    def rows(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(OutboxRow))

    def tasks(self) -> list[str]:
        with self.app.app_context():
            head = db.session.scalars(select(Person).where(Person.email == HEAD)).one()
            found = tasks_of(db.session(), actor_of(db.session(), head))
            return [task.address for task in found if task.errand == "publish_again"]


@pytest.fixture
def hall(peopled: Any) -> Iterator[Hall]:
    with clock.at(staging.TODAY):
        yield Hall(peopled)


def test_it_is_published_at_the_moment_and_not_a_minute_before(hall: Hall) -> None:
    head = hall.plan()
    assert "Publication is planned for" in head.text and "in 7 days" in head.text and "Scheduled" in head.text
    rows = hall.rows()
    with clock.at(BEFORE):
        hall.work()
        assert hall.states() == {S.AWAITING_SHORTLISTING} and hall.rows() == rows
    with clock.at(THEN):
        hall.work()
        hall.work()
        assert hall.states() == {S.NOT_SELECTED} and hall.rows() > rows
        with hall.app.app_context():
            planned = db.session.scalars(select(PlannedPublication)).one()
            assert planned.outcome == "published"
            steps = select(StateChange.actor_id).where(StateChange.transition == "not_select", StateChange.at == THEN)
            assert set(db.session.scalars(steps)) == {planned.planned_by_id}


@pytest.mark.parametrize("what", ["decided otherwise", "an interest of the planner"])
def test_what_no_longer_passes_keeps_all_back_and_the_office_is_told_why(hall: Hall, what: str) -> None:
    hall.plan()
    first = hall.numbers[0]
    with clock.at(staging.TODAY + timedelta(days=1)):
        if what == "decided otherwise":
            hall.record(first, "waitlist")
        else:
            with hall.app.app_context():
                case = db.session.scalars(select(Application).where(Application.number == first)).one()
                head = db.session.scalars(select(Person).where(Person.email == HEAD)).one()
                tie = {"person_id": head.id, "other_id": case.applicant_id, "kind": "close"}
                db.session.add(Interest(region_id=case.region_id, **tie))
                db.session.commit()
    rows = hall.rows()
    with clock.at(THEN):
        hall.work()
        assert hall.states() == {S.AWAITING_SHORTLISTING} and hall.rows() == rows
        head = hall.head()
        assert "Nothing was published on" in head.text
        if what == "decided otherwise":
            assert hall.tasks() == [first] and f"{first}: Another decision was recorded" in head.text
        else:
            assert hall.tasks() == [] and first not in head.text
        head.submit(having="plan")
        assert hall.tasks() == [] and "Nothing was published on" not in hall.head().text


def test_it_is_moved_and_cancelled_until_then(hall: Hall) -> None:
    head = hall.plan("2020-01-01T09:00")
    assert "still to come" in head.errors[0] and 'value="2020-01-01T09:00' in str(head.page)
    head = hall.plan()
    head.submit(having="publish_at", publish_at="2026-12-15T09:00")
    assert "in 3 weeks" in head.text
    with clock.at(THEN):
        hall.work()
        assert hall.states() == {S.AWAITING_SHORTLISTING}
        head = hall.head()
        head.send(next(each for each in head.page.find_all("form") if each.find("input", {"value": "cancel"})))
        assert "Nothing is published automatically any more" in head.text
    with clock.at(THEN + timedelta(days=30)):
        hall.work()
        assert hall.states() == {S.AWAITING_SHORTLISTING}

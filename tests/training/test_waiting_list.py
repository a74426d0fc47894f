"""The waiting list follows the workshop it waits for: nobody lapses because of a workshop that does not take place."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.region.calendar import start_of
from accreditation.training.models import Workshop
from accreditation.training.planning import plan_workshop
from accreditation.transition import perform_transition
from accreditation.workflow.states import ApplicationState, WorkshopState
from tests import staging


def _officer(session: Any) -> Any:
    return actor_of(session, session.scalars(select(Person).where(Person.email == "oficial@demo.example")).one())


def _cancelled(session: Any) -> tuple[Application, Workshop]:
    """Who is on the waiting list, and the workshop that is not held."""
    waiting = session.scalars(select(Application).where(Application.state == ApplicationState.WAITLISTED)).one()
    assert waiting.due_at is not None
    workshop = session.scalars(select(Workshop).where(Workshop.state == WorkshopState.OPEN)).one()
    acted = {"note": "El centro no está disponible.", "seen_version": workshop.version}
    perform_transition(session, workshop, "cancel_workshop", actor=_officer(session), **acted)
    session.commit()
    return waiting, workshop


def test_when_the_workshop_is_cancelled_those_who_wait_for_it_have_no_deadline(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        session = db.session()
        waiting, _ = _cancelled(session)
        assert waiting.state is ApplicationState.WAITLISTED and waiting.due_at is None
        assert list(broken_rows(session)) == []


def test_when_another_is_planned_they_wait_for_that_one(peopled: Any) -> None:
    """Their list closes so many days before it begins as the edition says."""
    with clock.at(staging.TODAY), peopled.app_context():
        session = db.session()
        waiting, cancelled = _cancelled(session)
        days = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 2, 5), "time_zone": cancelled.time_zone}
        details = {"centre_id": cancelled.centre_id, "seats": 3, "titles": waiting.call.titles, **days}
        plan_workshop(session, _officer(session), waiting.call, **details)
        session.commit()
        closes = start_of(days["starts_on"], cancelled.time_zone)
        assert waiting.due_at == closes - timedelta(days=waiting.scheme.numbers["waitlist_closes_days"])
        assert list(broken_rows(session)) == []

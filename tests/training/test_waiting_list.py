"""The waiting list follows the workshop it waits for: nobody lapses because of a workshop that does not take place."""

from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.training.models import Workshop
from accreditation.transition import perform_transition
from accreditation.workflow.states import ApplicationState, WorkshopState
from tests import staging


def test_when_the_workshop_is_cancelled_those_who_wait_for_it_have_no_deadline(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        session = db.session()
        waiting = session.scalars(select(Application).where(Application.state == ApplicationState.WAITLISTED)).one()
        assert waiting.due_at is not None
        officer = actor_of(session, session.scalars(select(Person).where(Person.email == "oficial@demo.example")).one())
        workshop = session.scalars(select(Workshop).where(Workshop.state == WorkshopState.OPEN)).one()
        note = "El centro no está disponible."
        perform_transition(
            session, workshop, "cancel_workshop", actor=officer, note=note, seen_version=workshop.version
        )
        session.commit()
        assert waiting.state is ApplicationState.WAITLISTED and waiting.due_at is None
        assert list(broken_rows(session)) == []

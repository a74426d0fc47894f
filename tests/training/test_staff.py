"""Who teaches and marks in a workshop: somebody named by mistake is taken off; once it has begun, that they were there is kept."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.training.models import FormerStaff, Workshop, WorkshopStaff
from accreditation.workflow.states import WorkshopState
from tests import staging
from tests.walker import Walker


@pytest.mark.parametrize("state", [WorkshopState.OPEN, WorkshopState.RUNNING])
def test_a_trainer_is_taken_off_and_stays_on_record_once_the_workshop_has_begun(
    peopled: Any, state: WorkshopState
) -> None:
    query = select(WorkshopStaff).join(Workshop).where(Workshop.state == state, WorkshopStaff.duty == "trainer")
    with clock.at(staging.TODAY):
        with peopled.app_context():
            row = db.session.scalars(query).first()
            there, person = (row.person_id, row.workshop_id), row.person.public_id
            address = f"/workshops/{db.session.get_one(Workshop, row.workshop_id).public_id}"
        office = Walker(peopled, "oficial@demo.example").open(address)
        forms = office.page.select("main form")
        own = next(form for form in forms if form.select_one(f'input[name="person"][value="{person}"]'))
        assert office.send(own, {"act": "release"}).status == 200
        with peopled.app_context():
            now = db.session.execute(select(WorkshopStaff.person_id, WorkshopStaff.workshop_id)).all()
            former = db.session.execute(select(FormerStaff.person_id, FormerStaff.workshop_id)).all()
            assert there not in now and (there in former) is (state is WorkshopState.RUNNING)


def test_nobody_is_taken_off_once_marking_began(peopled: Any) -> None:
    query = (
        select(WorkshopStaff)
        .join(Workshop)
        .where(Workshop.state == WorkshopState.CLOSED, WorkshopStaff.duty == "trainer")
    )
    with clock.at(staging.TODAY):
        with peopled.app_context():
            row = db.session.scalars(query).first()
            person, address = (
                row.person.public_id,
                f"/workshops/{db.session.get_one(Workshop, row.workshop_id).public_id}",
            )
        office = Walker(peopled, "oficial@demo.example").open(address)
        assert not office.page.select(f'input[name="person"][value="{person}"]')
        token = office.page.select_one("input[name=csrf_token]")
        sent = office.client.post(address, data={"act": "release", "person": person, "csrf_token": token["value"]})
        assert sent.status_code == 404
        with peopled.app_context():
            assert db.session.get(WorkshopStaff, row.id) is not None

"""The days of a workshop on its page: refused ones come back beside their fields, as they were typed."""

from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.training.models import Workshop
from accreditation.workflow.states import WorkshopState
from tests import staging
from tests.walker import Walker


def test_a_last_day_before_the_first_is_refused_beside_the_field(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            found = db.session.scalars(select(Workshop).where(Workshop.state == WorkshopState.OPEN)).first()
            address, before = f"/workshops/{found.public_id}", (found.starts_on, found.ends_on)
        office = Walker(peopled, "oficial@demo.example").open(address + "?lang=en")
        office.submit(having="starts_on", expect=422, act="dates", starts_on="2027-03-05", ends_on="2027-03-01")
        beside = office.page.select_one(".govuk-form-group--error:has(#starts_on) .govuk-error-message")
        assert "The last day comes before the first." in beside.get_text()
        assert office.page.select_one(".govuk-error-summary a[href='#starts_on']")
        assert [office.page.select_one(f"#{name}")["value"] for name in ("starts_on", "ends_on")] == [
            "2027-03-05",
            "2027-03-01",
        ]
        with peopled.app_context():
            found = db.session.scalars(select(Workshop).where(Workshop.public_id == address.split("/")[-1])).one()
            assert (found.starts_on, found.ends_on) == before

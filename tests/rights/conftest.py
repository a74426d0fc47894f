"""What the tests of rights share: the peopled house seen from today, its cast at their browsers, and its chapters by number."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.extensions import db
from accreditation.people.models import Person
from tests import staging
from tests.web.actors import browsers


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    """The peopled application, today."""
    with clock.at(staging.TODAY):
        yield peopled


@pytest.fixture
def people(house: Any) -> dict[str, Any]:
    """Name in the access matrix -> that person's browser."""
    return browsers(house)


@pytest.fixture
def secrets(house: Any) -> list[str]:
    """Family names and addresses of everybody in the house: what figures must not carry."""
    with house.app_context():
        rows = db.session.scalars(select(Person)).all()
        names = {" ".join(filter(None, (row.first_family_name, row.second_family_name))) for row in rows}
        return sorted({row.email for row in rows} | {row.display_name for row in rows} | names)

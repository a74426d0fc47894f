"""Two accounts of one person, and the office that finds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.duplicates.merging import confirm_merge, propose_merge
from accreditation.duplicates.models import PersonMerge
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.workflow.actors import Actor
from tests import staging

HEAD, OFFICER, OTHER_OFFICER = "direccion@demo.example", "oficial@demo.example", "oficial2@demo.example"
LIAISON = "enlace@demo.example"
LATER = datetime(2026, 11, 25, 15, tzinfo=UTC)


@dataclass
class Office:
    """The people of the demo by their address, and the two keys of a merge."""

    session: Session

    def person(self, email: str) -> Person:
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def actor(self, email: str) -> Actor:
        return actor_of(self.session, self.person(email))

    def second_account(self, person: Person, **changes: Any) -> Person:
        """The same human being again: the same names without the second family name, another address."""
        values = {
            "region_id": person.region_id,
            "administration_id": person.administration_id,
            "email": f"segunda.{person.email}",
            "email_confirmed_at": clock.now(),
            "given_names": person.given_names,
            "first_family_name": person.first_family_name,
            "locale": person.locale,
            "is_demo": True,
        }
        second = Person(**{**values, **changes})
        self.session.add(second)
        self.session.flush()
        return second

    def merge(self, kept: Person, absorbed: Person) -> PersonMerge:
        proposed = propose_merge(self.session, self.actor(HEAD), kept, absorbed, "Llamada con la persona.")
        confirm_merge(self.session, self.actor(LIAISON), proposed)
        return proposed


@pytest.fixture
def office(peopled: Any) -> Iterator[Office]:
    """The office of a region with cases in most states, at the moment the demo is seen from."""
    with clock.at(staging.TODAY), peopled.app_context():
        yield Office(db.session())
        db.session.rollback()


@pytest.fixture
def twins(office: Office) -> tuple[Person, Person]:
    """The applicant of a case on mission, and a second account of the same person without a case."""
    person = office.person("enmision@demo.example")
    return person, office.second_account(person)

"""Answers about persons: who has an address, and which others lead to the same person."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.people.models import Person
from accreditation.people.names import plain_address


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with this address in use, confirmed or not; the address of a merged account leads to the one kept."""
    found = session.scalars(select(Person).where(Person.email == plain_address(email))).one_or_none()
    while found is not None and found.merged_into_id is not None:
        found = session.get_one(Person, found.merged_into_id)
    return found


def other_addresses_of(session: Session, person: Person) -> Sequence[str]:
    """Addresses of merged accounts, with which the person signs in too."""
    return session.scalars(select(Person.email).where(Person.merged_into_id == person.id).order_by(Person.email)).all()

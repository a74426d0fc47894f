"""Answers about persons: by address, and what they agreed to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.people.models import Consent, Person
from accreditation.people.names import plain_address


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with this address in use, confirmed or not."""
    return session.scalars(select(Person).where(Person.email == plain_address(email))).one_or_none()


def consents_of(session: Session, person: Person) -> Sequence[Consent]:
    """What the person agreed to, the latest first."""
    return session.scalars(
        select(Consent).where(Consent.person_id == person.id).order_by(Consent.given_at.desc())
    ).all()

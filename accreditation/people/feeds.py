"""Private calendar addresses: one at a time for each person, made anew or revoked by the person, over with the account."""

import secrets
import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.people.models import Person
from accreditation.people.session_models import CalendarFeed
from accreditation.people.sessions import hash_of


def make_feed(session: Session, person: Person) -> str:
    """A new address in place of an earlier one; returns its token of 256 random bits, kept nowhere else."""
    revoke_feeds(session, person.id)
    token = secrets.token_urlsafe(32)
    session.add(CalendarFeed(token_hash=hash_of(token), person_id=person.id, created_at=clock.now()))
    session.flush()
    return token


def revoke_feeds(session: Session, person_id: uuid.UUID) -> None:
    """From now on nothing is read there any more."""
    standing = (CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
    session.execute(update(CalendarFeed).where(*standing).values(revoked_at=clock.now()))


def feed_of(session: Session, person_id: uuid.UUID) -> CalendarFeed | None:
    """The person's address in use."""
    query = select(CalendarFeed).where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
    return session.scalars(query).first()


def person_by_feed(session: Session, token: str) -> Person | None:
    """Whose deadlines are read at this address: nobody's once it was revoked or the account disabled. One query."""
    query = (
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(
            CalendarFeed.token_hash == hash_of(token), CalendarFeed.revoked_at.is_(None), Person.disabled_at.is_(None)
        )
    )
    return session.scalars(query).one_or_none()

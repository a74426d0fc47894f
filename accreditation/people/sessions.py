"""Signed-in browsers: the cookie holds a random token, the table its SHA-256, and a row that ended stays ended."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.people.models import Person
from accreditation.people.session_models import SignInSession
from accreditation.workflow.actors import Actor, Role

STAFF_ROLES = frozenset(
    {
        Role.ROCB_OFFICER,
        Role.ROCB_HEAD,
        Role.PANEL_MEMBER,
        Role.APPEALS_PANEL,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)


def hash_of(token: str) -> str:
    """SHA-256 (hex) of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, person: Person, agent: str) -> str:
    """A new signed-in browser; returns the token for its cookie, kept nowhere else."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignInSession(token_hash=hash_of(token), person_id=person.id, created_at=now, seen_at=now, agent=agent[:200])
    )
    session.flush()
    return token


# The session of a cookie's token (`token_hash`) with its person, unless it ended or the account is disabled. Put together
# once: it is asked at every page.
OPEN_SESSION = (
    select(SignInSession, Person)
    .join(Person, Person.id == SignInSession.person_id)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        Person.disabled_at.is_(None),
    )
)


def is_staff(actor: Actor) -> bool:
    """Holds a role whose sessions end sooner."""
    return bool(actor.roles() & STAFF_ROLES)


def is_over(row: SignInSession, idle: timedelta, absolute: timedelta) -> bool:
    """Too long unused, or too old."""
    now = clock.now()
    return now - row.seen_at > idle or now - row.created_at > absolute


def open_sessions_of(session: Session, person_id: uuid.UUID) -> Sequence[SignInSession]:
    """Browsers in which the person is signed in, the latest used first."""
    query = select(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    return session.scalars(query.order_by(SignInSession.seen_at.desc())).all()


def end_session(session: Session, session_id: uuid.UUID) -> None:
    """Signs one browser out."""
    open_one = (SignInSession.id == session_id, SignInSession.ended_at.is_(None))
    session.execute(update(SignInSession).where(*open_one).values(ended_at=clock.now()))


def end_sessions(
    session: Session, person_id: uuid.UUID, *, only: str | None = None, but: uuid.UUID | None = None
) -> None:
    """Ends all of a person's sessions, or the one with public id `only`, or all except the one with id `but`."""
    query = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    if only is not None:
        query = query.where(SignInSession.public_id == only)
    if but is not None:
        query = query.where(SignInSession.id != but)
    session.execute(query.values(ended_at=clock.now()))

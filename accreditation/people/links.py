"""One-use links sent by mail: one purpose, one address, one use, for a time; a newer one replaces an older one."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.people.models import Person
from accreditation.people.session_models import OneUseLink
from accreditation.people.sessions import hash_of
from accreditation.texts import N_

LIFETIMES: Mapping[str, timedelta] = {
    "confirm_address": timedelta(hours=24),
    "change_address": timedelta(hours=24),
    "reset_password": timedelta(hours=1),
    "invitation": timedelta(hours=72),
}
PATHS: Mapping[str, str] = {
    "confirm_address": "/confirm/{token}",
    "change_address": "/confirm/{token}",
    "reset_password": "/password/new/{token}",
    "invitation": "/password/new/{token}",
    "reference": "/link/{token}",
    "confirm_complaint": "/complaints/confirm/{token}",
    "follow_complaint": "/link/{token}",
    "confirm_call_alert": "/call-alerts/{token}",
    "end_call_alert": "/call-alerts/{token}",
    "imported_expert": "/taken-over/{token}",
}


def make_link(session: Session, purpose: str, person: Person | None, email: str) -> tuple[OneUseLink, str]:
    """A new link and its token, which is kept nowhere else. `person` None: a link that opens nothing."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    if person is not None:
        older = (OneUseLink.person_id == person.id, OneUseLink.purpose == purpose, OneUseLink.used_at.is_(None))
        session.execute(update(OneUseLink).where(*older).values(used_at=now))
    link = OneUseLink(
        token_hash=hash_of(token),
        purpose=purpose,
        person_id=person.id if person else None,
        email=email,
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    session.add(link)
    session.flush()
    return link, token


def make_link_to(session: Session, purpose: str, subject_id: uuid.UUID, email: str, until: datetime) -> str:
    """The token of a further link to something that is no account; those of before stay good until theirs is over."""
    token = secrets.token_urlsafe(32)
    link = OneUseLink(
        token_hash=hash_of(token),
        purpose=purpose,
        email=email,
        subject_id=subject_id,
        created_at=clock.now(),
        expires_at=until,
    )
    session.add(link)
    session.flush()
    return token


def link_by_token(session: Session, purpose: str, token: str) -> OneUseLink | None:
    """The link of this token, used and overdue ones too, or None."""
    known = (OneUseLink.token_hash == hash_of(token), OneUseLink.purpose == purpose)
    return session.scalars(select(OneUseLink).where(*known)).first()


def path_of(purpose: str, token: str, leads_to: str = "") -> str:
    """The address of the page that a link of this purpose opens, without the host; it goes on to `leads_to`."""
    query = f"?{urlencode({'next': leads_to})}" if leads_to else ""
    return PATHS[purpose].format(token=token) + query


def open_link(session: Session, token: str, *purposes: str) -> tuple[OneUseLink, Person] | None:
    """The link and its person if it has one of these purposes, is in time, unused, and the account is in use."""
    query = (
        select(OneUseLink, Person)
        .join(Person, Person.id == OneUseLink.person_id)
        .where(
            OneUseLink.token_hash == hash_of(token),
            OneUseLink.purpose.in_(purposes),
            OneUseLink.used_at.is_(None),
            OneUseLink.expires_at > clock.now(),
            Person.disabled_at.is_(None),
        )
    )
    row = session.execute(query).first()
    if row is None or (row[0].purpose != "change_address" and row[0].email != row[1].email):
        return None
    return row[0], row[1]


def void_links(session: Session, person_id: uuid.UUID) -> None:
    """Every link that was sent to this account opens nothing any more."""
    standing = (OneUseLink.person_id == person_id, OneUseLink.used_at.is_(None))
    session.execute(update(OneUseLink).where(*standing).values(used_at=clock.now()))


def void_links_to(session: Session, subject_id: uuid.UUID) -> None:
    """Every link to this thing counts as used."""
    standing = (OneUseLink.subject_id == subject_id, OneUseLink.used_at.is_(None))
    session.execute(update(OneUseLink).where(*standing).values(used_at=clock.now()))


def void_links_to_any(session: Session, subject_ids: Select[tuple[uuid.UUID]]) -> None:
    """As `void_links_to`, for many things at once."""
    standing = (OneUseLink.subject_id.in_(subject_ids), OneUseLink.used_at.is_(None))
    session.execute(
        update(OneUseLink).where(*standing).values(used_at=clock.now()).execution_options(synchronize_session=False)
    )


def use_link(session: Session, link: OneUseLink) -> None:
    """Marks it used; of two who try at once the second is refused."""
    free = (OneUseLink.id == link.id, OneUseLink.used_at.is_(None))
    if session.execute(update(OneUseLink).where(*free).values(used_at=clock.now())).rowcount != 1:
        raise Invalid(N_("This link was already used. Ask for a new one."))

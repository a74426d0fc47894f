"""Mails about an account: asked for in one place, so that an address without account takes as long as one with."""

from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs import outbox
from accreditation.people import links
from accreditation.people.models import Person


def mail(session: Session, kind: str, person: Person | None, email: str, **payload: Any) -> None:
    """Asks for one account mail. For nobody the same row is written, already done, so that time tells nothing."""
    row = outbox.put(
        session,
        effect="account_mail",
        lifecycle="account",
        subject_id=person.id if person else None,
        region_id=person.region_id if person else None,
        payload={"kind": kind, "person_id": str(person.id) if person else "", "email": email, **payload},
    )
    if person is None:
        row.payload, row.done_at = {}, clock.now()


def mail_link(session: Session, kind: str, purpose: str, person: Person | None, email: str, leads_to: str = "") -> str:
    link, token = links.make_link(session, purpose, person, email)
    path = links.path_of(purpose, token, leads_to)
    mail(session, kind, person, email, token=token, path=path, expires_at=link.expires_at.isoformat())
    return token

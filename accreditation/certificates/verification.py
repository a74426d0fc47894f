"""What anyone may learn of a certificate who knows its number and its code or its holder's name, or hands in the file."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.pausing import pause_of
from accreditation.certificates.models import Certificate
from accreditation.certificates.number import normalise
from accreditation.history import StateChange
from accreditation.people.names import folded
from accreditation.region.models import Region
from accreditation.workflow.states import CertificateState


@dataclass(frozen=True)
class Answer:
    """`status`: valid, suspended, expired, revoked, superseded or not_yet. `since` when it became so.

    `successor`: the published one that counts in its place. `is_renamed`: that one prints another name, which is nobody's
    business who does not hold the document. `paused_until`: suspended at the own request until this day.
    """

    certificate: Certificate
    accreditation: Accreditation
    status: str
    since: date | None
    as_of: date
    is_today: bool
    successor: Certificate | None
    is_renamed: bool
    paused_until: date | None


def _names_match(certificate: Certificate, typed: str) -> bool:
    return bool(typed.strip()) and folded(typed) == folded(certificate.holder_name)


def find(session: Session, number: str, *, code: str = "", name: str = "") -> Certificate | None:
    """The certificate of this number if code or name is right, else None: wrong and unknown are alike.

    One that was published, or was revoked when a signed document of it may have left the house.
    """
    known = normalise(number)
    if known is None:
        return None
    may_exist = and_(Certificate.state == CertificateState.REVOKED, Certificate.signing_at.is_not(None))
    query = select(Certificate).where(Certificate.number == known, or_(Certificate.issued_at.is_not(None), may_exist))
    certificate = session.scalars(query).one_or_none()
    if certificate is None:
        return None
    return certificate if (code and code == certificate.code) or _names_match(certificate, name) else None


def find_by_file(session: Session, sha256: str) -> Certificate | None:
    """The published certificate whose document has exactly these bytes."""
    query = select(Certificate).where(Certificate.pdf_sha256 == sha256, Certificate.issued_at.is_not(None))
    return session.scalars(query).first()


def _state_on(session: Session, subject_id: object, moment: datetime) -> str | None:
    query = select(StateChange.to_state).where(StateChange.subject_id == subject_id, StateChange.at <= moment)
    return session.scalars(query.order_by(StateChange.sequence.desc()).limit(1)).first()


def answer_on(session: Session, certificate: Certificate, day: date | None = None) -> Answer:
    """Whether it was valid at the end of a day (today by default), read from the states, never from a copy."""
    accreditation = session.get_one(Accreditation, certificate.accreditation_id)
    zone = session.get_one(Region, certificate.region_id).time_zone
    as_of = day or clock.today(zone)
    moment = min(clock.now(), datetime.combine(as_of + timedelta(days=1), time(), UTC))
    status = _status(
        certificate,
        _state_on(session, certificate.id, moment),
        _state_on(session, accreditation.id, moment),
        as_of,
    )
    successor = _newest(session, certificate)
    changed = accreditation.state_since if status == "suspended" else certificate.state_since
    return Answer(
        certificate=certificate,
        accreditation=accreditation,
        status=status,
        since=changed.date() if status != "valid" else certificate.effective_on,
        as_of=as_of,
        is_today=as_of == clock.today(zone),
        successor=successor,
        paused_until=pause_of(accreditation) if status == "suspended" else None,
        is_renamed=successor is not None and folded(successor.holder_name) != folded(certificate.holder_name),
    )


def _newest(session: Session, certificate: Certificate) -> Certificate | None:
    """The last published one of those that took its place one after the other."""
    found, row = None, certificate
    while row.successor_id is not None:
        row = session.get_one(Certificate, row.successor_id)
        found = row if row.issued_at else found
    return found


def _status(certificate: Certificate, document: str | None, person: str | None, as_of: date) -> str:
    if document in ("revoked", "superseded", "expired"):
        return document
    if document != "issued":
        return "not_yet"
    if as_of > certificate.expires_on:
        return "expired"
    return "suspended" if person == "suspended" else "valid"

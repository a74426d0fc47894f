"""What the register tells of a certificate to whoever knows its number and its code or its holder's name, or hands in the file."""

import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.pausing import pause_of
from accreditation.certificates.issuer import Issuer, issuer_now, issuer_then
from accreditation.certificates.log import AGAINST
from accreditation.certificates.models import Certificate
from accreditation.certificates.number import normalise
from accreditation.history import StateChange
from accreditation.missions.grace import in_force_until
from accreditation.people.names import folded
from accreditation.region.calendar import end_of, start_of
from accreditation.region.models import Region
from accreditation.workflow.states import CertificateState


@dataclass(frozen=True)
class Answer:
    """`status`: valid, suspended, expired, revoked, superseded or not_yet. `since` when it became so.

    `successor`: the published one that counts in its place. `is_renamed`: that one prints another name, which is nobody's
    business who does not hold the document. `paused_until`: suspended at the own request until this day.
    `issuer`: as printed; `issuer_now`: where it has another name or place since. `lasts_until`: past its last day it is in force until the end of a mission, this day.
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
    lasts_until: date | None
    issuer: Issuer | None
    issuer_now: Issuer | None


@dataclass(frozen=True)
class Registered:
    """What a file may not contradict. `document` is the SHA-256 of the PDF; `was_issued`: it was published."""

    number: str
    name: str
    begins: datetime
    ends: datetime
    document: str
    was_issued: bool


def _names_match(certificate: Certificate, typed: str) -> bool:
    return bool(typed.strip()) and folded(typed) == folded(certificate.holder_name)


def _may_exist() -> ColumnElement[bool]:
    """Published, or revoked when a signed document of it may have left the house."""
    lost = and_(Certificate.state == CertificateState.REVOKED, Certificate.signing_at.is_not(None))
    return or_(Certificate.issued_at.is_not(None), lost)


def find_certificate(session: Session, number: str, *, code: str = "", name: str = "") -> Certificate | None:
    """The certificate of this number if code or name is right, else None: wrong and unknown are alike."""
    known = normalise(number)
    if known is None:
        return None
    certificate = session.scalars(select(Certificate).where(Certificate.number == known, _may_exist())).one_or_none()
    if certificate is None:
        return None
    return certificate if _is_code(certificate.code, code) or _names_match(certificate, name) else None


@cache
def _mark_query() -> Select[Any]:
    """Built once: it is asked for every check, and building it takes longer than asking."""
    successor = aliased(Certificate)
    return (
        select(Certificate.code, Certificate.version, Accreditation.version, successor.issued_at, Region.time_zone)
        .join(Accreditation, Accreditation.id == Certificate.accreditation_id)
        .join(Region, Region.id == Certificate.region_id)
        .outerjoin(successor, successor.id == Certificate.successor_id)
        .where(Certificate.number == bindparam("number"), _may_exist())
    )


def mark_of(session: Session, number: str, code: str) -> tuple[Any, ...] | None:
    """What changes whenever the answer for this number and code does, in one query; None for wrong or unknown ones."""
    row = session.execute(_mark_query(), {"number": normalise(number)}).one_or_none()
    if row is None or not _is_code(row.code, code):
        return None
    return (*row[1:], clock.today(row.time_zone))


def _is_code(code: str, given: str) -> bool:
    return bool(given) and hmac.compare_digest(given.encode(), code.encode())


def registered(session: Session, certificate: Certificate) -> Registered:
    """What the register holds of it, as far as a file can contradict it."""
    zone = session.get_one(Region, certificate.region_id).time_zone
    return Registered(
        number=certificate.number,
        name=certificate.holder_name,
        begins=start_of(certificate.effective_on, zone),
        ends=end_of(certificate.expires_on, zone),
        document=certificate.pdf_sha256 or "",
        was_issued=certificate.issued_at is not None,
    )


def find_by_file(session: Session, sha256: str) -> Certificate | None:
    """The certificate whose document has exactly these bytes."""
    return session.scalars(select(Certificate).where(Certificate.pdf_sha256 == sha256, _may_exist())).first()


def _until(session: Session, subjects: Sequence[uuid.UUID], moment: datetime) -> Sequence[StateChange]:
    """What happened to certificate and accreditation until a moment, oldest first."""
    query = select(StateChange).where(StateChange.subject_id.in_(subjects), StateChange.at <= moment)
    return session.scalars(query.order_by(StateChange.sequence)).all()


def _state_of(changes: Sequence[StateChange], subject_id: uuid.UUID) -> tuple[str | None, datetime | None]:
    """The state after these changes, and since when without a break."""
    state, since = None, None
    for change in changes:
        if change.subject_id == subject_id and change.to_state != state:
            state, since = change.to_state, change.at
    return state, since


def answer_on(session: Session, certificate: Certificate, day: date | None = None) -> Answer:
    """Whether it was valid at the end of a day of the region (today by default, and for days to come), from the states."""
    accreditation = session.get_one(Accreditation, certificate.accreditation_id)
    zone = session.get_one(Region, certificate.region_id).time_zone
    today = clock.today(zone)
    as_of = min(day or today, today)
    moment = min(clock.now(), start_of(as_of + timedelta(days=1), zone) - timedelta(microseconds=1))
    changes = _until(session, (certificate.id, accreditation.id), moment)
    document, document_since = _state_of(changes, certificate.id)
    person, person_since = _state_of(changes, accreditation.id)
    lasts_until = _lasts_until(session, certificate, accreditation, as_of)
    status = _status(certificate, document, person, as_of if lasts_until is None else certificate.expires_on)
    since = {"valid": None, "expired": None, "suspended": person_since}.get(status, document_since)
    if _log_knows_better(certificate, status, moment):
        status, since = AGAINST[str(certificate.log_says)], certificate.log_says_at
    successor = _newest(session, certificate) if status == "superseded" else None
    is_present = status == "suspended" and person_since is not None and person_since >= accreditation.state_since
    return Answer(
        certificate=certificate,
        accreditation=accreditation,
        status=status,
        since=_day(certificate, status, since, zone),
        as_of=as_of,
        is_today=as_of == today,
        successor=successor,
        paused_until=pause_of(accreditation) if is_present else None,
        lasts_until=lasts_until if status == "valid" else None,
        issuer=issuer_then(certificate),
        issuer_now=issuer_now(session, certificate),
        is_renamed=successor is not None and folded(successor.holder_name) != folded(certificate.holder_name),
    )


def _lasts_until(session: Session, certificate: Certificate, accreditation: Accreditation, as_of: date) -> date | None:
    if as_of <= certificate.expires_on or certificate.expires_on != accreditation.expires_on:
        return None
    until = in_force_until(session, [accreditation])[accreditation.id]
    return until if as_of <= until else None


def _log_knows_better(certificate: Certificate, status: str, moment: datetime) -> bool:
    """After a restored backup the log may remember what the states do not; it never makes anything better."""
    told = certificate.log_says_at is not None and certificate.log_says_at <= moment
    return told and (status == "valid" or (status == "suspended" and certificate.log_says != "suspend"))


def _newest(session: Session, certificate: Certificate) -> Certificate | None:
    """The last published one of those that took its place one after the other."""
    found, row = None, certificate
    while row.successor_id is not None:
        row = session.get_one(Certificate, row.successor_id)
        found = row if row.issued_at else found
    return found


def _day(certificate: Certificate, status: str, since: datetime | None, zone: str) -> date:
    """The day from which on the status holds."""
    if status == "expired":
        return certificate.expires_on + timedelta(days=1)
    return certificate.effective_on if since is None else since.astimezone(ZoneInfo(zone)).date()


def _status(certificate: Certificate, document: str | None, person: str | None, as_of: date) -> str:
    if document in ("revoked", "superseded"):
        return document
    if as_of > certificate.expires_on or document == "expired":
        return "expired"
    if document != "issued" or as_of < certificate.effective_on:
        return "not_yet"
    return "suspended" if person == "suspended" else "valid"

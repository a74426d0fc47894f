"""The keys that signed: since when each is in use, how long it is valid, when it was retired, and that it fell into other hands."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from asn1crypto import x509
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.demo_key import DEMO_NAME
from accreditation.certificates.hardware import HardwareKey
from accreditation.certificates.keys import IssuerKey, certificates_in
from accreditation.certificates.models import Certificate, SigningKeyRecord
from accreditation.certificates.signatures import Trust
from accreditation.certificates.switch import stop_issuing
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.people.staff_notes import note_for_auditor
from accreditation.region.models import Region
from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor, Role

WARNED_BEFORE = timedelta(days=90)


def note_use(session: Session, region_id: uuid.UUID, key: IssuerKey) -> None:
    """Before a key signs: enters it, retires the one before. TransitionRefused for a lost key, or one that is not valid today."""
    now = clock.now()
    if not key.certificate.not_valid_before <= now <= key.certificate.not_valid_after:
        raise TransitionRefused(N_("The key that is configured is not valid today."))
    known = {row.key_id: row for row in keys_of(session, region_id)}
    row = known.get(key.key_id)
    if row is None:
        session.add(
            SigningKeyRecord(
                region_id=region_id,
                key_id=key.key_id,
                name=key.name,
                certificate_pem=key.certificate_pem(),
                kind="token" if isinstance(key, HardwareKey) else "file",
                valid_from=key.certificate.not_valid_before,
                valid_until=key.certificate.not_valid_after,
                used_from=now,
            )
        )
    elif row.compromised_at is not None:
        raise TransitionRefused(N_("The key that is configured was reported as lost. Configure another one."))
    elif row.retired_at is not None:
        row.retired_at = None
    for other in known.values():
        if other.key_id != key.key_id and other.retired_at is None:
            other.retired_at = now
    session.flush()


def keys_of(session: Session, region_id: uuid.UUID) -> Sequence[SigningKeyRecord]:
    """Every key that signed in the region, the latest first."""
    query = select(SigningKeyRecord).where(SigningKeyRecord.region_id == region_id)
    return session.scalars(query.order_by(SigningKeyRecord.used_from.desc(), SigningKeyRecord.id.desc())).all()


def signed_with(session: Session, region_id: uuid.UUID) -> dict[str, int]:
    """How many certificates each key signed, by its id."""
    query = select(Certificate.key_id, func.count()).where(
        Certificate.region_id == region_id, Certificate.key_id.is_not(None)
    )
    return {str(key_id): count for key_id, count in session.execute(query.group_by(Certificate.key_id))}


def signed_since(session: Session, row: SigningKeyRecord) -> Sequence[Certificate]:
    """Our own certificates that a lost key signed from that moment on: they are to be made anew."""
    if row.compromised_at is None:
        return []
    query = select(Certificate).where(
        Certificate.region_id == row.region_id,
        Certificate.key_id == row.key_id,
        Certificate.signing_at >= row.compromised_at,
    )
    return session.scalars(query.order_by(Certificate.number)).all()


def report_lost(session: Session, actor: Actor, row: SigningKeyRecord, since: datetime | None, note: str) -> None:
    """From `since` on others may have signed with the key. The head says so; a key in use stops issuing at once."""
    if not actor.holds(Role.ROCB_HEAD, row.region_id):
        raise NotPermitted
    if since is None or since > clock.now():
        raise Invalid(N_("Say since when: a moment that has passed."), "since")
    if not note.strip():
        raise Invalid(N_("Say what happened."), "note")
    session.refresh(row, with_for_update=True)
    before = row.compromised_at
    row.compromised_at = since if before is None else min(since, before)
    row.compromise_note, row.told_by_id, row.told_at = note.strip(), actor.person_id, clock.now()
    note_for_auditor(
        session,
        actor,
        "report_lost_key",
        region_id=row.region_id,
        subject_id=row.id,
        details={"since": row.compromised_at.isoformat(), "note": note.strip(), "key": row.key_id},
    )
    region = session.get_one(Region, row.region_id, populate_existing=True)
    if row.retired_at is None and region.issuing_stopped_at is None:
        stop_issuing(session, actor, row.region_id, note)
    session.flush()


def trust_in(
    session: Session,
    region_id: uuid.UUID,
    authorities: tuple[x509.Certificate, ...] = (),
    proven_at: datetime | None = None,
) -> Trust:
    """What a document of this region is checked against. `proven_at`: the log shows that it existed then."""
    rows = keys_of(session, region_id)
    certificates = tuple(each for row in rows for each in certificates_in(row.certificate_pem))
    lost = {row.key_id: row.compromised_at for row in rows if row.compromised_at is not None}
    return Trust(certificates, lost, authorities, proven_at)


def warnings_about(row: SigningKeyRecord, now: datetime) -> Iterator[Text]:
    """What somebody should see to, in the order of urgency; nothing about a key that is no longer used."""
    if row.retired_at is not None:
        return
    if row.compromised_at is not None:
        yield N_("It is in other hands and signs no more. Configure another one.")
    days = (row.valid_until - now).days
    if days < 0:
        yield N_("Its validity is over: nothing can be signed. Configure another one.")
    elif row.valid_until - now <= WARNED_BEFORE:
        yield N_("Its validity ends in %(days)s days. Order another one now.", days=days)
    if row.name == DEMO_NAME:
        yield N_("It is a key for demonstrations and proves nothing.")

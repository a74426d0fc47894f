"""The switch that stops issuing at once and lets it go on: checking certificates is never touched by it."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.models import Certificate
from accreditation.errors import Invalid, NotPermitted
from accreditation.jobs import outbox
from accreditation.people.roles import refuse_outsider
from accreditation.people.staff_notes import StaffNote, note_for_auditor
from accreditation.region.models import Region
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.effects import Effect
from accreditation.workflow.states import CertificateState

STOP, RESUME = "stop_issuing", "resume_issuing"
UNDER_WAY = (CertificateState.LINTED, CertificateState.SIGNED, CertificateState.LOGGED)


def stop_issuing(session: Session, actor: Actor, region_id: uuid.UUID, reason: str) -> None:
    """From this commit on nothing is signed or published; whatever is under way stays where it is. By the office."""
    refuse_outsider(actor, region_id)
    _turn(session, actor, region_id, STOP, reason)


def resume_issuing(session: Session, actor: Actor, region_id: uuid.UUID, reason: str) -> int:
    """The head of the office lets issuing go on; returns how many certificates under way are taken up again."""
    if not actor.holds(Role.ROCB_HEAD, region_id):
        raise NotPermitted
    _turn(session, actor, region_id, RESUME, reason)
    waiting = under_way(session, region_id)
    for certificate in waiting:
        outbox.put(
            session,
            effect=Effect.PRODUCE_CERTIFICATE.value,
            lifecycle="certificate",
            subject_id=certificate.id,
            region_id=region_id,
        )
    return len(waiting)


def under_way(session: Session, region_id: uuid.UUID) -> Sequence[Certificate]:
    """Certificates that were released and are not published yet."""
    query = select(Certificate).where(Certificate.region_id == region_id, Certificate.state.in_(UNDER_WAY))
    return session.scalars(query.order_by(Certificate.id)).all()


def is_stopped(session: Session, region_id: uuid.UUID) -> bool:
    """Asked of the database at every step, so that the switch needs no restart."""
    stopped = session.scalar(select(Region.issuing_stopped_at).where(Region.id == region_id))
    return stopped is not None


def turns_of(session: Session, region_id: uuid.UUID, limit: int = 20) -> Sequence[StaffNote]:
    """Who stopped issuing and let it go on, with the reason, the latest first."""
    query = select(StaffNote).where(StaffNote.region_id == region_id, StaffNote.what.in_((STOP, RESUME)))
    return session.scalars(query.order_by(StaffNote.at.desc(), StaffNote.id.desc()).limit(limit)).all()


def _turn(session: Session, actor: Actor, region_id: uuid.UUID, what: str, reason: str) -> None:
    if not reason.strip():
        raise Invalid(N_("Say why: whoever finds the switch turned reads this first."), "reason")
    query = select(Region).where(Region.id == region_id).with_for_update()
    region = session.scalars(query.execution_options(populate_existing=True)).one()
    if (region.issuing_stopped_at is not None) == (what == STOP):
        raise Invalid(N_("Somebody turned the switch already. Look at the page again."), "reason")
    region.issuing_stopped_at = clock.now() if what == STOP else None
    details = {"reason": reason.strip()}
    note_for_auditor(session, actor, what, region_id=region_id, subject_id=region_id, details=details)
    session.flush()

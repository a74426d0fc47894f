"""Being told of calls without an account: an address is asked for, confirmed by a mailed link, and forgotten by another one."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.people.links import void_links_to
from accreditation.people.names import plain_address
from accreditation.region.models import Subject
from accreditation.schemes.models import Call, CallAlert

CALL_MAIL = "call_mail"
# What the two links are for; the first is also the name of its mail.
CONFIRM, END = "confirm_call_alert", "end_call_alert"
ANNOUNCED = "call_announced"
TO_CONFIRM, KEPT_FOR = timedelta(days=2), timedelta(days=730)


def ask_to_be_told(session: Session, subject: Subject, email: str, locale: str) -> None:
    """Mails a link to confirm the address. Nothing happens where it is told already; the caller cannot tell the two apart."""
    email = plain_address(email)
    known = select(CallAlert).where(CallAlert.region_id == subject.region_id, CallAlert.subject_id == subject.id)
    alert = session.scalars(known.where(CallAlert.email == email)).one_or_none()
    if alert is None:
        alert = CallAlert(region_id=subject.region_id, subject_id=subject.id, email=email)
    elif alert.confirmed_at is not None:
        return
    alert.locale, alert.asked_at = locale, clock.now()
    try:
        with session.begin_nested():
            session.add(alert)
    except IntegrityError:
        return
    _mail(session, CONFIRM, alert.id, alert.region_id)


def confirm(alert: CallAlert) -> None:
    """From now on the address is written to."""
    alert.confirmed_at = clock.now()


def end(session: Session, alert: CallAlert) -> None:
    """Forgets the address, and what its links open."""
    void_links_to(session, alert.id)
    session.delete(alert)
    session.flush()


def told_of(session: Session, call: Call) -> Sequence[CallAlert]:
    """Who is told of this call."""
    query = select(CallAlert).where(CallAlert.region_id == call.region_id, CallAlert.subject_id == call.subject_id)
    return session.scalars(query.where(CallAlert.confirmed_at.is_not(None)).order_by(CallAlert.id)).all()


def announce_call(session: Session, call: Call) -> None:
    """Asks for the mails about a call that was published, if anybody wants them."""
    wanted = exists().where(CallAlert.region_id == call.region_id, CallAlert.subject_id == call.subject_id)
    if session.scalar(select(wanted)):
        _mail(session, ANNOUNCED, call.id, call.region_id)


def _mail(session: Session, kind: str, subject_id: uuid.UUID, region_id: uuid.UUID) -> None:
    outbox.put(
        session, effect=CALL_MAIL, lifecycle="call", subject_id=subject_id, region_id=region_id, payload={"kind": kind}
    )


def forget_call_alerts(factory: SessionFactory) -> None:
    """Deletes addresses that nobody confirmed in time, and those that were asked for KEPT_FOR ago."""
    now = clock.now()
    unconfirmed = CallAlert.confirmed_at.is_(None) & (CallAlert.asked_at < now - TO_CONFIRM)
    with own_transaction(factory) as session:
        session.execute(delete(CallAlert).where(or_(unconfirmed, CallAlert.asked_at < now - KEPT_FOR)))

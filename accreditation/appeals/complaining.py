"""Complaints of people without an account: written first, counted once the address is confirmed, followed by a link."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.filing import checked_words, new_complaint, newest_edition
from accreditation.appeals.models import Appeal, AppealFile, Complainant
from accreditation.errors import Invalid, no_longer_than
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.people.links import link_by_token, use_link
from accreditation.people.names import plain_address
from accreditation.region.models import Region
from accreditation.texts import N_
from accreditation.transition import open_case
from accreditation.workflow.actors import NOBODY

COMPLAINT_MAIL = "complaint_mail"
# What the links are for; the first is also the name of its mail.
CONFIRM, FOLLOW = "confirm_complaint", "follow_complaint"
RECEIVED, MOVED = "complaint_received", "complaint_moved"
# Effect: the office learns that a complaint was taken back.
TELL_WITHDRAWN = "tell_complaint_withdrawn"
WITHDRAW = "withdraw_appeal"
LONGEST_WHY = 1000
TO_CONFIRM, FOLLOWED_FOR = timedelta(days=2), timedelta(days=730)


def ask_to_complain(
    session: Session, region: Region, *, name: str, email: str, locale: str, kind: str, subject: str, text: str
) -> Complainant:
    """Keeps what was written and mails a link to confirm the address. Whom it names is not looked up: the answer tells nothing."""
    if not name.strip():
        raise Invalid(N_("Write your name."), field="name")
    checked_words(newest_edition(session, region.id), kind, text)
    written = Complainant(
        region_id=region.id,
        name=no_longer_than(120, name, "name"),
        email=plain_address(email),
        locale=locale,
        kind=kind,
        subject=no_longer_than(200, subject, "subject"),
        text=text.strip(),
        asked_at=clock.now(),
    )
    session.add(written)
    session.flush()
    mail(session, written, CONFIRM)
    return written


def confirm(session: Session, token: str) -> Complainant | None:
    """From now on it is a complaint. None where the link opens nothing any more."""
    link = link_by_token(session, CONFIRM, token)
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        return None
    written = session.get(Complainant, link.subject_id)
    if written is None or written.appeal_id is not None:
        return None
    use_link(session, link)
    put_on_record(session, written)
    return written


def put_on_record(session: Session, written: Complainant) -> Appeal:
    """The complaint of an address that is confirmed, with the files that were handed in with it."""
    region = session.get_one(Region, written.region_id)
    complaint = new_complaint(session, region, kind=written.kind, named=written.subject, text=written.text)
    open_case(session, complaint, actor=NOBODY)
    written.confirmed_at, written.appeal_id = clock.now(), complaint.id
    mine = AppealFile.complainant_id == written.id
    session.execute(update(AppealFile).where(mine).values(appeal_id=complaint.id))
    mail(session, written, RECEIVED)
    session.flush()
    return complaint


def to_confirm(session: Session, token: str) -> Complainant | None:
    """What waits behind a link that can still be used; looking changes nothing."""
    link = link_by_token(session, CONFIRM, token)
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        return None
    return session.get(Complainant, link.subject_id)


def mail(session: Session, written: Complainant, kind: str) -> None:
    """Asks for a mail to whoever complained, after commit."""
    outbox.put(
        session,
        effect=COMPLAINT_MAIL,
        lifecycle="complaint",
        subject_id=written.id,
        region_id=written.region_id,
        payload={"kind": kind},
    )


def forget_unconfirmed(factory: SessionFactory) -> None:
    """Deletes what nobody confirmed in time, with its files; the storage is swept of them later."""
    late = (Complainant.confirmed_at.is_(None), Complainant.asked_at < clock.now() - TO_CONFIRM)
    with own_transaction(factory) as session:
        gone = session.scalars(select(Complainant.id).where(*late)).all()
        session.execute(delete(AppealFile).where(AppealFile.complainant_id.in_(gone)))
        session.execute(delete(Complainant).where(Complainant.id.in_(gone)))

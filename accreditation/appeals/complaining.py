"""Complaints of people without an account: written first, counted once the address is confirmed, followed by a link."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.filing import checked_words, new_complaint, newest_edition
from accreditation.appeals.models import Appeal, AppealFile, Complainant
from accreditation.errors import Invalid
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.people.links import link_by_token, use_link
from accreditation.people.names import plain_address
from accreditation.region.models import Region
from accreditation.texts import N_
from accreditation.transition import open_case, perform_by_system
from accreditation.workflow.actors import NOBODY
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.states import AppealState

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
        name=name.strip()[:120],
        email=plain_address(email),
        locale=locale,
        kind=kind,
        subject=subject.strip()[:200],
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


def followed_by(session: Session, token: str) -> Complainant | None:
    """Whose complaint this link follows, while it is good."""
    link = link_by_token(session, FOLLOW, token)
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        return None
    return session.get(Complainant, link.subject_id)


def follow_until(written: Complainant) -> datetime:
    """Until when the links of the mails about a complaint lead to how it stands."""
    return written.asked_at + FOLLOWED_FOR


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


def told_of(session: Session, complaint: Appeal) -> Complainant | None:
    """Who complained without an account, if it was such a person."""
    return session.scalars(select(Complainant).where(Complainant.appeal_id == complaint.id)).one_or_none()


def can_be_told(complaint: Appeal) -> bool:
    """There is an outcome that the complainant reads."""
    return complaint.state in (
        AppealState.UPHELD,
        AppealState.PARTLY_UPHELD,
        AppealState.DISMISSED,
        AppealState.INADMISSIBLE,
    )


def can_be_withdrawn(complaint: Appeal) -> bool:
    """It is neither concluded nor withdrawn."""
    return complaint.state in APPEAL.transition(WITHDRAW).sources


def withdraw(session: Session, written: Complainant, why: str) -> None:
    """Whoever complained without an account takes it back; the office and a panel learn it, and a mail confirms it."""
    complaint = session.get_one(Appeal, written.appeal_id)
    perform_by_system(session, complaint, WITHDRAW, note=why[:LONGEST_WHY])
    outbox.put(
        session, effect=TELL_WITHDRAWN, lifecycle="appeal", subject_id=complaint.id, region_id=complaint.region_id
    )
    mail(session, written, MOVED)


def forget_unconfirmed(factory: SessionFactory) -> None:
    """Deletes what nobody confirmed in time, with its files; the storage is swept of them later."""
    late = (Complainant.confirmed_at.is_(None), Complainant.asked_at < clock.now() - TO_CONFIRM)
    with own_transaction(factory) as session:
        gone = session.scalars(select(Complainant.id).where(*late)).all()
        session.execute(delete(AppealFile).where(AppealFile.complainant_id.in_(gone)))
        session.execute(delete(Complainant).where(Complainant.id.in_(gone)))

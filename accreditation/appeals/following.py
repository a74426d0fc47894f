"""Whoever complained without an account follows what becomes of it, is told, and may withdraw."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.complaining import FOLLOW, FOLLOWED_FOR, LONGEST_WHY, MOVED, TELL_WITHDRAWN, WITHDRAW, mail
from accreditation.appeals.models import Appeal, Complainant
from accreditation.jobs import outbox
from accreditation.people.links import link_by_token
from accreditation.transition import perform_by_system
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.states import AppealState


def followed_by(session: Session, token: str) -> Complainant | None:
    """Whose complaint this link follows, while it is good."""
    link = link_by_token(session, FOLLOW, token)
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        return None
    return session.get(Complainant, link.subject_id)


def follow_until(written: Complainant) -> datetime:
    """Until when the links of the mails about a complaint lead to how it stands."""
    return written.asked_at + FOLLOWED_FOR


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

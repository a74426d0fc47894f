"""Writing on a case, from the applicant to the office and back, and what of it was read."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.message_models import CaseMessage, Conversation, Side
from accreditation.applications.models import Application
from accreditation.errors import Invalid, no_longer_than
from accreditation.jobs import outbox
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

LONGEST = 4000
# Effects: each message is also announced by mail to the other side.
TO_APPLICANT, TO_OFFICE = "message_to_applicant", "message_to_office"
# What a reading receipt of a conversation is called, by the side that read.
READINGS = {Side.APPLICANT: "messages_as_applicant", Side.OFFICE: "messages_as_office"}


@dataclass(frozen=True)
class Standing:
    """A case's conversation for one side: messages of the other side not yet opened, and whose answer is awaited."""

    unread: int = 0
    awaits: Side = Side.NOBODY


def side_of(actor: Actor, application: Application) -> Side:
    """For whom this person speaks on the case."""
    return Side.APPLICANT if actor.person_id == application.applicant_id else Side.OFFICE


def other_than(side: Side) -> Side:
    return Side.OFFICE if side is Side.APPLICANT else Side.APPLICANT


def write_message(session: Session, actor: Actor, application: Application, text: str) -> CaseMessage:
    """Adds a message for good and lets the other side know by mail. Raises Invalid when it is empty or too long."""
    application = locked(session, actor, application, permissions.TALK)
    written = no_longer_than(LONGEST, text, "text")
    if not written:
        raise Invalid(N_("Write your message."), field="text")
    assert actor.person_id is not None
    side, now = side_of(actor, application), clock.now()
    message = CaseMessage(
        region_id=application.region_id,
        application_id=application.id,
        author_id=actor.person_id,
        side=side,
        text=written,
        written_at=now,
    )
    session.add(message)
    conversation = _conversation(session, application)
    conversation.last_at, conversation.awaits = now, other_than(side)
    touch(application)
    outbox.put(
        session,
        effect=TO_OFFICE if side is Side.APPLICANT else TO_APPLICANT,
        lifecycle="application",
        subject_id=application.id,
        region_id=application.region_id,
        payload={"message": message.public_id},
    )
    session.flush()
    return message


def _conversation(session: Session, application: Application) -> Conversation:
    query = select(Conversation).where(Conversation.application_id == application.id)
    found = session.scalars(query).one_or_none()
    if found is None:
        found = Conversation(application_id=application.id, region_id=application.region_id)
        session.add(found)
    return found


def need_no_answer(session: Session, actor: Actor, application: Application) -> None:
    """The side whose answer is awaited says that none is needed: the conversation waits for nobody."""
    application = locked(session, actor, application, permissions.TALK)
    query = select(Conversation).where(Conversation.application_id == application.id)
    conversation = session.scalars(query).one_or_none()
    if conversation is not None and conversation.awaits is side_of(actor, application):
        conversation.awaits = Side.NOBODY
        touch(application)
        session.flush()


def messages_of(session: Session, application: Application) -> Sequence[CaseMessage]:
    """All messages of a case with their authors, oldest first. One query."""
    query = select(CaseMessage).where(CaseMessage.application_id == application.id)
    return session.scalars(
        query.options(joinedload(CaseMessage.author)).order_by(CaseMessage.written_at, CaseMessage.id)
    ).all()


def read_until(session: Session, application: Application, side: Side) -> datetime | None:
    """When this side last opened the conversation, or None."""
    return _readings(session, [application.id], side).get(application.id)


def _readings(session: Session, ids: Sequence[uuid.UUID], side: Side) -> Mapping[uuid.UUID, datetime]:
    query = select(ReadingReceipt.subject_id, func.max(ReadingReceipt.at)).where(
        ReadingReceipt.subject_id.in_(ids), ReadingReceipt.what == READINGS[side]
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(ReadingReceipt.subject_id))}


def standings_of(session: Session, ids: Sequence[uuid.UUID], side: Side) -> Mapping[uuid.UUID, Standing]:
    """By application, how its conversation stands for one side. At most three queries, one where nobody ever wrote."""
    query = select(Conversation.application_id, Conversation.awaits).where(Conversation.application_id.in_(ids))
    awaited = dict(session.execute(query).all())
    if not awaited:
        return {}
    seen = _readings(session, list(awaited), side)
    theirs = select(CaseMessage.application_id, CaseMessage.written_at).where(
        CaseMessage.application_id.in_(awaited), CaseMessage.side == other_than(side)
    )
    unread = dict.fromkeys(awaited, 0)
    for application_id, written_at in session.execute(theirs):
        unread[application_id] += application_id not in seen or written_at > seen[application_id]
    return {application_id: Standing(unread[application_id], awaits) for application_id, awaits in awaited.items()}

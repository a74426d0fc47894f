"""Delivers the messages of an outbox row: each is put on record, sent once, and marked after the server's answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.appeals.complaining import COMPLAINT_MAIL
from accreditation.applications.referees.asking import REFEREE_MAIL
from accreditation.jobs.carry_out import Handler, SessionFactory, TryLater, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.legacy.taking_over import IMPORT_MAIL
from accreditation.notifications.catalogue import (
    ACCOUNT_MAIL,
    BY_EFFECT,
    DEADLINE_EARLIER,
    REMINDER_DUE,
    REMINDER_LATE,
)
from accreditation.notifications.complaints import mails_about_complaint
from accreditation.notifications.compose import Sender, mail_of
from accreditation.notifications.imported_experts import mails_to_imported, note_unreached
from accreditation.notifications.letters import (
    Letter,
    Letters,
    Mailer,
    letters_about_account,
    letters_about_calls,
    letters_about_case,
    letters_about_reference,
    letters_about_the_log,
    letters_of_reminder,
    with_a_link,
)
from accreditation.notifications.models import Message
from accreditation.notifications.postman import AddressBusy, FilePost, Post, Refused
from accreditation.notifications.references import note_undelivered
from accreditation.region.models import Region
from accreditation.schemes.alerts import CALL_MAIL
from accreditation.transparency.alarms import LOG_MAIL


def handlers(mailer: Mailer) -> Mapping[str, Handler]:
    """Effect, reminder or account mail -> function that delivers its messages."""

    def telling(letters_of: Letters) -> Handler:
        return lambda factory, row: _deliver(factory, row, mailer, letters_of)

    def tell_of_reference(factory: SessionFactory, row: OutboxRow) -> None:
        _deliver(factory, row, mailer, letters_about_reference)
        note_undelivered(factory, row)

    def ask_imported(factory: SessionFactory, row: OutboxRow) -> None:
        _deliver(factory, row, mailer, with_a_link(mails_to_imported))
        note_unreached(factory, row)

    return {
        **dict.fromkeys(BY_EFFECT, telling(letters_about_case)),
        **dict.fromkeys((REMINDER_DUE.name, REMINDER_LATE.name, DEADLINE_EARLIER.name), telling(letters_of_reminder)),
        ACCOUNT_MAIL: telling(letters_about_account),
        REFEREE_MAIL: tell_of_reference,
        CALL_MAIL: telling(letters_about_calls),
        IMPORT_MAIL: ask_imported,
        COMPLAINT_MAIL: telling(with_a_link(mails_about_complaint)),
        LOG_MAIL: telling(letters_about_the_log),
    }


def _deliver(factory: SessionFactory, row: OutboxRow, mailer: Mailer, letters_of: Letters) -> None:
    """Puts all on record first, then sends one after the other. Raises TryLater when some must be tried again."""
    with own_transaction(factory) as session:
        letters = letters_of(session, row, mailer)
        session.expunge_all()
    busy: list[TryLater] = []
    with mailer.server.post() as post:
        for letter in letters:
            try:
                _send(post, letter, mailer.sender)
            except Refused as refusal:
                _mark(factory, letter, failed_at=clock.now(), error=str(refusal)[:2000])
            except AddressBusy as passing:
                busy.append(passing)
            else:
                _mark(factory, letter, sent_at=clock.now())
    if busy:
        raise busy[0]


def _send(post: Post | FilePost, letter: Letter, sender: Sender) -> None:
    post.send(mail_of(letter.composed, letter.reader, sender, letter.message.public_id, letter.attachments))


def _mark(factory: SessionFactory, letter: Letter, **values: Any) -> None:
    with own_transaction(factory) as session:
        message = session.get_one(Message, letter.message.id)
        for name, value in values.items():
            setattr(message, name, value)


def failed_messages(session: Session, region: Region, limit: int = 200) -> Sequence[Message]:
    """Mails that were refused for good, newest first, for staff."""
    query = select(Message).where(Message.region_id == region.id, Message.failed_at.is_not(None))
    return session.scalars(query.order_by(Message.failed_at.desc(), Message.id).limit(limit)).all()

"""The letters that an outbox row asks for, composed for each reader."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs.models import OutboxRow
from accreditation.notifications import reminders
from accreditation.notifications.about_the_log import mails_about_the_log
from accreditation.notifications.call_alerts import mails_about_calls
from accreditation.notifications.cases import case_of
from accreditation.notifications.catalogue import (
    BY_EFFECT,
    EVERY_KIND,
    Kind,
)
from accreditation.notifications.complaints import mails_to_complainant
from accreditation.notifications.compose import Attachment, Composed, Sender, about_account, about_case
from accreditation.notifications.models import Message
from accreditation.notifications.postman import MailServer
from accreditation.notifications.recipients import Recipient, addressed
from accreditation.notifications.references import mails_about_reference
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.texts import DEFAULT_LOCALE

log = logging.getLogger(__name__)

# The certificate of an outbox row as a file; raises while it is not there yet.
CertificateOf = Callable[[Session, OutboxRow], Attachment]


@dataclass(frozen=True)
class Mailer:
    """What delivery needs from outside: the server, the sender's data, and how to fetch a certificate."""

    server: MailServer
    sender: Sender
    certificate_of: CertificateOf | None = None


Letters = Callable[["Session", OutboxRow, Mailer], list["Letter"]]


@dataclass(frozen=True)
class Letter:
    """One mail ready to go, and the record it belongs to."""

    message: Message
    reader: Recipient
    composed: Composed
    attachments: tuple[Attachment, ...]


def letters_about_case(session: Session, row: OutboxRow, mailer: Mailer) -> list[Letter]:
    case = case_of(session, row)
    if case is None:
        return []
    letters = []
    for kind in BY_EFFECT[row.effect]:
        if kind.asks and case.has_left_the_state:
            log.info("%s is not sent any more: the case went on", kind.name)
            continue
        attached = _attachments(session, kind, row, mailer)
        for reader in addressed(session, case, kind.to):
            composed = about_case(session, kind, case, reader, mailer.sender)
            letters += _recorded(session, row, kind, reader, composed, attached)
    for kind, reader, composed in mails_to_complainant(session, case, row.effect, mailer.sender):
        letters += _recorded(session, row, kind, reader, composed, is_secret=True)
    return letters


def _attachments(session: Session, kind: Kind, row: OutboxRow, mailer: Mailer) -> tuple[Attachment, ...]:
    if kind.name != "send_certificate" or mailer.certificate_of is None:
        return ()
    return (mailer.certificate_of(session, row),)


def letters_of_reminder(session: Session, row: OutboxRow, mailer: Mailer) -> list[Letter]:
    case = case_of(session, row)
    if case is None or not reminders.still_fits(case, row):
        return []
    kind = EVERY_KIND[row.effect]
    letters = []
    for reader in addressed(session, case, reminders.to_whom(kind, case)):
        composed = about_case(session, kind, case, reader, mailer.sender)
        letters += _recorded(session, row, kind, reader, composed)
    return letters


def letters_about_account(session: Session, row: OutboxRow, mailer: Mailer) -> list[Letter]:
    """Payload: `kind`, `email`, and where there is one the `path` of a page, when it `expires_at` (ISO), and `titles`."""
    given: dict[str, Any] = row.payload
    person = session.get(Person, row.subject_id) if row.subject_id else None
    until = datetime.fromisoformat(given["expires_at"]) if given.get("expires_at") else None
    if person is None or person.disabled_at is not None or (until is not None and until <= clock.now()):
        log.info("account mail %s is not sent any more", given["kind"])
        return []
    region = session.get_one(Region, person.region_id)
    zone = person.time_zone or region.time_zone
    reader = Recipient(given.get("email") or person.email, person.locale or DEFAULT_LOCALE, zone, person)
    kind = EVERY_KIND[given["kind"]]
    path, titles = given.get("path", ""), given.get("titles")
    composed = about_account(kind, reader, mailer.sender, region, path, until, titles)
    return _recorded(session, row, kind, reader, composed)


def letters_about_reference(session: Session, row: OutboxRow, mailer: Mailer) -> list[Letter]:
    kind = EVERY_KIND[row.payload["kind"]]
    letters = []
    for reader, composed in mails_about_reference(session, row, kind, mailer.sender):
        letters += _recorded(session, row, kind, reader, composed, is_secret=not kind.to)
    return letters


def letters_about_calls(session: Session, row: OutboxRow, mailer: Mailer) -> list[Letter]:
    kind = EVERY_KIND[row.payload["kind"]]
    letters = []
    for reader, composed in mails_about_calls(session, row, kind, mailer.sender):
        letters += _recorded(session, row, kind, reader, composed, is_secret=kind.asks)
    return letters


def with_a_link(mails: Callable[..., Iterable[tuple[Recipient, Composed]]]) -> Letters:
    """Letters to people without an account, each with a link that is kept nowhere."""

    def letters_of(session: Session, row: OutboxRow, mailer: Mailer) -> list[Letter]:
        kind = EVERY_KIND[row.payload["kind"]]
        found = mails(session, row, kind, mailer.sender)
        letters = (_recorded(session, row, kind, reader, words, is_secret=True) for reader, words in found)
        return [letter for each in letters for letter in each]

    return letters_of


def letters_about_the_log(session: Session, row: OutboxRow, mailer: Mailer) -> list[Letter]:
    kind = EVERY_KIND[row.payload["kind"]]
    letters = []
    for reader, composed, attachments in mails_about_the_log(session, row, kind, mailer.sender):
        letters += _recorded(session, row, kind, reader, composed, attachments)
    return letters


def _recorded(
    session: Session,
    row: OutboxRow,
    kind: Kind,
    reader: Recipient,
    composed: Composed,
    attachments: tuple[Attachment, ...] = (),
    is_secret: bool = False,
) -> list[Letter]:
    """The letter with its record, or nothing when this reader was served before. One-use links are not kept."""
    query = select(Message).where(Message.outbox_id == row.id, Message.email == reader.email, Message.kind == kind.name)
    message = session.scalars(query).first()
    if message is None:
        message = Message(outbox_id=row.id, email=reader.email, kind=kind.name, created_at=clock.now())
        session.add(message)
    elif message.sent_at or message.failed_at:
        return []
    message.region_id = row.region_id or (reader.person.region_id if reader.person else None)
    message.person_id = reader.person.id if reader.person else None
    message.locale, message.subject = reader.locale, composed.subject
    is_secret = bool(composed.link) and (is_secret or bool(row.payload.get("path")))
    text = composed.text.replace(composed.end_link, "…") if composed.end_link else composed.text
    message.body = text.replace(composed.link, "…") if is_secret else text
    session.flush()
    return [Letter(message, reader, composed, attachments)]

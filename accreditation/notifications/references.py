"""Mails to referees, each with a link of its own that is kept nowhere, and mails to the applicant about them."""

import uuid
from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.referees.answering import PURPOSE
from accreditation.applications.referees.asking import tell_applicant
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import is_open
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.notifications.cases import case_of
from accreditation.notifications.catalogue import Kind
from accreditation.notifications.compose import Composed, Sender, about_case, composed
from accreditation.notifications.models import Message
from accreditation.notifications.recipients import Recipient, addressed
from accreditation.notifications.wording import Ours
from accreditation.people.links import make_link_to, path_of
from accreditation.region.models import Region
from accreditation.texts import in_language, say_moment


def mails_about_reference(
    session: Session, row: OutboxRow, kind: Kind, sender: Sender
) -> Iterator[tuple[Recipient, Composed]]:
    """Who reads it and the words. Payload: `kind`, and where the applicant reads it the id of the `request`."""
    if kind.to:
        yield from _to_applicant(session, row, kind, sender)
        return
    request = session.get(RefereeRequest, row.subject_id)
    if request is not None and (not kind.asks or is_open(request, request.application)):
        yield _to_referee(session, request, kind, sender)


def _to_applicant(session: Session, row: OutboxRow, kind: Kind, sender: Sender) -> Iterator[tuple[Recipient, Composed]]:
    case, request = case_of(session, row), session.get(RefereeRequest, uuid.UUID(row.payload["request"]))
    if case is None or request is None:
        return
    for reader in addressed(session, case, kind.to):
        yield reader, about_case(session, kind, case, reader, sender, referee=request.name)


def _to_referee(session: Session, request: RefereeRequest, kind: Kind, sender: Sender) -> tuple[Recipient, Composed]:
    application = request.application
    region = session.get_one(Region, request.region_id)
    reader = Recipient(request.email, request.locale, region.time_zone, name=request.name)
    path = ""
    if kind.asks:
        token = make_link_to(session, PURPOSE, request.id, request.email, request.expires_at)
        path = f"{path_of(PURPOSE, token)}?lang={reader.locale}"
    values = {
        "person": application.applicant.display_name,
        "title": in_language(application.call.titles, reader.locale),
        "until": Ours(say_moment(request.expires_at, reader.locale, reader.time_zone)),
    }
    return reader, composed(kind, reader, sender, region, path, values)


def note_undelivered(factory: SessionFactory, row: OutboxRow) -> None:
    """The address of a referee was refused for good: the applicant learns it, once, and can name another one."""
    with own_transaction(factory) as session:
        request = session.get(RefereeRequest, row.subject_id)
        refused = exists().where(Message.outbox_id == row.id, Message.failed_at.is_not(None))
        if request is None or request.bounced_at is not None or not session.scalar(select(refused)):
            return
        if is_open(request, request.application):
            request.bounced_at = clock.now()
            tell_applicant(session, request, "ask_for_another_referee")

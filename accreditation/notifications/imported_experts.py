"""The mail to whoever stands on a list of experts of before: its link is made when the mail is, and kept nowhere."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.legacy.confirming import PURPOSE
from accreditation.legacy.models import ImportedLine
from accreditation.notifications.catalogue import Kind
from accreditation.notifications.compose import Composed, Sender, composed
from accreditation.notifications.models import Message
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.wording import Ours
from accreditation.people.links import make_link_to, path_of
from accreditation.region.models import Region
from accreditation.texts import DEFAULT_LOCALE, LOCALES, in_language, say_moment


def mails_to_imported(
    session: Session, row: OutboxRow, kind: Kind, sender: Sender
) -> Iterator[tuple[Recipient, Composed]]:
    """In the first language of the administration, while an answer is still waited for."""
    line = session.get(ImportedLine, row.subject_id)
    if line is None or line.forgotten_at is not None or line.person_answered_at is not None:
        return
    until = line.source.answers_until
    if until is None or until <= clock.now() or line.administration is None:
        return
    region = session.get_one(Region, line.region_id)
    spoken = [each for each in line.administration.languages if each in LOCALES]
    reader = Recipient(
        line.email, spoken[0] if spoken else DEFAULT_LOCALE, line.administration.time_zone, name=line.display_name
    )
    token = make_link_to(session, PURPOSE, line.id, line.email, until)
    values = {
        "subject": in_language(line.subject.names, reader.locale) if line.subject else "",
        "until": Ours(say_moment(until, reader.locale, reader.time_zone)),
    }
    path = f"{path_of(PURPOSE, token)}?lang={reader.locale}"
    yield reader, composed(kind, reader, sender, region, path, values)


def note_unreached(factory: SessionFactory, row: OutboxRow) -> None:
    """The address was refused for good: the office sees it beside the line and can write another one."""
    with own_transaction(factory) as session:
        line = session.get(ImportedLine, row.subject_id)
        refused = exists().where(Message.outbox_id == row.id, Message.failed_at.is_not(None))
        if line is not None and line.undelivered_at is None and session.scalar(select(refused)):
            line.undelivered_at = clock.now()

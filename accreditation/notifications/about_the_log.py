"""Mails about the log of certificates: its checkpoint to every administration each day, and the alarm to the office."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.jobs.models import OutboxRow
from accreditation.notifications.compose import Attachment, Composed, Sender, composed
from accreditation.notifications.kind import Kind
from accreditation.notifications.parties import holding
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.wording import Ours
from accreditation.people.models import Person
from accreditation.region.models import Administration, Region
from accreditation.texts import DEFAULT_LOCALE
from accreditation.transparency.alarms import ALARM
from accreditation.workflow.actors import Role

Letter = tuple[Recipient, Composed, tuple[Attachment, ...]]


def mails_about_the_log(session: Session, row: OutboxRow, kind: Kind, sender: Sender) -> Iterator[Letter]:
    """Payload: `kind`, and of a checkpoint its `size` and signed text (`checkpoint`), which goes along as a file."""
    region = session.get_one(Region, row.region_id)
    given = row.payload
    is_alarm = kind.name == ALARM
    path = "/log/alarm" if is_alarm else "/log"
    values = {"size": given.get("size", 0), "checkpoint": Ours(given.get("checkpoint", ""))}
    file = Attachment(f"checkpoint-{given.get('size', 0)}.txt", "text/plain", given.get("checkpoint", "").encode())
    for person in _of_the_office(session, region) if is_alarm else _contact_points(session, region):
        reader = Recipient(person.email, person.locale or DEFAULT_LOCALE, person.time_zone or region.time_zone, person)
        yield reader, composed(kind, reader, sender, region, path, values), () if is_alarm else (file,)


def _of_the_office(session: Session, region: Region) -> list[Person]:
    found = holding(session, (Role.ROCB_HEAD, Role.ADMINISTRATOR), region.id)
    return list({person.id: person for person in found}.values())


def _contact_points(session: Session, region: Region) -> list[Person]:
    """Those of every administration, each once."""
    here = select(Administration.id).where(Administration.region_id == region.id, Administration.left_on.is_(None))
    found: dict[object, Person] = {}
    for administration_id in session.scalars(here):
        found |= {person.id: person for person in holding(session, (Role.CONTACT_POINT,), administration_id)}
    return list(found.values())

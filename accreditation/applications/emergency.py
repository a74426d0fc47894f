"""Whom to call if something happens on a mission: asked once it is accepted, sealed, read while the mission lasts."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from accreditation.applications.checking import telephone
from accreditation.applications.fields import LANGUAGES
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.applications.sealed import Sealed, opened, put_under_seal
from accreditation.database import Base
from accreditation.errors import Invalid
from accreditation.sealing import KeyRing
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

LONGEST_NAME, LONGEST_RELATION = 120, 60


class EmergencyContact(Sealed, Base):
    """The person to call, of one candidate."""

    __tablename__ = "emergency_contact"


@dataclass(frozen=True, repr=False)
class Contact:
    """Name, what the person is to the candidate, telephone (E.164), one of LANGUAGES. Has no repr: it is for no log."""

    name: str
    relation: str
    phone: str
    language: str


def checked_contact(name: str, relation: str, phone: str, language: str) -> Contact:
    """What was typed, in one shape. Raises Invalid with the field to blame."""
    name, relation = " ".join(name.split()), " ".join(relation.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(N_("Write the name of the person to call, up to %(most)s letters.", most=LONGEST_NAME), "name")
    if not 0 < len(relation) <= LONGEST_RELATION:
        raise Invalid(N_("Write what the person is to you, for example wife, brother or neighbour."), "relation")
    number = telephone(phone)
    if number is None:
        raise Invalid(N_("Write the number with + and the country code, for example +502 2222 3333."), "phone")
    if language not in LANGUAGES:
        raise Invalid(N_("Choose the language in which the person is best called."), "language")
    return Contact(name, relation, number, language)


def write_emergency_contact(
    session: Session, actor: Actor, application: Application, ring: KeyRing, contact: Contact
) -> None:
    """Keeps whom to call, in place of who was there."""
    application = locked(session, actor, application, permissions.GIVE_EMERGENCY_CONTACT)
    put_under_seal(session, EmergencyContact, application, ring, asdict(contact))
    touch(application)
    session.flush()


def emergency_contact_of(session: Session, application: Application, ring: KeyRing) -> Contact | None:
    """Who was named, opened; whether the reader may is asked before. Raises CannotOpen."""
    said = opened(session, EmergencyContact, application, ring)
    return None if said is None else Contact(**said)

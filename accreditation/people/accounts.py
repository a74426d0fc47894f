"""Accounts: their names and details, another address, the end, an invitation, and the first administrator."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.people import passwords, sessions
from accreditation.people.account_mail import mail, mail_link
from accreditation.people.models import Person, RoleGrant
from accreditation.people.names import folded, plain_address, tidy
from accreditation.people.queries import person_by_email
from accreditation.people.staff_notes import StaffNote
from accreditation.texts import N_
from accreditation.workflow.actors import Role, Scope


@dataclass(frozen=True)
class Names:
    """A person's name: given names, first and, where there is one, second family name."""

    given_names: str
    first_family_name: str
    second_family_name: str = ""


def set_names(person: Person, names: Names) -> None:
    person.given_names = tidy(names.given_names)
    person.first_family_name = tidy(names.first_family_name)
    person.second_family_name = tidy(names.second_family_name)
    person.search_name = folded(person.display_name)


def change_details(session: Session, person: Person, names: Names, *, locale: str, time_zone: str) -> None:
    """Name, language and time zone, by the person."""
    set_names(person, names)
    person.locale, person.time_zone = locale, time_zone


def ask_to_change_address(session: Session, person: Person, email: str, password: str) -> None:
    """Sends a link to the new address; until it is used the old one stays. An address in use is told to nobody."""
    email = plain_address(email)
    if not passwords.fits(person, password):
        raise Invalid(
            N_("This is not your current password. Try again, or sign out and ask for a new one."), "password"
        )
    owner = person_by_email(session, email)
    if owner is not None:
        mail(session, "address_in_use", owner, email)
        return
    mail_link(session, "confirm_address", "change_address", person, email)


def disable(session: Session, person: Person) -> None:
    """Closes an account at once: nobody signs in, every session is over."""
    person.disabled_at = clock.now()
    sessions.end_sessions(session, person.id)


def invite_person(session: Session, person: Person) -> str:
    """Mails a person whom staff entered a link to choose a password; returns its token for the command line."""
    return mail_link(session, "invitation", "invitation", person, person.email)


def create_administrator(session: Session, region_id: uuid.UUID, email: str, names: Names) -> str:
    """The first administrator of a region, or one more; returns the token of the one-time link."""
    email = plain_address(email)
    person = person_by_email(session, email)
    if person is None:
        person = Person(region_id=region_id, email=email)
        set_names(person, names)
        session.add(person)
        session.flush()
    grant = RoleGrant(
        region_id=region_id,
        person_id=person.id,
        role=Role.ADMINISTRATOR,
        scope=Scope.REGION,
        scope_id=region_id,
        starts_on=clock.today(),
    )
    note = StaffNote(
        region_id=region_id,
        what="administrator_created",
        subject_id=person.id,
        details={"email": email},
        at=clock.now(),
    )
    session.add_all([grant, note])
    return invite_person(session, person)

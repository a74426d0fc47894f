"""A person opens an account and confirms the address."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.people import links, passwords
from accreditation.people.account_mail import mail, mail_link
from accreditation.people.accounts import Names, set_names
from accreditation.people.models import Consent, Person
from accreditation.people.names import plain_address
from accreditation.people.new_passwords import refuse_weak
from accreditation.people.queries import person_by_email
from accreditation.people.session_models import OneUseLink
from accreditation.texts import N_


@dataclass(frozen=True)
class Newcomer:
    """What somebody types to open an account. `privacy_version` is the wording of the notice they agreed to.

    `leads_to`: a path of this site, where they came from and go on to once the address is confirmed.
    """

    names: Names
    email: str
    password: str
    region_id: uuid.UUID
    administration_id: uuid.UUID | None
    locale: str
    time_zone: str
    privacy_version: str
    leads_to: str = ""


def sign_up(session: Session, newcomer: Newcomer) -> None:
    """Opens an account that counts once its address is confirmed; an address in use gets a mail instead.

    The caller learns nothing about which of the two happened. A newer sign-up replaces one that was never confirmed.
    """
    email = plain_address(newcomer.email)
    refuse_weak(newcomer.password, newcomer.names, email)
    password_hash = passwords.hash_of(newcomer.password)
    person = person_by_email(session, email)
    if person is not None and (person.email_confirmed_at or person.password_hash == ""):
        mail(session, "address_in_use", person, email)
        return
    if person is None:
        person = Person(region_id=newcomer.region_id, email=email)
        session.add(person)
    set_names(person, newcomer.names)
    person.administration_id = newcomer.administration_id
    person.locale, person.time_zone = newcomer.locale, newcomer.time_zone
    person.password_hash = password_hash
    session.flush()
    session.add(
        Consent(person_id=person.id, kind="privacy_notice", version=newcomer.privacy_version, given_at=clock.now())
    )
    mail_link(session, "confirm_address", "confirm_address", person, email, newcomer.leads_to)


def confirm_address(session: Session, link: OneUseLink, person: Person, password: str) -> None:
    """Whoever reads the mail and knows the password owns the account: neither a scanner nor a stranger can confirm."""
    if not passwords.fits(person, password):
        raise Invalid(N_("This is not the password of this account. Try again, or ask for a new one."), "password")
    links.use_link(session, link)
    if link.purpose == "change_address":
        _change_address(session, person, link.email)
    person.email_confirmed_at = clock.now()


def _change_address(session: Session, person: Person, email: str) -> None:
    if person_by_email(session, email) is not None:
        raise Invalid(N_("This address can no longer be used. Choose another one."))
    mail(session, "address_changed", person, person.email)
    person.email = email

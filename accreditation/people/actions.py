"""Opening an account, confirming its address, choosing a password, changing one's own details."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.jobs import outbox
from accreditation.people import links, passwords, sessions
from accreditation.people.models import Consent, OneUseLink, Person, RoleGrant
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


def mail(session: Session, kind: str, person: Person | None, email: str, **payload: Any) -> None:
    """Asks for one account mail. For nobody the same row is written, already done, so that time tells nothing."""
    row = outbox.put(
        session,
        effect="account_mail",
        lifecycle="account",
        subject_id=person.id if person else None,
        region_id=person.region_id if person else None,
        payload={"kind": kind, "person_id": str(person.id) if person else "", "email": email, **payload},
    )
    if person is None:
        row.payload, row.done_at = {}, clock.now()


def _mail_link(session: Session, kind: str, purpose: str, person: Person | None, email: str, leads_to: str = "") -> str:
    link, token = links.make_link(session, purpose, person, email)
    path = links.path_of(purpose, token, leads_to)
    mail(session, kind, person, email, token=token, path=path, expires_at=link.expires_at.isoformat())
    return token


def _refuse_weak(password: str, person_or_names: Names | Person, email: str) -> None:
    known = (person_or_names.given_names, person_or_names.first_family_name, person_or_names.second_family_name)
    reason = passwords.reason_against(password, (*known, email.partition("@")[0]))
    if reason is not None:
        raise Invalid(reason, "password")


def _set_names(person: Person, names: Names) -> None:
    person.given_names = tidy(names.given_names)
    person.first_family_name = tidy(names.first_family_name)
    person.second_family_name = tidy(names.second_family_name)
    person.search_name = folded(person.display_name)


def rename(person: Person, names: Names) -> None:
    """Another name of an account; whoever calls has checked it."""
    _set_names(person, names)


def sign_up(session: Session, newcomer: Newcomer) -> None:
    """Opens an account that counts once its address is confirmed; an address in use gets a mail instead.

    The caller learns nothing about which of the two happened. A newer sign-up replaces one that was never confirmed.
    """
    email = plain_address(newcomer.email)
    _refuse_weak(newcomer.password, newcomer.names, email)
    password_hash = passwords.hash_of(newcomer.password)
    person = person_by_email(session, email)
    if person is not None and (person.email_confirmed_at or person.password_hash == ""):
        mail(session, "address_in_use", person, email)
        return
    if person is None:
        person = Person(region_id=newcomer.region_id, email=email)
        session.add(person)
    _set_names(person, newcomer.names)
    person.administration_id = newcomer.administration_id
    person.locale, person.time_zone = newcomer.locale, newcomer.time_zone
    person.password_hash = password_hash
    session.flush()
    session.add(
        Consent(person_id=person.id, kind="privacy_notice", version=newcomer.privacy_version, given_at=clock.now())
    )
    _mail_link(session, "confirm_address", "confirm_address", person, email, newcomer.leads_to)


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


def ask_for_new_password(session: Session, email: str) -> None:
    """Sends a link to the owner of an account; does the same work, and sends nothing, where there is none.

    The link goes to the account's own address, also where that of a merged account was typed.
    """
    email = plain_address(email)
    person = person_by_email(session, email)
    if person is not None and person.disabled_at is not None:
        person = None
    _mail_link(session, "reset_password", "reset_password", person, person.email if person else email)


def choose_password(session: Session, link: OneUseLink, person: Person, password: str) -> None:
    """By a link that was mailed, which also proves the address. Every open session ends."""
    _refuse_weak(password, person, person.email)
    links.use_link(session, link)
    person.email_confirmed_at = person.email_confirmed_at or clock.now()
    _set_password(session, person, password, keep=None)


def change_password(session: Session, person: Person, old: str, new: str, *, keep: uuid.UUID) -> None:
    """By the person, who types the present one; every other session ends."""
    if not passwords.fits(person, old):
        raise Invalid(
            N_("This is not your present password. Try again, or sign out and ask for a new one."), "present_password"
        )
    _refuse_weak(new, person, person.email)
    _set_password(session, person, new, keep=keep)


def _set_password(session: Session, person: Person, password: str, *, keep: uuid.UUID | None) -> None:
    was_set = bool(person.password_hash)
    person.password_hash = passwords.hash_of(password)
    sessions.end_sessions(session, person.id, but=keep)
    if was_set:
        mail(session, "password_changed", person, person.email)


def change_details(session: Session, person: Person, names: Names, *, locale: str, time_zone: str) -> None:
    """Name, language and time zone, by the person."""
    _set_names(person, names)
    person.locale, person.time_zone = locale, time_zone


def ask_to_change_address(session: Session, person: Person, email: str, password: str) -> None:
    """Sends a link to the new address; until it is used the old one stays. An address in use is told to nobody."""
    email = plain_address(email)
    if not passwords.fits(person, password):
        raise Invalid(
            N_("This is not your present password. Try again, or sign out and ask for a new one."), "password"
        )
    owner = person_by_email(session, email)
    if owner is not None:
        mail(session, "address_in_use", owner, email)
        return
    _mail_link(session, "confirm_address", "change_address", person, email)


def disable(session: Session, person: Person) -> None:
    """Closes an account at once: nobody signs in, every session is over."""
    person.disabled_at = clock.now()
    sessions.end_sessions(session, person.id)


def invite(session: Session, person: Person) -> str:
    """Mails a person whom staff entered a link to choose a password; returns its token for the command line."""
    return _mail_link(session, "invitation", "invitation", person, person.email)


def create_administrator(session: Session, region_id: uuid.UUID, email: str, names: Names) -> str:
    """The first administrator of a region, or one more; returns the token of the one-time link."""
    email = plain_address(email)
    person = person_by_email(session, email)
    if person is None:
        person = Person(region_id=region_id, email=email)
        _set_names(person, names)
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
    return invite(session, person)

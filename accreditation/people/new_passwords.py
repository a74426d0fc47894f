"""A password is asked for anew, chosen, changed."""

import uuid

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.people import links, passwords, sessions
from accreditation.people.account_mail import mail, mail_link
from accreditation.people.accounts import Names
from accreditation.people.models import Person
from accreditation.people.names import plain_address
from accreditation.people.queries import person_by_email
from accreditation.people.session_models import OneUseLink
from accreditation.texts import N_


def refuse_weak(password: str, person_or_names: Names | Person, email: str) -> None:
    known = (person_or_names.given_names, person_or_names.first_family_name, person_or_names.second_family_name)
    reason = passwords.reason_against(password, (*known, email.partition("@")[0]))
    if reason is not None:
        raise Invalid(reason, "password")


def ask_for_new_password(session: Session, email: str) -> None:
    """Sends a link to the owner of an account; does the same work, and sends nothing, where there is none.

    The link goes to the account's own address, also where that of a merged account was typed.
    """
    email = plain_address(email)
    person = person_by_email(session, email)
    if person is not None and person.disabled_at is not None:
        person = None
    mail_link(session, "reset_password", "reset_password", person, person.email if person else email)


def choose_password(session: Session, link: OneUseLink, person: Person, password: str) -> None:
    """By a link that was mailed, which also proves the address. Every open session ends."""
    refuse_weak(password, person, person.email)
    links.use_link(session, link)
    person.email_confirmed_at = person.email_confirmed_at or clock.now()
    _set_password(session, person, password, keep=None)


def change_password(session: Session, person: Person, old: str, new: str, *, keep: uuid.UUID) -> None:
    """By the person, who types the present one; every other session ends."""
    if not passwords.fits(person, old):
        raise Invalid(
            N_("This is not your current password. Try again, or sign out and ask for a new one."), "present_password"
        )
    refuse_weak(new, person, person.email)
    _set_password(session, person, new, keep=keep)


def _set_password(session: Session, person: Person, password: str, *, keep: uuid.UUID | None) -> None:
    was_set = bool(person.password_hash)
    person.password_hash = passwords.hash_of(password)
    sessions.end_sessions(session, person.id, but=keep)
    if was_set:
        mail(session, "password_changed", person, person.email)

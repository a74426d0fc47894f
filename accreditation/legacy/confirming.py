"""The two words that make an imported line an accreditation: the person's, by a mailed link, and the administration's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, no_longer_than
from accreditation.legacy.checking import newest_edition
from accreditation.legacy.forgetting import forget_lines
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.understanding import last_day
from accreditation.people.account_mail import mail
from accreditation.people.accounts import invite_person
from accreditation.people.links import link_by_token, void_links_to
from accreditation.people.models import Consent, Person
from accreditation.people.queries import person_by_email
from accreditation.people.session_models import OneUseLink
from accreditation.texts import N_, Text
from accreditation.transition import open_case
from accreditation.workflow.actors import THE_SYSTEM, Actor, Role
from accreditation.workflow.states import HELD

PURPOSE = "imported_expert"
CONSENT, WORDING = "imported_expert", "2026-11"
OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)
REFUSALS: Mapping[str, Text] = {
    "not_me": N_("This is not me"),
    "wrong": N_("Something about me is wrong"),
    "left": N_("I do not work for Customs any more"),
    "no": N_("I do not want to be taken over"),
}


@dataclass(frozen=True)
class Asked:
    """A link that is good, and every line about its address that waits for the person."""

    link: OneUseLink
    lines: Sequence[ImportedLine]


def asked_by(session: Session, token: str) -> Asked | None:
    """What this link asks; None where it is over, used, or the list was taken back."""
    link = link_by_token(session, PURPOSE, token)
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        return None
    first = session.get(ImportedLine, link.subject_id)
    if first is None or first.forgotten_at is not None or first.email != link.email:
        return None
    query = (
        select(ImportedLine)
        .join(ExpertImport, ExpertImport.id == ImportedLine.import_id)
        .where(ImportedLine.region_id == first.region_id, ImportedLine.email == first.email)
        .where(ImportedLine.asked_at.is_not(None), ImportedLine.person_answered_at.is_(None))
        .where(ImportedLine.forgotten_at.is_(None), ExpertImport.taken_back_at.is_(None))
    )
    lines = session.scalars(query.order_by(ImportedLine.id)).all()
    return Asked(link, lines) if lines else None


def agree(session: Session, asked: Asked, locale: str) -> None:
    """The person says that it is true and agrees: with the account of that address, or a new one."""
    rows = _locked(session, asked.lines)
    person = person_by_email(session, rows[0].email)
    if person is not None and person.disabled_at is not None:
        raise NotPermitted
    if person is None:
        person = _new_person(session, rows[0], locale)
    session.add(Consent(person_id=person.id, kind=CONSENT, version=WORDING, given_at=clock.now()))
    for row in rows:
        row.person_id, row.person_agrees, row.person_answered_at = person.id, True, clock.now()
        _settle(session, row)
    _close_links(session, rows)


def refuse(session: Session, asked: Asked, reason: str) -> None:
    """The person says no: what the lines say of them is forgotten at once, and they are not asked again."""
    if reason not in REFUSALS:
        raise Invalid(N_("Say why."), "reason")
    rows = _locked(session, asked.lines)
    for row in rows:
        row.person_agrees, row.person_answered_at, row.person_reason = False, clock.now(), reason
    session.flush()
    _close_links(session, rows)
    forget_lines(session, ImportedLine.id.in_([row.id for row in rows]), keeps_digest=True)


def _close_links(session: Session, rows: Sequence[ImportedLine]) -> None:
    for row in rows:
        void_links_to(session, row.id)


def _locked(session: Session, rows: Sequence[ImportedLine]) -> Sequence[ImportedLine]:
    """The rows, read afresh in the order in which everybody locks them; ChangedMeanwhile where one was forgotten."""
    query = select(ImportedLine).where(ImportedLine.id.in_([row.id for row in rows])).order_by(ImportedLine.id)
    found = session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    if not found or any(row.forgotten_at is not None for row in found):
        raise ChangedMeanwhile(N_("This was settled meanwhile."))
    return found


def _new_person(session: Session, row: ImportedLine, locale: str) -> Person:
    person = Person(
        region_id=row.region_id,
        administration_id=row.administration_id,
        email=row.email,
        email_confirmed_at=clock.now(),
        given_names=row.given_names,
        first_family_name=row.first_family_name,
        second_family_name=row.second_family_name,
        locale=locale,
    )
    session.add(person)
    session.flush()
    invite_person(session, person)
    return person


def administration_refused(actor: Actor, row: ImportedLine) -> bool:
    """Whether this person may not speak for the administration of the line: no official of it, concerned, or tied."""
    speaks = any(actor.holds(role, row.administration_id) for role in OFFICIALS)
    return not speaks or row.person_id == actor.person_id or row.person_id in actor.related_to


def confirm(session: Session, actor: Actor, rows: Sequence[ImportedLine], granted_on: date | None = None) -> None:
    """The administration says that these people are its own and accredited. `granted_on`: where the list does not say it."""
    for row in _answered(session, actor, rows, agrees=True):
        if row.granted_on is None and granted_on is None:
            raise Invalid(N_("Say when %(name)s was accredited.", name=row.display_name), f"granted-{row.public_id}")
        if row.granted_on is None and granted_on is not None:
            _date(session, row, granted_on)
        _settle(session, row)


def _date(session: Session, row: ImportedLine, granted_on: date) -> None:
    place = f"granted-{row.public_id}"
    if granted_on > clock.today() or granted_on.year < 1990:
        raise Invalid(N_("The day of the accreditation lies in the future, or before 1990."), place)
    row.granted_on = granted_on
    if row.expires_on is None:
        row.expires_on = last_day(granted_on, newest_edition(session, row.region_id).numbers["validity_months"])
    if row.expires_on <= granted_on or row.expires_on < clock.today():
        raise Invalid(N_("It ended on %(day)s: there is nothing to take over.", day=row.expires_on.isoformat()), place)


def decline(session: Session, actor: Actor, rows: Sequence[ImportedLine], reason: str) -> None:
    """The administration says no, with a reason; what the lines say is forgotten, and whoever had agreed is told."""
    if not reason.strip():
        raise Invalid(N_("Say why."), "reason")
    answered = _answered(session, actor, rows, agrees=False)
    for row in answered:
        row.administration_reason = no_longer_than(300, reason, "reason")
        if row.person_agrees and row.person_id is not None:
            person = session.get_one(Person, row.person_id)
            mail(session, "imported_not_confirmed", person, person.email)
    session.flush()
    _close_links(session, answered)
    forget_lines(session, ImportedLine.id.in_([row.id for row in answered]))


def _answered(session: Session, actor: Actor, rows: Sequence[ImportedLine], *, agrees: bool) -> Sequence[ImportedLine]:
    found = _locked(session, rows)
    for row in found:
        if administration_refused(actor, row) or row.asked_at is None:
            raise NotPermitted
        if row.administration_answered_at is not None:
            raise ChangedMeanwhile(N_("This was settled meanwhile."))
        row.administration_answered_at, row.administration_agrees = clock.now(), agrees
        row.administration_by_id = actor.person_id
    return found


def _settle(session: Session, row: ImportedLine) -> None:
    """With both words the person is accredited, unless they are already, in the same scope. No certificate is made."""
    if not (row.person_agrees and row.administration_agrees):
        return
    held = select(Accreditation.id).where(
        Accreditation.person_id == row.person_id,
        Accreditation.category_id == row.category_id,
        Accreditation.subject_id == row.subject_id,
        Accreditation.language == row.language,
        Accreditation.state.in_(HELD),
    )
    if session.scalars(held.limit(1)).first() is not None:
        return
    accreditation = Accreditation(
        region_id=row.region_id,
        person_id=row.person_id,
        scheme_id=newest_edition(session, row.region_id).id,
        administration_id=row.administration_id,
        category_id=row.category_id,
        subject_id=row.subject_id,
        language=row.language,
        level=row.level,
        granted_on=row.granted_on,
        expires_on=row.expires_on,
    )
    open_case(session, accreditation, actor=THE_SYSTEM)
    row.accreditation_id = accreditation.id
    person = session.get_one(Person, row.person_id)
    mail(session, "imported_confirmed", person, person.email, path=f"/accreditations/{accreditation.public_id}")

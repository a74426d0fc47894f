"""Who plays in a filling: the demo's staff, more reviewers, assessors and mentors, and officers of every Member who apply."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.alphabet import place_in_register
from accreditation.demonstration.cast import STAFF, Part, applicants, contact_points
from accreditation.filling.chains import Desk
from accreditation.filling.ink import DAY, day_of, written
from accreditation.people.matching import keys_of
from accreditation.people.models import Person
from accreditation.people.names import folded
from accreditation.region.models import Administration, RegionalBody
from accreditation.texts import DEFAULT_LOCALE
from accreditation.workflow.actors import Role, Scope

ADDRESS = "aduana.demo.example"
LOCALES = ("es", "en", "pt", "fr")
_MORE = ((Role.REVIEWER, 36), (Role.ASSESSOR, 18), (Role.TRAINER, 8), (Role.MENTOR, 30), (Role.PANEL_MEMBER, 4))


class Member(NamedTuple):
    """An administration: `locale` is the language its people write in."""

    id: str
    iso2: str
    time_zone: str
    locale: str


class Somebody(NamedTuple):
    id: str
    name: str
    member: Member | None
    locale: str
    names: tuple[str, str, str]


@dataclass
class Company:
    """Everybody, by role; contact points by the id of their administration."""

    members: Sequence[Member]
    centres: Mapping[str, tuple[str, str]]
    by_role: dict[Role, list[Somebody]] = field(default_factory=dict)
    contacts: dict[str, Somebody] = field(default_factory=dict)
    coordinators: dict[str, Somebody] = field(default_factory=dict)
    applicants: list[Somebody] = field(default_factory=list)

    def one(self, role: Role, turn: int) -> Somebody:
        people = self.by_role[role]
        return people[turn % len(people)]


def members_of(session: Session, region_id: object) -> list[Member]:
    rows = session.scalars(
        select(Administration).where(Administration.region_id == region_id).order_by(Administration.iso2)
    )
    return [
        Member(row.id.hex, row.iso2, row.time_zone, next((one for one in row.languages if one in LOCALES), "en"))
        for row in rows
    ]


def centres_of(session: Session, region_id: object) -> dict[str, tuple[str, str]]:
    """Country -> id and city of each Regional Training Centre."""
    rows = session.scalars(select(RegionalBody).where(RegionalBody.region_id == region_id, RegionalBody.kind == "rtc"))
    return {row.iso2: (row.id.hex, row.city) for row in rows}


def engage(desk: Desk, session: Session, region_id: object, seed: int, count: int, since: int) -> Company:
    """Writes whoever is not there yet: `count` applicants and the staff, all marked as demo, in office since `since`."""
    company = Company(members_of(session, region_id), centres_of(session, region_id))
    known = {
        email: row_id.hex for email, row_id in session.execute(select(Person.email, Person.id).where(Person.is_demo))
    }
    by_iso2 = {member.iso2: member for member in company.members}
    parts = list(islice(applicants(), 1200))
    names = {
        locale: [
            (one.given_names, one.first_family_name, one.second_family_name) for one in parts if one.locale == locale
        ]
        for locale in LOCALES
    }
    for part in (*STAFF, *contact_points()):
        _staff(desk, company, part, by_iso2.get(part.administration or ""), known.get(part.email), since)
    for part, member in _more_staff(company, names, seed):
        _staff(desk, company, part, member, None, since)
    for number in range(count):
        member = company.members[number % len(company.members)]
        triple = names[member.locale][(number * 7) % len(names[member.locale])]
        email = f"s{seed}.{number:06d}@{ADDRESS}"
        company.applicants.append(_person(desk, member, member.locale, email, triple, since))
    return company


def _more_staff(
    company: Company, names: Mapping[str, Sequence[tuple[str, str, str]]], seed: int
) -> Iterator[tuple[Part, Member]]:
    for role, count in _MORE:
        for number in range(count):
            member = company.members[(number * 5) % len(company.members)]
            given, first, second = names[member.locale][(number * 11) % len(names[member.locale])]
            key = f"s{seed}.{role.value}{number:02d}"
            roles = ((role, Scope.REGION, ""),)
            yield Part(key, given, first, second, member.iso2, member.locale, roles, is_listed=False), member
    for member in company.members:
        if member.id not in company.contacts:
            official = ((Role.CONTACT_POINT, Scope.ADMINISTRATION, member.iso2),)
            key, iso2 = f"s{seed}.contacto.{member.iso2.lower()}", member.iso2
            yield Part(key, "Contacto", "Demostración", iso2, iso2, member.locale, official, is_listed=False), member


def _staff(desk: Desk, company: Company, part: Part, member: Member | None, known: str | None, since: int) -> None:
    names = (part.given_names, part.first_family_name, part.second_family_name)
    if known is None:
        person = _person(desk, member, part.locale, part.email, names, since)
    else:
        person = Somebody(known, " ".join(filter(None, names)), member, part.locale, names)
    for role, scope, where in part.roles:
        scope_id = desk.region_id
        if scope is Scope.ADMINISTRATION and member is not None:
            scope_id = member.id
            if role is Role.CONTACT_POINT:
                company.contacts[member.id] = person
        elif scope is Scope.CENTRE:
            scope_id = company.centres[where][0]
            company.coordinators[where] = person
        company.by_role.setdefault(role, []).append(person)
        if known is None:
            _grant(desk, person, role, scope, scope_id, since)


def _grant(desk: Desk, person: Somebody, role: Role, scope: Scope, scope_id: str, since: int) -> None:
    moment = written(since)
    desk.add(
        "role_grant", desk.ink.id(since), desk.ink.public_id(), desk.region_id, person.id, role.value, scope.value,
        scope_id, str(day_of(since)), None, None, None, moment, moment,
    )  # fmt: skip


def _person(
    desk: Desk, member: Member | None, locale: str, email: str, names: tuple[str, str, str], since: int
) -> Somebody:
    name = " ".join(part for part in names if part)
    somebody = Somebody(desk.ink.id(since), name, member, locale, names)
    moment = written(since + desk.ink.dice.randrange(DAY))
    desk.add(
        "person", somebody.id, desk.ink.public_id(), desk.region_id, member.id if member else None, email, moment, "",
        *names, folded(name), place_in_register(names[0], names[1:], DEFAULT_LOCALE), locale, member.time_zone if member else "America/Guatemala", None, "1", moment, moment,
    )  # fmt: skip
    for key, rest in sorted(keys_of(names, email, uuid.UUID(member.id) if member else None, None)):
        desk.add("person_key", desk.ink.id(since), desk.region_id, somebody.id, key, rest)
    return somebody

"""Conflicts by who people are: their own case, their administration, their nationality, their supervisor."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select

from accreditation.conflicts.ground import Found, Ground, country_names
from accreditation.conflicts.kinds import Conflict, Kind
from accreditation.people.matching import keys_of_written_name
from accreditation.people.models import Person, PersonKey, RoleGrant
from accreditation.people.roles import in_force
from accreditation.texts import N_, Text
from accreditation.workflow.impartiality import SPEAK_FOR_AN_ADMINISTRATION

_OWN = Conflict(Kind.OWN_CASE, True, N_("It is this person’s own application."))


def own_cases(ground: Ground) -> Found:
    for person in ground.people:
        for case in ground.cases_of.get(person.id, ()):
            yield (case.id, person.id), _OWN


def same_administration(ground: Ground) -> Found:
    """That for which the applicant applied, or to which the applicant belongs today; to belong is also to speak for it."""
    colleagues: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for person in ground.people:
        if person.administration_id is not None:
            colleagues[person.administration_id].add(person.id)
    speaks = select(RoleGrant.person_id, RoleGrant.scope_id).where(
        RoleGrant.person_id.in_(ground.person_ids), RoleGrant.role.in_(SPEAK_FOR_AN_ADMINISTRATION), in_force()
    )
    for person_id, administration_id in ground.session.execute(speaks):
        colleagues[administration_id].add(person_id)
    query = select(Person.id, Person.administration_id).where(Person.id.in_(ground.applicant_ids))
    homes = dict(ground.session.execute(query).all())
    said: dict[uuid.UUID, Conflict] = {}
    for case in ground.cases:
        for home in {case.administration_id, homes.get(case.applicant_id)} - {None}:
            for person_id in colleagues.get(home, ()):
                if home not in said:
                    said[home] = _same_administration(ground.iso2_of[home])
                yield (case.id, person_id), said[home]


def _same_administration(iso2: str) -> Conflict:
    reason = N_("Both belong to, or speak for, the customs administration of %(country)s.", country=country_names(iso2))
    return Conflict(Kind.ADMINISTRATION, True, reason, iso2)


def same_nationality(ground: Ground) -> Found:
    """By the dossier; of a person who never applied, by the country that the person serves."""
    by_country: dict[str, list[tuple[Person, bool]]] = defaultdict(list)
    for person in ground.people:
        for iso2, is_written in _nationality(ground, person):
            by_country[iso2].append((person, is_written))
    for case in ground.cases:
        written = dict(ground.dossiers.get(case.applicant_id, ())).get(case.id, {})
        iso2 = written.get("identity", {}).get("nationality")
        for person, is_written in by_country.get(iso2, ()) if iso2 else ():
            if person.id != case.applicant_id:
                yield (case.id, person.id), _same_nationality(iso2, is_written)


def _nationality(ground: Ground, person: Person) -> Iterator[tuple[str, bool]]:
    for _, sections in reversed(ground.dossiers.get(person.id, [])):
        if iso2 := sections.get("identity", {}).get("nationality"):
            yield iso2, True
            return
    if person.administration_id is not None:
        yield ground.iso2_of[person.administration_id], False


def _same_nationality(iso2: str, is_written: bool) -> Conflict:
    country = country_names(iso2)
    reason = (
        N_("Both have the nationality of %(country)s, by their dossiers.", country=country)
        if is_written
        else N_("The applicant has the nationality of %(country)s, which this person serves.", country=country)
    )
    return Conflict(Kind.NATIONALITY, False, reason, iso2)


def supervisors(ground: Ground) -> Found:
    """Whom one of the two named as supervisor in the section on employment: hard by address, soft by name alone."""
    named = [
        (person_id, case_id, str(job.get("supervisor") or ""), str(job.get("supervisor_email") or ""))
        for person_id, dossiers in ground.dossiers.items()
        for case_id, sections in dossiers
        if (job := sections.get("employment", {}))
    ]
    by_address, by_key = _addresses(ground), _keys(ground)
    for person_id, case_id, name, email in named:
        known = by_address.get(email.strip().casefold()) if email else None
        alike = {one for key in keys_of_written_name(name, email) for one in by_key.get(key, ())}
        for superior in alike | ({known} if known else set()):
            for case, is_applicant in ground.between(person_id, superior):
                if is_applicant and case.id != case_id:
                    continue
                yield (
                    (case.id, superior if is_applicant else person_id),
                    _supervised(name or email, is_applicant, superior == known),
                )


def _supervised(name: str, by_applicant: bool, is_certain: bool) -> Conflict:
    sentences: dict[tuple[bool, bool], Text] = {
        (True, True): N_("The applicant named this person as supervisor, in the section on employment."),
        (False, True): N_("This person named the applicant as supervisor, in an application of their own."),
        (True, False): N_("The applicant named a supervisor called %(name)s, who may be this person."),
        (False, False): N_("This person once named a supervisor called %(name)s, who may be the applicant."),
    }
    reason = sentences[by_applicant, is_certain]
    return Conflict(
        Kind.SUPERVISOR,
        is_certain,
        reason if is_certain else reason.with_values(name=name),
        "applicant" if by_applicant else "person",
    )


def _addresses(ground: Ground) -> dict[str, uuid.UUID]:
    """Whose address it is; that of a second account leads to the account kept."""
    kept = func.coalesce(Person.merged_into_id, Person.id)
    theirs = or_(
        Person.merged_into_id.in_(ground.everyone),
        and_(Person.merged_into_id.is_(None), Person.id.in_(ground.everyone)),
    )
    return dict(ground.session.execute(select(Person.email, kept).where(theirs)).all())


def _keys(ground: Ground) -> dict[str, set[uuid.UUID]]:
    query = select(PersonKey.key, PersonKey.person_id).where(PersonKey.person_id.in_(ground.everyone))
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    for key, person_id in ground.session.execute(query):
        found[key].add(person_id)
    return found

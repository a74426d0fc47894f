"""Possible matches between the applicants of cases and the register, and what somebody found out about each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application, Section
from accreditation.errors import Invalid, NotPermitted
from accreditation.integrity.likeness import LEAST, Likeness, Named, likeness_of, sound_of
from accreditation.integrity.models import IntegrityEntry, IntegrityFinding
from accreditation.integrity.readers import refuse_who_may_not_read
from accreditation.integrity.register import standing_entries
from accreditation.people.matching import words_of
from accreditation.people.models import Person
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import OPEN, ApplicationState

VERDICTS = {"other": N_("Not the same person"), "same": N_("The same person")}


@dataclass(frozen=True)
class Match:
    """`finding` None: nobody has looked into it yet."""

    application: Application
    entry: IntegrityEntry
    likeness: Likeness
    finding: IntegrityFinding | None


def matches_of(session: Session, application: Application) -> Sequence[Match]:
    """What the register may have to do with this case: what stands, and what was found before. Who may ask is asked before."""
    return _matches(session, [application], standing_entries(session, application.region_id))


def matches_among(session: Session, visible: ColumnElement[bool], entries: Sequence[IntegrityEntry]) -> Sequence[Match]:
    """Over every open case that the reader may see; the likeliest first. A constant number of queries."""
    if not entries:
        return []
    states = list(OPEN - {ApplicationState.DRAFT})
    cases = session.scalars(select(Application).where(visible, Application.state.in_(states))).all()
    return sorted(
        _matches(session, cases, entries), key=lambda match: (match.finding is not None, -match.likeness.points)
    )


def _matches(
    session: Session, applications: Sequence[Application], entries: Sequence[IntegrityEntry]
) -> Sequence[Match]:
    findings = _findings(session, applications) if entries else {}
    names = _names(session, applications) if entries else {}
    by_sound: dict[str, set[int]] = defaultdict(set)
    for place, entry in enumerate(entries):
        for word in words_of(entry.name):
            by_sound[sound_of(word)].add(place)
    found = []
    for application in applications:
        known = names.get(application.applicant_id, [])
        sounds = {sound_of(word) for named in known for word in words_of(named.name)}
        for place in sorted(set().union(*(by_sound[sound] for sound in sounds if sound in by_sound))):
            entry = entries[place]
            likeness = _likeliest(known, entry)
            finding = findings.get((application.id, entry.id))
            if likeness is not None:
                found.append(Match(application, entry, likeness, finding))
    return found


def _likeliest(known: Sequence[Named], entry: IntegrityEntry) -> Likeness | None:
    """The best of the person's names, where several accounts were merged."""
    wanted = Named(entry.name, entry.born_on, entry.nationality)
    found = [likeness for named in known if (likeness := likeness_of(named, wanted)) is not None]
    return max((each for each in found if each.points >= LEAST), key=lambda each: each.points, default=None)


def _findings(session: Session, applications: Sequence[Application]) -> Mapping[tuple[Any, Any], IntegrityFinding]:
    ids = [application.id for application in applications]
    rows = session.scalars(select(IntegrityFinding).where(IntegrityFinding.application_id.in_(ids)))
    return {(row.application_id, row.entry_id): row for row in rows}


def _names(session: Session, applications: Sequence[Application]) -> Mapping[Any, Sequence[Named]]:
    """Per applicant every name in the house: of the account, of accounts merged into it; with birth and country."""
    people = {application.applicant_id for application in applications}
    countries: dict[Any, str] = {}
    written = select(Application.applicant_id, Section.answers).join(Section, Section.application_id == Application.id)
    for person_id, answers in session.execute(
        written.where(Application.id.in_([each.id for each in applications]), Section.key == "identity")
    ):
        countries[person_id] = str(answers.get("nationality") or "")
    found: dict[Any, list[Named]] = defaultdict(list)
    query = select(Person).where(or_(Person.id.in_(people), Person.merged_into_id.in_(people)))
    for person in session.scalars(query):
        owner = person.merged_into_id or person.id
        name = f"{person.given_names} {person.first_family_name} {person.second_family_name}"
        found[owner].append(Named(name, person.born_on, countries.get(owner, "")))
    return found


def record_finding(
    session: Session, actor: Actor, application: Application, entry: IntegrityEntry, verdict: str, reason: str
) -> IntegrityFinding:
    """Somebody looked into it. A later finding replaces the earlier. Raises NotPermitted, Invalid with the field."""
    application = lock_case(session, application)
    refuse_who_may_not_read(session, actor, application.region_id)
    may_see = permissions.may(permissions.READ_JUDGEMENTS, actor, facts_of(session, application), application.state)
    if not may_see or entry.region_id != application.region_id:
        raise NotPermitted
    if verdict not in VERDICTS:
        raise Invalid(N_("Say whether it is the same person."), "verdict")
    if not reason.strip():
        raise Invalid(N_("Say how you know."), "reason")
    where = select(IntegrityFinding).where(
        IntegrityFinding.application_id == application.id, IntegrityFinding.entry_id == entry.id
    )
    row = session.scalars(where).one_or_none()
    if row is None:
        row = IntegrityFinding(region_id=application.region_id, application_id=application.id, entry_id=entry.id)
        session.add(row)
    assert actor.person_id is not None
    row.verdict, row.reason, row.found_by_id, row.found_at = verdict, reason.strip(), actor.person_id, clock.now()
    # The version of the case stays: pages of others carry it, and would tell them that something was found.
    session.flush()
    return row

"""Who reads the register, and what they write into it. What is entered is never edited: it is ended, with the reason."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.integrity.models import IntegrityEntry, IntegrityReader
from accreditation.people.matching import words_of
from accreditation.people.models import Person, StaffNote
from accreditation.people.names import tidy
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role

LONGEST_NAME, LONGEST_SOURCE, LONGEST_REASON = 200, 300, 2000


def may_read(session: Session, actor: Actor, region_id: uuid.UUID) -> bool:
    """The head of the office, and the officers whom the head named; nobody else learns that there is an entry."""
    if actor.holds(Role.ROCB_HEAD, region_id):
        return True
    if not actor.holds(Role.ROCB_OFFICER, region_id):
        return False
    named = select(IntegrityReader.id).where(
        IntegrityReader.region_id == region_id, IntegrityReader.person_id == actor.person_id
    )
    return session.scalars(named).first() is not None


def refuse_who_may_not_read(session: Session, actor: Actor, region_id: uuid.UUID) -> None:
    if not may_read(session, actor, region_id):
        raise NotPermitted


def entries_of(session: Session, region_id: uuid.UUID) -> Sequence[IntegrityEntry]:
    """All of them, the latest first, also those that ended."""
    query = select(IntegrityEntry).where(IntegrityEntry.region_id == region_id)
    return session.scalars(query.order_by(IntegrityEntry.entered_at.desc(), IntegrityEntry.id)).all()


def standing_entries(session: Session, region_id: uuid.UUID) -> Sequence[IntegrityEntry]:
    """Those that count today."""
    today = clock.today()
    query = select(IntegrityEntry).where(
        IntegrityEntry.region_id == region_id,
        IntegrityEntry.ended_at.is_(None),
        IntegrityEntry.starts_on <= today,
        or_(IntegrityEntry.ends_on.is_(None), IntegrityEntry.ends_on >= today),
    )
    return session.scalars(query.order_by(IntegrityEntry.entered_at, IntegrityEntry.id)).all()


def enter(
    session: Session, actor: Actor, region_id: uuid.UUID, *, name: str, reason: str, source: str, starts_on: date | None,
    ends_on: date | None = None, born_on: date | None = None, nationality: str = "",
) -> IntegrityEntry:  # fmt: skip
    """One entry more. Raises NotPermitted; Invalid with the field to blame."""
    refuse_who_may_not_read(session, actor, region_id)
    name, source, reason = tidy(name), tidy(source), reason.strip()
    if len(words_of(name)) < 2 or len(name) > LONGEST_NAME:
        raise Invalid(N_("Write a given name and a family name, in any order."), "name")
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid(N_("Say what the warning is about."), "reason")
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise Invalid(N_("Say where the warning comes from: a letter, a judgement, a decision."), "source")
    if starts_on is None:
        raise Invalid(N_("Write the day from which it counts."), "starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(N_("The last day comes before the first."), "ends_on")
    assert actor.person_id is not None
    entry = IntegrityEntry(
        region_id=region_id, name=name, born_on=born_on, nationality=nationality, reason=reason, source=source,
        starts_on=starts_on, ends_on=ends_on, entered_by_id=actor.person_id, entered_at=clock.now(),
    )  # fmt: skip
    session.add(entry)
    session.flush()
    _note(session, actor, region_id, "integrity_entered", entry.id)
    return entry


def end(session: Session, actor: Actor, entry: IntegrityEntry, reason: str) -> None:
    """The entry no longer counts; it stays on record."""
    refuse_who_may_not_read(session, actor, entry.region_id)
    if not reason.strip():
        raise Invalid(N_("Say why the entry no longer counts."), "reason")
    if entry.ended_at is None:
        entry.ended_at, entry.ended_by_id, entry.ended_reason = clock.now(), actor.person_id, reason.strip()
        _note(session, actor, entry.region_id, "integrity_ended", entry.id)
    session.flush()


def readers_of(session: Session, region_id: uuid.UUID) -> Sequence[Person]:
    query = select(Person).join(IntegrityReader, IntegrityReader.person_id == Person.id)
    return session.scalars(query.where(IntegrityReader.region_id == region_id).order_by(Person.search_name)).all()


def name_readers(session: Session, actor: Actor, region_id: uuid.UUID, people: Sequence[Person]) -> None:
    """The head of the office says which officers read the register from now on."""
    if not actor.holds(Role.ROCB_HEAD, region_id):
        raise NotPermitted
    wanted = {person.id for person in people}
    rows = session.scalars(select(IntegrityReader).where(IntegrityReader.region_id == region_id)).all()
    for row in rows:
        if row.person_id not in wanted:
            session.delete(row)
    for person_id in sorted(wanted - {row.person_id for row in rows}):
        session.add(
            IntegrityReader(region_id=region_id, person_id=person_id, named_by_id=actor.person_id, named_at=clock.now())
        )
    _note(session, actor, region_id, "integrity_readers", None)
    session.flush()


def _note(session: Session, actor: Actor, region_id: uuid.UUID, what: str, subject_id: uuid.UUID | None) -> None:
    """For the auditor, without the name: who wrote in the register, and when."""
    row = {"region_id": region_id, "person_id": actor.person_id, "subject_id": subject_id, "details": {}}
    session.add(StaffNote(what=what, at=clock.now(), **row))

"""Who reads the register of integrity besides the head of the office."""

import uuid
from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.integrity.models import IntegrityReader
from accreditation.people.models import Person
from accreditation.people.staff_notes import note_for_auditor
from accreditation.workflow.actors import Actor, Role

_NAMED = select(IntegrityReader.id).where(
    IntegrityReader.region_id == bindparam("region"), IntegrityReader.person_id == bindparam("person")
)


def may_read(session: Session, actor: Actor, region_id: uuid.UUID) -> bool:
    """The head of the office, and the officers whom the head named; nobody else learns that there is an entry."""
    if actor.holds(Role.ROCB_HEAD, region_id):
        return True
    if not actor.holds(Role.ROCB_OFFICER, region_id):
        return False
    return session.scalars(_NAMED, {"region": region_id, "person": actor.person_id}).first() is not None


def refuse_who_may_not_read(session: Session, actor: Actor, region_id: uuid.UUID) -> None:
    if not may_read(session, actor, region_id):
        raise NotPermitted


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
    note_for_auditor(session, actor, "integrity_readers", region_id=region_id, subject_id=None, details={})
    session.flush()

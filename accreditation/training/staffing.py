"""Assessors and trainers of a workshop."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.models import Person
from accreditation.texts import N_
from accreditation.training.marking_models import Mark
from accreditation.training.models import FormerStaff, Workshop, WorkshopStaff
from accreditation.training.planning import refuse_who_may_not_run
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import BEFORE_MARKING, WorkshopState


def staff_of(session: Session, workshop: Workshop) -> Sequence[WorkshopStaff]:
    query = select(WorkshopStaff).where(WorkshopStaff.workshop_id == workshop.id)
    return session.scalars(query.order_by(WorkshopStaff.duty, WorkshopStaff.id)).all()


def name_staff(session: Session, actor: Actor, workshop: Workshop, person: Person, duty: str) -> None:
    """A trainer or an assessor; nobody is both in one workshop (ISO/IEC 17024, 5.2)."""
    workshop = lock_case(session, workshop)
    refuse_who_may_not_run(actor, facts_of(session, workshop))
    if workshop.state in (WorkshopState.CLOSED, WorkshopState.CANCELLED):
        raise NotPermitted
    if any(row.person_id == person.id for row in staff_of(session, workshop)):
        raise Invalid(N_("This person already has a duty in the workshop."), field="person")
    session.add(WorkshopStaff(workshop_id=workshop.id, person_id=person.id, duty=duty))
    touch(workshop)
    session.flush()


def release_staff(session: Session, actor: Actor, workshop: Workshop, person_id: uuid.UUID) -> None:
    """Takes a person off before any mark was given by them. Once the workshop has begun, that they were there is kept."""
    workshop = lock_case(session, workshop)
    refuse_who_may_not_run(actor, facts_of(session, workshop))
    if workshop.state not in BEFORE_MARKING:
        raise NotPermitted
    given = select(Mark.id).where(Mark.workshop_id == workshop.id, Mark.assessor_id == person_id)
    if session.scalars(given.limit(1)).first() is not None:
        raise Invalid(N_("This person has already given marks."), field="person")
    for row in staff_of(session, workshop):
        if row.person_id == person_id:
            if workshop.state not in (WorkshopState.PLANNED, WorkshopState.OPEN):
                session.add(
                    FormerStaff(workshop_id=workshop.id, person_id=person_id, duty=row.duty, released_at=clock.now())
                )
            session.delete(row)
    touch(workshop)
    session.flush()

"""Planning a workshop, naming its staff, recording attendance and marks."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.models import Person
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.training.consequences import redate_candidates
from accreditation.training.models import Attendance, FormerStaff, Mark, Workshop, WorkshopStaff
from accreditation.transition import facts_of, facts_of_many, lock_case, open_case, refuse_if_stale, set_deadline, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import NOBODY, Actor, coordinator_or_officer
from accreditation.workflow.facts import Facts
from accreditation.workflow.states import BEFORE_MARKING, ApplicationState, WorkshopState


def _may_run(actor: Actor, facts: Facts) -> None:
    if coordinator_or_officer(actor, facts) is not None:
        raise NotPermitted


def plan_workshop(session: Session, actor: Actor, call: Call, *, titles: Mapping[str, str], **details: Any) -> Workshop:
    """A workshop for the call's candidates. `details`: centre_id, starts_on, ends_on, time_zone, seats, venue, is_online."""
    workshop = Workshop(region_id=call.region_id, call_id=call.id, titles=dict(titles), **details)
    open_case(session, workshop, actor=actor if actor.person_id else NOBODY)
    _may_run(actor, facts_of(session, workshop))
    return workshop


def change_workshop(session: Session, actor: Actor, workshop: Workshop, *, seen_version: int, **details: Any) -> None:
    """Dates, place and seats while it is planned or open; candidates' deadlines follow."""
    workshop = lock_case(session, workshop)
    refuse_if_stale(session, workshop, actor, seen_version)
    _may_run(actor, facts_of(session, workshop))
    if workshop.state not in (WorkshopState.PLANNED, WorkshopState.OPEN):
        raise NotPermitted
    for name, value in details.items():
        setattr(workshop, name, value)
    if workshop.starts_on and workshop.ends_on and workshop.ends_on < workshop.starts_on:
        raise Invalid(N_("The last day comes before the first."), field="ends_on")
    session.flush()
    set_deadline(session, workshop)
    redate_candidates(session, workshop)
    session.flush()


def staff_of(session: Session, workshop: Workshop) -> Sequence[WorkshopStaff]:
    query = select(WorkshopStaff).where(WorkshopStaff.workshop_id == workshop.id)
    return session.scalars(query.order_by(WorkshopStaff.duty, WorkshopStaff.id)).all()


def name_staff(session: Session, actor: Actor, workshop: Workshop, person: Person, duty: str) -> None:
    """A trainer or an assessor; nobody is both in one workshop (ISO/IEC 17024, 5.2)."""
    workshop = lock_case(session, workshop)
    _may_run(actor, facts_of(session, workshop))
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
    _may_run(actor, facts_of(session, workshop))
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


def record_attendance(
    session: Session, actor: Actor, workshop: Workshop, day: date, present: Mapping[uuid.UUID, bool]
) -> None:
    """Who was there on a day: application id -> yes or no. A later record replaces the earlier."""
    workshop = lock_case(session, workshop)
    _may_run(actor, facts_of(session, workshop))
    if not (workshop.starts_on and workshop.ends_on and workshop.starts_on <= day <= workshop.ends_on):
        raise Invalid(N_("This day is not a day of the workshop."), field="day")
    candidates = {
        row.id: row for row in session.scalars(select(Application).where(Application.workshop_id == workshop.id))
    }
    if set(present) - set(candidates):
        raise NotPermitted
    facts = facts_of_many(session, [candidates[application_id] for application_id in present])
    if not all(permissions.may(permissions.ATTEND, actor, facts[each], candidates[each].state) for each in present):
        raise NotPermitted
    known = {
        row.application_id: row
        for row in session.scalars(
            select(Attendance).where(Attendance.workshop_id == workshop.id, Attendance.day == day)
        )
    }
    for application_id, was_there in present.items():
        row = known.get(application_id)
        if row is None:
            row = Attendance(workshop_id=workshop.id, application_id=application_id, day=day)
            session.add(row)
        row.present, row.recorded_by_id = was_there, actor.person_id  # type: ignore[assignment]
        touch(candidates[application_id])
    touch(workshop)
    session.flush()


def save_marks(
    session: Session,
    actor: Actor,
    application: Application,
    marks: Mapping[str, tuple[int | None, str]],
) -> None:
    """An assessor's levels (1 to 5) and comments for one candidate, kept as they are given; also when marking again."""
    is_again = application.state is ApplicationState.AWAITING_PRE_ACCREDITATION
    application = locked(session, actor, application, permissions.MARK_AGAIN if is_again else permissions.MARK)
    known = {criterion["key"] for criterion in application.scheme.rubric}
    query = select(Mark).where(
        Mark.workshop_id == application.workshop_id,
        Mark.application_id == application.id,
        Mark.assessor_id == actor.person_id,
    )
    present = {mark.criterion: mark for mark in session.scalars(query)}
    for criterion, (level, comment) in marks.items():
        if criterion not in known or level is None:
            continue
        mark = present.get(criterion)
        if mark is None:
            mark = Mark(
                workshop_id=application.workshop_id,
                application_id=application.id,
                assessor_id=actor.person_id,
                criterion=criterion,
            )
            session.add(mark)
        mark.level, mark.comment = level, comment.strip()
    touch(application)
    session.flush()

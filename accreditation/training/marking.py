"""Attendance and marks of the candidates of a workshop."""

import uuid
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.texts import N_
from accreditation.training.marking_models import Attendance, Mark
from accreditation.training.models import Workshop
from accreditation.training.planning import refuse_who_may_not_run
from accreditation.transition import facts_of, facts_of_many, lock_case, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState


def record_attendance(
    session: Session, actor: Actor, workshop: Workshop, day: date, present: Mapping[uuid.UUID, bool]
) -> None:
    """Who was there on a day: application id -> yes or no. A later record replaces the earlier."""
    workshop = lock_case(session, workshop)
    refuse_who_may_not_run(actor, facts_of(session, workshop))
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

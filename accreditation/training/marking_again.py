"""After an appeal had marks voided: the office names assessors without a part in the case, and they mark again."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.jobs import outbox
from accreditation.people.models import Person
from accreditation.texts import N_
from accreditation.training.marking_models import Mark, MarkingAgain
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow.actors import DISQUALIFYING, Actor, officer_without_interest
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.states import ApplicationState

ASK = "ask_to_mark_again"
_BARRED = DISQUALIFYING | {Involvement.DECIDER, Involvement.APPEALS_PANEL}


def marks_are_void(session: Session, application: Application) -> bool:
    """Marks of the candidate's workshop were set aside after an appeal, and the case waits for the decision on them."""
    if application.state is not ApplicationState.AWAITING_PRE_ACCREDITATION:
        return False
    void = exists().where(
        Mark.application_id == application.id,
        Mark.workshop_id == application.workshop_id,
        Mark.voided_at.is_not(None),
    )
    return bool(session.scalar(select(void)))


def markers_of(session: Session, application: Application) -> Sequence[MarkingAgain]:
    """Who marks the candidate again, in the order in which they were named."""
    query = select(MarkingAgain).where(
        MarkingAgain.application_id == application.id, MarkingAgain.workshop_id == application.workshop_id
    )
    return session.scalars(query.order_by(MarkingAgain.named_at, MarkingAgain.id)).all()


def can_mark(person: Person, facts: Facts) -> bool:
    """Has no part in the case, and another administration than the candidate's."""
    away = person.administration_id is None or person.administration_id != facts.administration_id
    return away and not facts.involvement_of(person.id) & _BARRED


def name_markers(session: Session, actor: Actor, application: Application, people: Sequence[Person]) -> None:
    """Further assessors for this candidate alone; they are told by mail."""
    application = lock_case(session, application)
    facts = facts_of(session, application)
    if officer_without_interest(actor, facts) is not None or not marks_are_void(session, application):
        raise NotPermitted
    if not people:
        raise Invalid(N_("Choose at least one person."), field="assessor")
    if not all(can_mark(person, facts) for person in people):
        raise Invalid(N_("This person had a part in the case and cannot mark it again."), field="assessor")
    assert application.workshop_id is not None and actor.person_id is not None
    session.add_all(
        MarkingAgain(
            application_id=application.id,
            workshop_id=application.workshop_id,
            assessor_id=person.id,
            named_by_id=actor.person_id,
            named_at=clock.now(),
        )
        for person in people
    )
    outbox.put(
        session,
        effect=ASK,
        lifecycle="application",
        subject_id=application.id,
        region_id=application.region_id,
        payload={},
    )
    touch(application)
    session.flush()

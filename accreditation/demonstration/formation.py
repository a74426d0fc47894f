"""The second half of the road in the demo: workshops, marks, missions, accreditations, certificates, appeals."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.identity import Particulars, write_identity_paper
from accreditation.applications.models import Application
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.schemes.models import Call
from accreditation.training.marking import record_attendance, save_marks
from accreditation.training.models import Workshop
from accreditation.training.planning import plan_workshop
from accreditation.training.staffing import name_staff
from accreditation.workflow.states import ApplicationState

COORDINATORS = {"DO": "coordinacion", "BR": "coordenacao", "PE": "coordinacion2"}
ASSESSORS = ("evaluador", "evaluador2")
PANEL = ("apelaciones", "apelaciones2")
LAST_DAY = 4


def open_workshop(stage: Stage, call_id: uuid.UUID, *, planned: int, starts: int, seats: int = 30) -> uuid.UUID:
    """Five days at the call's centre, with trainers and two assessors, open for candidates."""
    starts = stage.monday(starts)
    with stage.at(stage.moment(planned)) as session:
        call = session.get_one(Call, call_id)
        assert call.centre is not None
        actor = stage.actor(session, "oficial")
        workshop = plan_workshop(
            session,
            actor,
            call,
            titles=call.titles,
            centre_id=call.centre_id,
            starts_on=stage.day(starts),
            ends_on=stage.day(starts + LAST_DAY),
            time_zone=call.time_zone,
            seats=seats,
            venue=call.centre.city or "",
        )
        for key, duty in (("formador", "trainer"), ("formador2", "trainer"), *((key, "assessor") for key in ASSESSORS)):
            name_staff(session, actor, workshop, session.get_one(Person, stage.people[key]), duty)
        session.flush()
        stage.step(session, workshop, "open_workshop", "oficial")
        return workshop.id


def give_passport(case: Case, day: int) -> None:
    """An invented passport, sealed."""
    stage = case.stage
    with stage.at(stage.moment(min(day + 1, 0))) as session:
        passport = Particulars("passport", "DEMO12345", str(case.part.administration), stage.day(1500))
        actor = stage.actor(session, case.part.key)
        write_identity_paper(session, actor, case.application(session), stage.ring, passport)


def invite(case: Case, day: int, *, confirm: bool = True) -> None:
    case.take(day, "invite", "oficial")
    if case.part.is_listed:
        give_passport(case, day)
    if confirm:
        case.take(min(day + 3, 0), "confirm", case.part.key)


def _candidates(session: Session, workshop_id: uuid.UUID, states: Sequence[ApplicationState]) -> list[Application]:
    query = select(Application).where(Application.workshop_id == workshop_id, Application.state.in_(states))
    return list(session.scalars(query.order_by(Application.id)))


def start_workshop(stage: Stage, workshop_id: uuid.UUID, absent: Sequence[Case], starts: int) -> None:
    """Attendance of the first day; whoever is absent loses the place."""
    missing = {case.application_id for case in absent}
    starts = stage.monday(starts)
    with stage.at(stage.moment(starts, 10)) as session:
        workshop = session.get_one(Workshop, workshop_id)
        coordinator = COORDINATORS[workshop.centre.iso2]
        present = {
            row.id: row.id not in missing for row in _candidates(session, workshop_id, [ApplicationState.CONFIRMED])
        }
        record_attendance(session, stage.actor(session, coordinator), workshop, stage.day(starts), present)
        stage.step(session, workshop, "start_workshop", coordinator)


def mark_workshop(
    stage: Stage, workshop_id: uuid.UUID, cases: Sequence[Case], starts: int, *, part: bool = False
) -> None:
    """Ends the workshop and marks every candidate by two assessors; with `part` one assessor has not finished."""
    strength = {case.application_id: case.strength for case in cases}
    starts = stage.monday(starts)
    with stage.at(stage.moment(starts + LAST_DAY, 17)) as session:
        workshop = session.get_one(Workshop, workshop_id)
        present = {row.id: True for row in _candidates(session, workshop_id, [ApplicationState.IN_WORKSHOP])}
        coordinator = COORDINATORS[workshop.centre.iso2]
        for offset in range(1, LAST_DAY + 1):
            record_attendance(session, stage.actor(session, coordinator), workshop, stage.day(starts + offset), present)
        stage.step(session, workshop, "end_workshop", coordinator)
    for offset, key in enumerate(ASSESSORS[: 1 if part else None]):
        moment = stage.moment(starts + LAST_DAY, 17) + timedelta(days=offset + 1)
        with stage.at(min(moment, stage.opened_at)) as session:
            for application in _candidates(session, workshop_id, [ApplicationState.IN_WORKSHOP]):
                marks = _levels(stage, application, strength[application.id])
                save_marks(session, stage.actor(session, key), application, marks)


def close_workshop(stage: Stage, workshop_id: uuid.UUID, day: int) -> None:
    with stage.at(stage.moment(day, 12)) as session:
        workshop = session.get_one(Workshop, workshop_id)
        stage.step(session, workshop, "close_workshop", COORDINATORS[workshop.centre.iso2])


def _levels(stage: Stage, application: Application, strength: str) -> dict[str, tuple[int | None, str]]:
    low = {"strong": 4, "weak": 2, "poor": 1}[strength]
    rubric = application.scheme.rubric
    return {criterion["key"]: (low + stage.dice.randrange(2), "Demo") for criterion in rubric}

"""The second half of the road in the demo: workshops, marks, missions, accreditations, certificates, appeals."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.concluding import agree, write_conclusion
from accreditation.appeals.filing import file_appeal
from accreditation.appeals.models import Appeal
from accreditation.appeals.panel import name_panel
from accreditation.applications.identity import Particulars, write_identity_paper
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.missions.models import Mission
from accreditation.missions.planning import plan_mission
from accreditation.missions.reporting import give_feedback, save_report
from accreditation.people.models import Person
from accreditation.region.models import Administration
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


def arrange_mission(case: Case, day: int, *, starts: int, mentor: str, to: str, until: str = "released") -> uuid.UUID:
    """A mission of five days for the administration `to`; `until` planned, offered, accepted or released."""
    stage, starts = case.stage, case.stage.monday(starts)
    with stage.at(stage.moment(day)) as session:
        application = case.application(session)
        beneficiary = session.query(Administration).filter_by(region_id=application.region_id, iso2=to).one()
        mission = plan_mission(
            session,
            stage.actor(session, "oficial"),
            application,
            title=_TITLES[application.call.language],
            mentor_id=stage.people[mentor],
            beneficiary_id=beneficiary.id,
            starts_on=stage.day(starts),
            ends_on=stage.day(starts + LAST_DAY),
        )
        mission_id: uuid.UUID = mission.id
    steps = (("offer_mission", "oficial"), ("accept_mission", case.part.key), ("release_for_mission", case.contact))
    count = {"planned": 0, "offered": 1, "accepted": 2, "released": 3}[until]
    for offset, (step, who) in enumerate(steps[:count], start=1):
        mission_step(case, mission_id, day + offset, step, who)
    return mission_id


_TITLES = {
    "es": "Diagnóstico y acompañamiento en terreno",
    "en": "Diagnostic and support on site",
    "pt": "Diagnóstico e acompanhamento no local",
    "fr": "Diagnostic et appui sur place",
}
_SUMMARIES = {
    "es": "Informe de demostración: el candidato preparó bien la misión y escuchó antes de aconsejar.",
    "en": "Demonstration report: the candidate prepared the mission well and listened before giving advice.",
    "pt": "Relatório de demonstração: o candidato preparou bem a missão e ouviu antes de aconselhar.",
    "fr": "Rapport de démonstration : le candidat a bien préparé la mission et écouté avant de conseiller.",
}


def mission_step(case: Case, mission_id: uuid.UUID, day: int, step: str, who: str, note: str = "") -> None:
    with case.stage.at(case.stage.moment(day, 11)) as session:
        case.stage.step(session, session.get_one(Mission, mission_id), step, who, note)


def report_mission(case: Case, mission_id: uuid.UUID, *, starts: int, mentor: str, recommends: bool = True) -> None:
    """The mission takes place, the mentor reports, the beneficiary answers and the office closes it."""
    stage = case.stage
    mission_step(case, mission_id, starts, "start_mission", mentor)
    with stage.at(stage.moment(min(starts + LAST_DAY + 6, -1))) as session:
        mission = session.get_one(Mission, mission_id)
        low = 4 if recommends else 2
        levels = {row["key"]: low + stage.dice.randrange(2) for row in mission.application.scheme.rubric}
        summary = _SUMMARIES[mission.application.call.language]
        actor = stage.actor(session, mentor)
        save_report(session, actor, mission, levels=levels, summary=summary, recommends=recommends)
        stage.step(session, mission, "hand_in_report", mentor)


def evaluate_mission(case: Case, mission_id: uuid.UUID, day: int) -> None:
    stage = case.stage
    with stage.at(stage.moment(day, 13)) as session:
        mission = session.get_one(Mission, mission_id)
        give_feedback(session, mission, rating=4 + stage.dice.randrange(2), comment="Demo", given_by="Demo")
        stage.step(session, mission, "evaluate_mission", "oficial")


def issue_certificate(case: Case, day: int) -> None:
    """The officer checks and issues; drawing, signing, logging and sending follow by themselves."""
    with case.stage.at(case.stage.moment(day, 15)) as session:
        certificate = session.scalars(
            select(Certificate).join(Accreditation).where(Accreditation.application_id == case.application_id)
        ).one()
        case.stage.step(session, certificate, "approve_content", "oficial2")


def status_step(case: Case, day: int, step: str, who: str, note: str = "", reason: str = "") -> None:
    """A step of the accreditation that came out of this case."""
    with case.stage.at(case.stage.moment(day, 16)) as session:
        held = session.scalars(select(Accreditation).where(Accreditation.application_id == case.application_id)).one()
        case.stage.step(session, held, step, who, note, reason)


def appeal(case: Case, day: int, until: str) -> None:
    """The refused person appeals; `until` filed, acknowledged, under_examination, or the name of a conclusion."""
    stage = case.stage
    with stage.at(stage.moment(day)) as session:
        actor = stage.actor(session, case.part.key)
        grounds = (
            "Demo: el resultado no tiene en cuenta la constancia que envié. / The proof I sent was not considered."
        )
        appeal_id = file_appeal(session, actor, case.application(session), grounds, ["evidence"]).id
    if until == "filed":
        return
    _appeal_step(stage, appeal_id, day + 2, "acknowledge", "oficial")
    if until == "acknowledged":
        return
    _appeal_step(stage, appeal_id, day + 6, "open_examination", "oficial", panel=True)
    if until == "under_examination":
        return
    with stage.at(stage.moment(day + 25)) as session:
        row = session.get_one(Appeal, appeal_id)
        text = "Demo: el panel leyó el expediente, oyó a la persona y a la oficina, y concluye con estas razones."
        found = {"evidence": {"holds": False, "reason": "Demo: la constancia consta en el expediente y fue valorada."}}
        write_conclusion(session, stage.actor(session, "apelaciones"), row, text, findings=found)
        for member in PANEL:
            agree(session, stage.actor(session, member), row, row.version)
        stage.step(session, row, until, "apelaciones")


def _appeal_step(stage: Stage, appeal_id: Any, day: int, step: str, who: str, *, panel: bool = False) -> None:
    with stage.at(stage.moment(day)) as session:
        row = session.get_one(Appeal, appeal_id)
        if panel:
            seats = [stage.people[key] for key in PANEL]
            name_panel(session, stage.actor(session, who), row, seats, seats[0])
        stage.step(session, row, step, who)

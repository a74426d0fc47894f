"""Missions of the demo's people: arranged, taken, reported, evaluated."""

import uuid

from accreditation.demonstration.formation import LAST_DAY
from accreditation.demonstration.selection import Case
from accreditation.missions.models import Mission
from accreditation.missions.planning import plan_mission
from accreditation.missions.reporting import give_feedback, save_report
from accreditation.region.models import Administration


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

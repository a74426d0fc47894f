"""What a step of a mission does to its candidate, and what a withdrawn candidate does to the mission."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.history import StateChange
from accreditation.missions.models import Mission, MissionReport
from accreditation.transition import perform_by_system
from accreditation.workflow.deadlines import add_months
from accreditation.workflow.effects import Consequence
from accreditation.workflow.states import OPEN_MISSIONS, ApplicationState


def record_acceptance(_session: Session, mission: Mission, change: StateChange) -> None:
    mission.accepted_at = change.at


def record_beginning(_session: Session, mission: Mission, change: StateChange) -> None:
    mission.began_at = change.at


def send_on_mission(session: Session, mission: Mission, _change: StateChange) -> None:
    perform_by_system(session, mission.application, "begin_mission")


def record_report(session: Session, mission: Mission, change: StateChange) -> None:
    report = session.scalars(select(MissionReport).where(MissionReport.mission_id == mission.id)).one()
    report.handed_in_at = change.at


def complete_mission(session: Session, mission: Mission, _change: StateChange) -> None:
    perform_by_system(session, mission.application, "complete_mission")


def return_from_mission(session: Session, mission: Mission, change: StateChange) -> None:
    """Only a candidate who has left comes back; one still waiting has lost nothing."""
    if mission.application.state is ApplicationState.ON_MISSION:
        perform_by_system(session, mission.application, "return_from_mission", note=change.note)


def give_time_back(session: Session, application: Application, change: StateChange) -> None:
    """The limit for a mission counts anew from the return, so a cancelled mission costs the candidate nothing."""
    months = application.scheme.numbers["mission_months"]
    application.extended_until = add_months(change.at, months)


def cancel_open_mission(session: Session, application: Application, change: StateChange) -> None:
    query = select(Mission).where(Mission.application_id == application.id, Mission.state.in_(OPEN_MISSIONS))
    for mission in session.scalars(query.order_by(Mission.id)):
        perform_by_system(session, mission, "drop_mission", note=change.note)


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.RECORD_ACCEPTANCE: record_acceptance,
    Consequence.RECORD_BEGINNING: record_beginning,
    Consequence.SEND_ON_MISSION: send_on_mission,
    Consequence.RECORD_REPORT: record_report,
    Consequence.COMPLETE_MISSION: complete_mission,
    Consequence.RETURN_FROM_MISSION: return_from_mission,
    Consequence.GIVE_TIME_BACK: give_time_back,
    Consequence.CANCEL_OPEN_MISSION: cancel_open_mission,
}

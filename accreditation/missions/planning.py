"""Planning a mission, the mentor's report, and the beneficiary's feedback."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.missions.models import Mission
from accreditation.texts import N_
from accreditation.transition import facts_of, lock_case, open_case, refuse_if_stale, set_deadline, touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor, officer_without_interest
from accreditation.workflow.states import AHEAD_OF_MISSION, OPEN_MISSIONS, ApplicationState, MissionState


def plan_mission(session: Session, actor: Actor, application: Application, **details: Any) -> Mission:
    """A mission for a pre-accredited candidate; one at a time.

    `details`: title, mentor_id, beneficiary_id, starts_on, ends_on.
    """
    application = locked(session, actor, application, permissions.PLAN_MISSION)
    under_way = select(Mission.id).where(
        Mission.application_id == application.id, Mission.state.in_(list(OPEN_MISSIONS))
    )
    if session.scalars(under_way).first() is not None:
        raise Invalid(N_("The candidate already has a mission under way."))
    _refuse_disorder(details.get("starts_on"), details.get("ends_on"))
    mission = Mission(region_id=application.region_id, application_id=application.id, **details)
    open_case(session, mission, actor=actor)
    touch(application)
    return mission


def _refuse_disorder(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(N_("The last day comes before the first."), field="ends_on")


def change_mission(session: Session, actor: Actor, mission: Mission, *, seen_version: int, **details: Any) -> None:
    """Dates, mentor and place while nobody has left."""
    application = lock_case(session, mission.application)
    mission = lock_case(session, mission)
    refuse_if_stale(session, mission, actor, seen_version)
    planned = mission.starts_on
    if officer_without_interest(actor, facts_of(session, mission)) is not None:
        raise NotPermitted
    if mission.state not in AHEAD_OF_MISSION:
        raise NotPermitted
    if "mentor_id" in details and mission.state is not MissionState.PLANNED:
        raise Invalid(N_("The mentor can be changed only before the mission is offered."), field="mentor_id")
    for name, value in details.items():
        setattr(mission, name, value)
    _refuse_disorder(mission.starts_on, mission.ends_on)
    session.flush()
    session.expire(mission, ["mentor"])
    set_deadline(session, mission)
    _give_delay_back(session, application, mission, planned)
    session.flush()


def _give_delay_back(session: Session, application: Application, mission: Mission, planned: date | None) -> None:
    """What an arranged mission is moved back by does not count against the time in which one must be carried out."""
    if planned is None or mission.starts_on is None or mission.state is MissionState.PLANNED:
        return
    delay = mission.starts_on - planned
    if delay.days > 0 and application.state is ApplicationState.PRE_ACCREDITED and application.due_at is not None:
        application.extended_until = application.due_at + delay
        set_deadline(session, application)

"""What is said of a mission afterwards: the mentor's report and the beneficiary's feedback."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.missions.models import Mission, MissionFeedback, MissionReport
from accreditation.transition import facts_of, lock_case, touch
from accreditation.workflow.actors import Actor, mentor_of_the_mission
from accreditation.workflow.states import MissionState


def report_of(session: Session, mission: Mission) -> MissionReport | None:
    return session.scalars(select(MissionReport).where(MissionReport.mission_id == mission.id)).one_or_none()


def feedback_of(session: Session, mission: Mission) -> MissionFeedback | None:
    return session.scalars(select(MissionFeedback).where(MissionFeedback.mission_id == mission.id)).one_or_none()


def save_report(
    session: Session,
    actor: Actor,
    mission: Mission,
    *,
    levels: Mapping[str, int],
    summary: str,
    recommends: bool | None,
) -> MissionReport:
    """The mentor's report as it is being written; the step "hand_in_report" closes it."""
    mission = lock_case(session, mission)
    if mentor_of_the_mission(actor, facts_of(session, mission)) is not None:
        raise NotPermitted
    if mission.state is not MissionState.UNDER_WAY:
        raise NotPermitted
    report = report_of(session, mission)
    if report is None:
        report = MissionReport(mission_id=mission.id, levels={})
        session.add(report)
    report.levels = {key: level for key, level in levels.items() if 1 <= level <= 5}
    report.summary, report.recommends = summary.strip(), recommends
    touch(mission)
    session.flush()
    return report


def give_feedback(session: Session, mission: Mission, *, rating: int, comment: str, given_by: str) -> MissionFeedback:
    """The beneficiary's word, once; whoever calls has checked the one-use link or the official's role."""
    mission = lock_case(session, mission)
    if mission.state is not MissionState.REPORTED or feedback_of(session, mission) is not None:
        raise NotPermitted
    feedback = MissionFeedback(
        mission_id=mission.id, rating=rating, comment=comment.strip(), given_by=given_by, given_at=clock.now()
    )
    session.add(feedback)
    touch(mission)
    session.flush()
    return feedback

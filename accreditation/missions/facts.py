"""What the rule book may know of missions, and of candidates on them."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.applications.referees.reading import referees_by_case
from accreditation.missions.models import Mission, MissionFeedback, MissionReport
from accreditation.people.interests import related_to
from accreditation.people.models import RoleGrant
from accreditation.people.roles import in_force
from accreditation.region.calendar import end_of, holidays_of
from accreditation.region.models import Administration
from accreditation.workflow.actors import Role, Scope
from accreditation.workflow.deadlines import add_working_days
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.mission_facts import MissionFacts
from accreditation.workflow.states import OPEN_MISSIONS, STANDING, ApplicationState, MissionState

Partial = dict[uuid.UUID, dict[str, Any]]
_ON_THE_WAY = {ApplicationState.PRE_ACCREDITED, ApplicationState.ON_MISSION, ApplicationState.AWAITING_ACCREDITATION}


def mission_moments(session: Session, mission: Any, zone: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    """`mission`: the row, or as much of it as has its days and region."""
    if mission.starts_on is None or mission.ends_on is None:
        return {}
    days = numbers["mission_report_working_days"]
    report = add_working_days(end_of(mission.ends_on, zone), days, holidays_of(session, mission.region_id))
    return {"mission_starts_at": end_of(mission.starts_on, zone), "mission_report": report}


def missions_of(session: Session, application_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Mission]]:
    """Every mission of these applications, oldest first."""
    query = (
        select(Mission)
        .where(Mission.application_id.in_(application_ids))
        .options(joinedload(Mission.beneficiary))
        .order_by(Mission.id)
    )
    found: dict[uuid.UUID, list[Mission]] = defaultdict(list)
    for mission in session.scalars(query):
        found[mission.application_id].append(mission)
    return found


@cache
def _with_reports() -> Select[Any]:
    """The missions of applications, oldest first, as far as a candidate's facts tell of them."""
    return (
        select(
            Mission.application_id,
            Mission.region_id,
            Mission.state,
            Mission.mentor_id,
            Mission.starts_on,
            Mission.ends_on,
            Mission.accepted_at,
            Administration.time_zone,
            MissionReport.recommends,
        )
        .join(Administration, Administration.id == Mission.beneficiary_id)
        .outerjoin(MissionReport, MissionReport.mission_id == Mission.id)
        .where(Mission.application_id.in_(bindparam("ids", expanding=True)))
        .order_by(Mission.id)
    )


def field_facts(session: Session, applications: Sequence[Application]) -> Partial:
    """Per application the keyword arguments of ApplicationFacts about its latest mission."""
    found: Partial = {application.id: {} for application in applications}
    concerned = [application for application in applications if application.state in _ON_THE_WAY]
    if not concerned:
        return found
    rows = session.execute(_with_reports(), {"ids": [application.id for application in concerned]})
    latest = {mission.application_id: mission for mission in rows}
    for application in concerned:
        mission = latest.get(application.id)
        moments: dict[str, Any] = {}
        if application.extended_until is not None:
            moments["mission"] = application.extended_until
        if mission is not None:
            found[application.id] |= {
                "mission_state": mission.state,
                "mission_lasts": mission.accepted_at is not None and mission.state in OPEN_MISSIONS,
                "mission_mentor_id": mission.mentor_id,
                "report_is_positive": mission.recommends,
            }
            moments |= mission_moments(session, mission, mission.time_zone, application.scheme.numbers)
        found[application.id]["moments"] = moments
    return found


def mission_facts(session: Session, missions: Sequence[Mission]) -> Mapping[uuid.UUID, MissionFacts]:
    """The facts of a page of missions."""
    applications = {mission.application_id for mission in missions}
    session.scalars(
        select(Application).where(Application.id.in_(applications)).options(joinedload(Application.scheme))
    ).all()
    ids = [mission.id for mission in missions]
    reports = {
        row.mission_id: row for row in session.scalars(select(MissionReport).where(MissionReport.mission_id.in_(ids)))
    }
    answered = set(session.scalars(select(MissionFeedback.mission_id).where(MissionFeedback.mission_id.in_(ids))))
    accredited = _accredited_mentors(session, missions)
    related = related_to(session, {mission.application.applicant_id for mission in missions})
    referees = referees_by_case(session, applications)
    return {
        mission.id: _facts_of_one(
            session,
            mission,
            reports.get(mission.id),
            mission.id in answered,
            mission.id in accredited,
            related[mission.application.applicant_id],
            referees[mission.application_id],
        )
        for mission in missions
    }


def _accredited_mentors(session: Session, missions: Sequence[Mission]) -> set[uuid.UUID]:
    """Missions whose mentor stands accredited in the call's subject on the last day, or was appointed for call or case.

    The first cohort of a subject has no accredited expert yet: there the administrator appoints mentors for one call.
    """
    query = select(Accreditation.person_id, Accreditation.subject_id, Accreditation.expires_on).where(
        Accreditation.person_id.in_([mission.mentor_id for mission in missions]), Accreditation.state.in_(STANDING)
    )
    standing = session.execute(query).all()
    appointed = select(RoleGrant.person_id, RoleGrant.scope_id).where(
        RoleGrant.person_id.in_([mission.mentor_id for mission in missions]),
        RoleGrant.role == Role.MENTOR,
        RoleGrant.scope.in_([Scope.CALL, Scope.CASE]),
        in_force(),
    )
    appointments = {tuple(row) for row in session.execute(appointed)}
    return {mission.id for mission in missions if appointments & _seats_of(mission)} | {
        mission.id
        for mission in missions
        for person_id, subject_id, expires_on in standing
        if person_id == mission.mentor_id
        and subject_id == mission.application.call.subject_id
        and mission.ends_on is not None
        and expires_on >= mission.ends_on
    }


def _seats_of(mission: Mission) -> set[tuple[Any, ...]]:
    """The grants, as (person, scope), by which the mentor could be appointed."""
    return {(mission.mentor_id, mission.application.call_id), (mission.mentor_id, mission.application_id)}


def report_is_complete(report: MissionReport | None, rubric: Sequence[Mapping[str, Any]]) -> bool:
    """A level for every criterion, a summary, and a recommendation either way."""
    if report is None or report.recommends is None or not report.summary.strip():
        return False
    return all(criterion["key"] in report.levels for criterion in rubric)


def _facts_of_one(
    session: Session,
    mission: Mission,
    report: MissionReport | None,
    feedback_is_in: bool,
    mentor_is_accredited: bool,
    related: frozenset[uuid.UUID],
    referees: frozenset[uuid.UUID],
) -> MissionFacts:
    application = mission.application
    close = related | referees | {application.applicant_id}
    involvements = {person: frozenset({Involvement.RELATED}) for person in related}
    involvements[application.applicant_id] = frozenset({Involvement.APPLICANT})
    if mission.state is not MissionState.CANCELLED:
        involvements[mission.mentor_id] = involvements.get(mission.mentor_id, frozenset()) | {Involvement.MENTOR}
    return MissionFacts(
        now=clock.now(),
        region_id=mission.region_id,
        applicant_id=application.applicant_id,
        administration_id=application.administration_id,
        call_id=application.call_id,
        involvements=involvements,
        numbers=application.scheme.numbers,
        holidays=holidays_of(session, mission.region_id),
        moments=mission_moments(session, mission, mission.beneficiary.time_zone, application.scheme.numbers),
        application_state=application.state,
        starts_on=mission.starts_on,
        ends_on=mission.ends_on,
        today=clock.today(mission.beneficiary.time_zone),
        mentor_id=mission.mentor_id,
        mentor_is_accredited=mentor_is_accredited,
        mentor_is_conflicted=mission.mentor_id in close
        or mission.mentor.administration_id == application.administration_id,
        candidate_accepts=mission.accepted_at is not None,
        report_is_complete=report_is_complete(report, application.scheme.rubric),
        feedback_is_in=feedback_is_in,
    )

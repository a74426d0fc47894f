"""The one visibility rule as SQL: which cases a person may see. A property test holds it equal to permissions.VIEW."""

import uuid

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.missions.models import Mission
from accreditation.reviews.models import ReviewAssignment
from accreditation.training.models import Workshop, WorkshopStaff
from accreditation.workflow.actors import Actor, Role, Scope
from accreditation.workflow.states import ApplicationState, MissionState

OFFICE_ROLES = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, Role.WCO_LIAISON, Role.AUDITOR)
OFFICIAL_ROLES = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)


def scopes(actor: Actor, *roles: Role) -> set[uuid.UUID]:
    """Ids of the regions, administrations, centres or calls for which the actor holds one of these roles."""
    return {grant.scope_id for grant in actor.grants if grant.role in roles}


def _part_in_case(actor: Actor) -> list[ColumnElement[bool]]:
    """Assigned, assessing, training, mentoring, or examining an appeal."""
    me = actor.person_id
    return [
        exists().where(
            ReviewAssignment.application_id == Application.id,
            ReviewAssignment.reviewer_id == me,
            ReviewAssignment.ended_at.is_(None),
        ),
        Application.workshop_id.in_(select(WorkshopStaff.workshop_id).where(WorkshopStaff.person_id == me)),
        exists().where(
            Mission.application_id == Application.id, Mission.mentor_id == me, Mission.state != MissionState.CANCELLED
        ),
        exists().where(
            Appeal.application_id == Application.id,
            AppealPanelist.appeal_id == Appeal.id,
            AppealPanelist.person_id == me,
        ),
    ]


def applications_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Application. Interests win over every role, so a conflicted officer learns nothing, not even a count.

    A draft is the applicant's alone.
    """
    if actor.person_id is None:
        return false()
    regions = {grant.scope_id for grant in actor.grants if grant.role in OFFICE_ROLES and grant.scope is Scope.REGION}
    ways: list[ColumnElement[bool]] = []
    if calls := scopes(actor, Role.PANEL_MEMBER) - regions:
        ways.append(Application.call_id.in_(calls))
    if administrations := scopes(actor, *OFFICIAL_ROLES):
        ways.append(Application.administration_id.in_(administrations))
    if centres := scopes(actor, Role.RTC_COORDINATOR):
        ways.append(Application.workshop_id.in_(select(Workshop.id).where(Workshop.centre_id.in_(centres))))
    ways += _part_in_case(actor)
    by_role: ColumnElement[bool] = or_(*ways)
    if regions:
        by_role = or_(Application.region_id.in_(regions), and_(Application.region_id.not_in(regions), by_role))
    as_other = [by_role, Application.applicant_id != actor.person_id, Application.state != ApplicationState.DRAFT]
    if actor.related_to:
        as_other.append(Application.applicant_id.not_in(actor.related_to))
    return or_(Application.applicant_id == actor.person_id, and_(*as_other))

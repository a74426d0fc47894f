"""The one visibility rule as SQL: which cases, workshops, missions, accreditations and appeals a person may see.

Lists, counts, pages and files all ask here. A property test holds `applications_visible_to` equal to permissions.VIEW.
"""

import uuid
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true, union_all

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, AppealHearing, AppealPanelist
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.history import StateChange
from accreditation.legacy.models import ImportedLine
from accreditation.missions.models import Mission
from accreditation.reviews.models import ReviewAssignment
from accreditation.training.marking_models import MarkingAgain
from accreditation.training.models import Workshop, WorkshopStaff
from accreditation.workflow.actors import Actor, Role, Scope
from accreditation.workflow.involvement import Circle
from accreditation.workflow.states import ApplicationState, MissionState

OFFICE_ROLES = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, Role.WCO_LIAISON, Role.AUDITOR)
OFFICIAL_ROLES = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL)
ADMINISTRATION_ROLES = (*OFFICIAL_ROLES, Role.HEAD_OF_UNIT)
STATUS_READERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON, Role.AUDITOR)


def scopes(actor: Actor, *roles: Role) -> set[uuid.UUID]:
    """Ids of the regions, administrations, centres or calls for which the actor holds one of these roles."""
    return {grant.scope_id for grant in actor.grants if grant.role in roles}


def office_regions(actor: Actor) -> set[uuid.UUID]:
    """The regions of which the actor sees every case that is not a draft and not of somebody related."""
    return {grant.scope_id for grant in actor.grants if grant.role in OFFICE_ROLES and grant.scope is Scope.REGION}


def _part_in_case(actor: Actor) -> list[ColumnElement[bool]]:
    """Assigned (while the case is not on hold), assessing, training, mentoring, or examining an appeal."""
    me = actor.person_id
    return [
        and_(
            Application.on_hold.is_(False),
            exists().where(
                ReviewAssignment.application_id == Application.id,
                ReviewAssignment.reviewer_id == me,
                ReviewAssignment.ended_at.is_(None),
            ),
        ),
        Application.workshop_id.in_(select(WorkshopStaff.workshop_id).where(WorkshopStaff.person_id == me)),
        exists().where(
            Mission.application_id == Application.id, Mission.mentor_id == me, Mission.state != MissionState.CANCELLED
        ),
        exists().where(MarkingAgain.application_id == Application.id, MarkingAgain.assessor_id == me),
        exists().where(
            Appeal.application_id == Application.id,
            AppealPanelist.appeal_id == Appeal.id,
            AppealPanelist.person_id == me,
            AppealPanelist.ended_at.is_(None),
        ),
    ]


@lru_cache(maxsize=512)
def applications_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Application. Interests win over every role, so a conflicted officer learns nothing, not even a count.

    A draft is the applicant's alone.
    """
    if actor.person_id is None:
        return false()
    regions = office_regions(actor)
    ways: list[ColumnElement[bool]] = []
    if calls := scopes(actor, Role.PANEL_MEMBER) - regions:
        ways.append(Application.call_id.in_(calls))
    if administrations := scopes(actor, *ADMINISTRATION_ROLES):
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


def cases_of_strangers(actor: Actor) -> ColumnElement[bool]:
    """Condition on Application for figures of the whole region: without the cases of anybody tied to the actor."""
    return Application.applicant_id.not_in(actor.related_to)


def steps_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on StateChange for whoever reads the history of a region: no step of a case of somebody tied to the actor."""
    close = Application.applicant_id.in_(actor.related_to)
    held = Accreditation.person_id.in_(actor.related_to)
    hidden = union_all(
        select(Application.id).where(close),
        *(
            select(table.id).join(Application, table.application_id == Application.id).where(close)
            for table in (Mission, Appeal)
        ),
        select(Accreditation.id).where(held),
        select(Certificate.id).join(Accreditation, Certificate.accreditation_id == Accreditation.id).where(held),
    )
    return StateChange.subject_id.not_in(hidden) if actor.related_to else true()


def _unrelated(actor: Actor, person: Any) -> ColumnElement[bool]:
    """Neither the actor nor somebody tied to the actor."""
    return and_(person != actor.person_id, person.not_in(actor.related_to))


def accreditations_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Accreditation: one's own, and those of the region for its office and readers, without interest."""
    if actor.person_id is None:
        return false()
    regions = scopes(actor, *STATUS_READERS)
    by_role = and_(Accreditation.region_id.in_(regions), _unrelated(actor, Accreditation.person_id))
    return or_(Accreditation.person_id == actor.person_id, by_role)


def certificates_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Certificate: those of the accreditations one may see."""
    return Certificate.accreditation_id.in_(select(Accreditation.id).where(accreditations_visible_to(actor)))


def imported_lines_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on ImportedLine: the region's office and readers; once taken over the officials of the administration.

    Nobody sees there themselves, nor somebody tied to them.
    """
    if actor.person_id is None:
        return false()
    own = and_(ImportedLine.administration_id.in_(scopes(actor, *OFFICIAL_ROLES)), ImportedLine.asked_at.is_not(None))
    by_role = or_(ImportedLine.region_id.in_(scopes(actor, *STATUS_READERS)), own)
    return and_(by_role, or_(ImportedLine.person_id.is_(None), _unrelated(actor, ImportedLine.person_id)))


def missions_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Mission: candidate and mentor, the administrations on both sides, and the office."""
    if actor.person_id is None:
        return false()
    hosts = scopes(actor, Role.BENEFICIARY)
    candidates = select(Application.id)
    unrelated = Mission.application_id.in_(candidates.where(_unrelated(actor, Application.applicant_id)))
    of_official = candidates.where(Application.administration_id.in_(scopes(actor, *OFFICIAL_ROLES)))
    by_role = or_(
        Mission.region_id.in_(scopes(actor, *OFFICE_ROLES)),
        Mission.beneficiary_id.in_(hosts),
        Mission.id.in_(hosts),
        Mission.application_id.in_(of_official),
        Mission.mentor_id == actor.person_id,
    )
    own = Mission.application_id.in_(candidates.where(Application.applicant_id == actor.person_id))
    return or_(own, and_(by_role, unrelated))


def workshops_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Workshop: its trainers and assessors, its centre's coordinators, and the office."""
    if actor.person_id is None:
        return false()
    staffed = select(WorkshopStaff.workshop_id).where(WorkshopStaff.person_id == actor.person_id)
    return or_(
        Workshop.region_id.in_(scopes(actor, *STATUS_READERS)),
        Workshop.centre_id.in_(scopes(actor, Role.RTC_COORDINATOR)),
        Workshop.id.in_(staffed),
    )


def of_the_circle(actor: Actor, *office: Role) -> ColumnElement[bool]:
    """Condition on Appeal: the actor is of those who may know of it. `office`: which roles may of one that is not restricted."""
    named = and_(Appeal.case_officer_id == actor.person_id, Appeal.region_id.in_(scopes(actor, Role.ROCB_OFFICER)))
    head = Appeal.region_id.in_(scopes(actor, Role.ROCB_HEAD))
    liaison = Appeal.region_id.in_(scopes(actor, Role.WCO_LIAISON))
    return or_(
        and_(Appeal.circle == Circle.OFFICE, Appeal.region_id.in_(scopes(actor, *office))),
        and_(Appeal.circle == Circle.RESTRICTED, or_(head, named)),
        and_(Appeal.circle == Circle.LIAISON, liaison),
    )


def not_about(actor: Actor) -> ColumnElement[bool]:
    """Condition on Appeal: neither about the actor nor about somebody tied to the actor."""
    return or_(Appeal.about_id.is_(None), _unrelated(actor, Appeal.about_id))


def appeals_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition on Appeal: who filed it, and, without interest, its panel and whoever of the office is in its circle."""
    if actor.person_id is None:
        return false()
    sits = select(AppealPanelist.appeal_id).where(
        AppealPanelist.person_id == actor.person_id, AppealPanelist.ended_at.is_(None)
    )
    by_role = or_(of_the_circle(actor, *STATUS_READERS), Appeal.id.in_(sits))
    return or_(Appeal.filed_by_id == actor.person_id, and_(by_role, not_about(actor)))


def heard_in(actor: Actor) -> ColumnElement[bool]:
    """Condition on AppealHearing: those in which the actor is asked for a word."""
    return AppealHearing.person_id == actor.person_id


# Lifecycle -> its condition.
VISIBLE_TO: Mapping[str, Callable[[Actor], ColumnElement[bool]]] = {
    "application": applications_visible_to,
    "workshop": workshops_visible_to,
    "mission": missions_visible_to,
    "accreditation": accreditations_visible_to,
    "certificate": certificates_visible_to,
    "appeal": appeals_visible_to,
}

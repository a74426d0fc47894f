"""Whose turn it is, as SQL: for each lifecycle and party of the rule book, which rows wait for this person."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from accreditation.accreditations.models import Accreditation
from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.missions.models import Mission
from accreditation.nomination_turns import TODAY, speaks_for, words_wanted
from accreditation.reviews.decision_models import Decision
from accreditation.reviews.models import ReviewAssignment
from accreditation.training.marking_models import Mark
from accreditation.training.models import Workshop, WorkshopStaff
from accreditation.visibility import OFFICIAL_ROLES, not_about, of_the_circle, scopes
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.machine import Party

OFFICERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD)


def unrelated(actor: Actor, person: Any) -> list[ColumnElement[bool]]:
    """The person is neither the actor nor somebody tied to the actor."""
    found: list[ColumnElement[bool]] = [person != actor.person_id]
    if actor.related_to:
        found.append(person.not_in(actor.related_to))
    return found


def _in(column: Any, ids: set[uuid.UUID]) -> ColumnElement[bool] | None:
    """Compared one by one: a list would be written anew into the text of the question each time it is asked."""
    return or_(*(column == one for one in sorted(ids))) if ids else None


def _of_applications(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    me = actor.person_id
    others = unrelated(actor, Application.applicant_id)
    panel = scopes(actor, Role.PANEL_MEMBER)
    by_panel = or_(*(_in(column, panel) for column in (Application.region_id, Application.call_id))) if panel else None
    ways = {
        Party.ADMINISTRATION: words_wanted(actor),
        Party.OFFICE: _in(Application.region_id, scopes(actor, *OFFICERS)),
        Party.PANEL: by_panel,
        Party.DECISION_MAKER: _in(Application.region_id, scopes(actor, Role.ROCB_HEAD)),
        Party.REVIEWERS: exists().where(
            ReviewAssignment.application_id == Application.id,
            ReviewAssignment.reviewer_id == me,
            ReviewAssignment.handed_in_at.is_(None),
            ReviewAssignment.ended_at.is_(None),
            Application.on_hold.is_(False),
        ),
        Party.ASSESSORS: and_(
            Application.workshop_id.in_(
                select(WorkshopStaff.workshop_id).where(WorkshopStaff.person_id == me, WorkshopStaff.duty == "assessor")
            ),
            ~exists().where(
                Mark.application_id == Application.id,
                Mark.workshop_id == Application.workshop_id,
                Mark.assessor_id == me,
            ),
        ),
    }
    found: dict[Party, ColumnElement[bool] | None] = {
        party: None if way is None else and_(way, *others) for party, way in ways.items()
    }
    found[Party.APPLICANT] = Application.applicant_id == me
    return found


def _of_missions(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    others = unrelated(actor, Application.applicant_id)
    official = speaks_for(actor, *OFFICIAL_ROLES)
    candidate = and_(Application.applicant_id == actor.person_id, Mission.accepted_at.is_(None))
    accepted = Mission.accepted_at.is_not(None)
    office = _in(Mission.region_id, scopes(actor, *OFFICERS))
    return {
        Party.ADMINISTRATION: candidate if official is None else or_(candidate, and_(official, accepted, *others)),
        Party.OFFICE: None if office is None else and_(office, *others),
        Party.MENTOR: Mission.mentor_id == actor.person_id,
    }


def _of_workshops(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    assesses = exists().where(
        WorkshopStaff.workshop_id == Workshop.id,
        WorkshopStaff.person_id == actor.person_id,
        WorkshopStaff.duty == "assessor",
    )
    return {
        Party.OFFICE: _in(Workshop.region_id, scopes(actor, *OFFICERS)),
        Party.CENTRE: _in(Workshop.centre_id, scopes(actor, Role.RTC_COORDINATOR)),
        Party.ASSESSORS: assesses,
    }


def _of_accreditations(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    head = _in(Accreditation.region_id, scopes(actor, Role.ROCB_HEAD))
    pauses = func.coalesce(Accreditation.paused_until >= TODAY, false())
    others = unrelated(actor, Accreditation.person_id)
    return {
        Party.APPLICANT: Accreditation.person_id == actor.person_id,
        Party.DECISION_MAKER: None if head is None else and_(head, ~pauses, *others),
    }


def _of_certificates(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    office = _in(Certificate.region_id, scopes(actor, Role.ROCB_OFFICER))
    others = unrelated(actor, Accreditation.person_id)
    decided = exists().where(
        Decision.application_id == Accreditation.application_id, Decision.decided_by_id == actor.person_id
    )
    return {Party.OFFICE: None if office is None else and_(office, ~decided, *others)}


def _of_appeals(actor: Actor) -> dict[Party, ColumnElement[bool] | None]:
    others = (not_about(actor), or_(Appeal.filed_by_id.is_(None), Appeal.filed_by_id != actor.person_id))
    keeps = bool(scopes(actor, *OFFICERS, Role.WCO_LIAISON))
    sits = exists().where(
        AppealPanelist.appeal_id == Appeal.id,
        AppealPanelist.person_id == actor.person_id,
        AppealPanelist.ended_at.is_(None),
    )
    return {
        Party.OFFICE: and_(of_the_circle(actor, *OFFICERS), *others) if keeps else None,
        Party.APPEALS_PANEL: and_(sits, *others),
    }


CONDITIONS = {
    "application": _of_applications,
    "workshop": _of_workshops,
    "mission": _of_missions,
    "accreditation": _of_accreditations,
    "certificate": _of_certificates,
    "appeal": _of_appeals,
}

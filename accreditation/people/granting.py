"""Granting and revoking roles: by the administrator or the head of the office, never to oneself."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.people.models import Person, RoleGrant
from accreditation.people.staff_notes import note_for_auditor
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role, Scope

OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, Role.HEAD_OF_UNIT)


def refuse_who_may_not_grant(actor: Actor, region_id: uuid.UUID, person_id: uuid.UUID) -> None:
    if not (actor.holds(Role.ADMINISTRATOR, region_id) or actor.holds(Role.ROCB_HEAD, region_id)):
        raise NotPermitted
    if actor.person_id == person_id:
        raise TransitionRefused(N_("Nobody grants a role to themselves."))


def grant_role(
    session: Session,
    actor: Actor,
    person: Person,
    role: Role,
    scope: Scope,
    scope_id: uuid.UUID | None,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleGrant:
    """The role from `starts_on` (today unless given) until `ends_on` inclusive, or for good. Invalid: an impossible period."""
    refuse_who_may_not_grant(actor, person.region_id, person.id)
    if scope_id is None:
        raise NotPermitted
    begins = starts_on or clock.today()
    refuse_impossible_days(begins, ends_on)
    grant = RoleGrant(
        region_id=person.region_id,
        person_id=person.id,
        role=role,
        scope=scope,
        scope_id=scope_id,
        starts_on=begins,
        ends_on=ends_on,
        granted_by_id=actor.person_id,
    )
    session.add(grant)
    session.flush()
    note_grant(session, actor, grant, "grant_role")
    return grant


def revoke_role(session: Session, actor: Actor, grant: RoleGrant) -> None:
    """Effective with the next request."""
    refuse_who_may_not_grant(actor, grant.region_id, grant.person_id)
    grant.revoked_at = clock.now()
    note_grant(session, actor, grant, "revoke_role")


def appoint_official(
    session: Session, actor: Actor, person: Person, role: Role, administration_id: uuid.UUID
) -> RoleGrant:
    """The office names an official of an administration from today. Invalid: no such role, or somebody of another one."""
    if not (actor.holds(Role.ROCB_OFFICER, person.region_id) or actor.holds(Role.ROCB_HEAD, person.region_id)):
        raise NotPermitted
    if actor.person_id == person.id:
        raise TransitionRefused(N_("Nobody grants a role to themselves."))
    if role not in OFFICIALS or person.administration_id != administration_id or person.disabled_at is not None:
        raise Invalid(N_("This person does not belong to the administration. Name somebody who does."), "email")
    grant = RoleGrant(
        region_id=person.region_id,
        person_id=person.id,
        role=role,
        scope=Scope.ADMINISTRATION,
        scope_id=administration_id,
        starts_on=clock.today(),
        granted_by_id=actor.person_id,
    )
    session.add(grant)
    session.flush()
    note_grant(session, actor, grant, "grant_role")
    return grant


def refuse_impossible_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < max(starts_on, clock.today()):
        raise Invalid(N_("The last day lies before the first, or has passed."), "ends_on")


def note_grant(session: Session, actor: Actor, grant: RoleGrant, what: str, **more: str) -> None:
    note_for_auditor(
        session,
        actor,
        what,
        region_id=grant.region_id,
        subject_id=grant.id,
        details={"role": grant.role.value, "scope": grant.scope.value, "person": str(grant.person_id), **more},
    )

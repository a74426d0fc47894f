"""Granting and revoking roles: by the administrator or the head of the office, never to oneself."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import NotPermitted, TransitionRefused
from accreditation.people.models import Person, RoleGrant, StaffNote
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role, Scope


def _may_grant(actor: Actor, region_id: uuid.UUID, person_id: uuid.UUID) -> None:
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
    ends_on: date | None = None,
) -> RoleGrant:
    """The role from today on, until `ends_on` inclusive or for good."""
    _may_grant(actor, person.region_id, person.id)
    if scope_id is None:
        raise NotPermitted
    grant = RoleGrant(
        region_id=person.region_id,
        person_id=person.id,
        role=role,
        scope=scope,
        scope_id=scope_id,
        starts_on=clock.today(),
        ends_on=ends_on,
        granted_by_id=actor.person_id,
    )
    session.add(grant)
    session.flush()
    _note(session, actor, grant, "grant_role")
    return grant


def revoke_role(session: Session, actor: Actor, grant: RoleGrant) -> None:
    """Effective with the next request."""
    _may_grant(actor, grant.region_id, grant.person_id)
    grant.revoked_at = clock.now()
    _note(session, actor, grant, "revoke_role")


def _note(session: Session, actor: Actor, grant: RoleGrant, what: str) -> None:
    session.add(
        StaffNote(
            region_id=grant.region_id,
            person_id=actor.person_id,
            what=what,
            subject_id=grant.id,
            details={"role": grant.role.value, "scope": grant.scope.value, "person": str(grant.person_id)},
            at=clock.now(),
        )
    )

"""Granting and revoking roles, and naming deputies: by the administrator or the head of the office, never to oneself."""

import uuid
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.people.models import Deputy, Person, RoleGrant, StaffNote
from accreditation.people.roles import holders
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role, Scope

OFFICIALS = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, Role.HEAD_OF_UNIT)


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
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleGrant:
    """The role from `starts_on` (today unless given) until `ends_on` inclusive, or for good. Invalid: an impossible period."""
    _may_grant(actor, person.region_id, person.id)
    if scope_id is None:
        raise NotPermitted
    begins = starts_on or clock.today()
    _refuse_impossible(begins, ends_on)
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
    _note(session, actor, grant, "grant_role")
    return grant


def revoke_role(session: Session, actor: Actor, grant: RoleGrant) -> None:
    """Effective with the next request."""
    _may_grant(actor, grant.region_id, grant.person_id)
    grant.revoked_at = clock.now()
    _note(session, actor, grant, "revoke_role")


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
    _note(session, actor, grant, "grant_role")
    return grant


def name_deputy(
    session: Session, actor: Actor, grant: RoleGrant, person: Person, *, starts_on: date, ends_on: date
) -> Deputy:
    """Between two days, both included, `person` acts under this grant. Invalid: a period or person that cannot be."""
    _may_grant(actor, grant.region_id, person.id)
    return _lent(session, actor, grant, person, starts_on, ends_on)


def name_own_deputy(
    session: Session, actor: Actor, grant: RoleGrant, person: Person, *, starts_on: date, ends_on: date
) -> Deputy:
    """The holder of a role of an administration names who stands in, from the same administration, one at a time.

    A reviewer names another reviewer of the region. Invalid: a period that has passed or overlaps another deputy's, oneself,
    or somebody of another administration.
    """
    reviews = grant.role is Role.REVIEWER and grant.scope is Scope.REGION
    if grant.person_id != actor.person_id or not (reviews or grant.scope is Scope.ADMINISTRATION) or not _counts(grant):
        raise NotPermitted
    if reviews and person not in holders(session, [Role.REVIEWER], grant.scope_id):
        raise Invalid(N_("This person is not a reviewer of the region."), "deputy")
    if not reviews and (person.administration_id != grant.scope_id or person.disabled_at is not None):
        raise Invalid(N_("This person does not belong to your administration. Choose somebody who does."), "deputy")
    if person.id == grant.person_id:
        raise Invalid(N_("You cannot stand in for yourself."), "deputy")
    if starts_on < clock.today():
        raise Invalid(N_("The first day has passed."), "starts_on")
    session.scalars(select(RoleGrant.id).where(RoleGrant.id == grant.id).with_for_update()).one()
    others = select(Deputy.id).where(
        Deputy.grant_id == grant.id, Deputy.starts_on <= ends_on, Deputy.ends_on >= starts_on
    )
    if session.scalars(others.limit(1)).first() is not None:
        raise Invalid(N_("You have a deputy in a part of this time already."), "starts_on")
    return _lent(session, actor, grant, person, starts_on, ends_on)


def end_deputy(session: Session, actor: Actor, deputy: Deputy) -> None:
    """From now on the person acts no longer: with the next request. By the holder of the role."""
    if deputy.grant.person_id != actor.person_id:
        raise NotPermitted
    deputy.ends_on = min(deputy.ends_on, clock.today() - timedelta(days=1))
    _note(session, actor, deputy.grant, "end_deputy", deputy=str(deputy.person_id))


def _counts(grant: RoleGrant) -> bool:
    today = clock.today()
    return grant.revoked_at is None and grant.starts_on <= today and (grant.ends_on is None or grant.ends_on >= today)


def _lent(session: Session, actor: Actor, grant: RoleGrant, person: Person, starts_on: date, ends_on: date) -> Deputy:
    _refuse_impossible(starts_on, ends_on)
    if person.id == grant.person_id or person.region_id != grant.region_id or grant.revoked_at is not None:
        raise Invalid(N_("This person cannot stand in for the other."), "deputy")
    deputy = Deputy(grant_id=grant.id, person_id=person.id, starts_on=starts_on, ends_on=ends_on)
    session.add(deputy)
    session.flush()
    _note(session, actor, grant, "name_deputy", deputy=str(person.id))
    return deputy


def _refuse_impossible(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < max(starts_on, clock.today()):
        raise Invalid(N_("The last day lies before the first, or has passed."), "ends_on")


def _note(session: Session, actor: Actor, grant: RoleGrant, what: str, **more: str) -> None:
    session.add(
        StaffNote(
            region_id=grant.region_id,
            person_id=actor.person_id,
            what=what,
            subject_id=grant.id,
            details={"role": grant.role.value, "scope": grant.scope.value, "person": str(grant.person_id), **more},
            at=clock.now(),
        )
    )

"""Deputies: who acts for whom, from when until when."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.granting import note_grant, refuse_impossible_days, refuse_who_may_not_grant
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.roles import holders
from accreditation.texts import N_
from accreditation.workflow.actors import Actor, Role, Scope


def name_deputy(
    session: Session, actor: Actor, grant: RoleGrant, person: Person, *, starts_on: date, ends_on: date
) -> Deputy:
    """Between two days, both included, `person` acts under this grant. Invalid: a period or person that cannot be."""
    refuse_who_may_not_grant(actor, grant.region_id, person.id)
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
    note_grant(session, actor, deputy.grant, "end_deputy", deputy=str(deputy.person_id))


def _counts(grant: RoleGrant) -> bool:
    today = clock.today()
    return grant.revoked_at is None and grant.starts_on <= today and (grant.ends_on is None or grant.ends_on >= today)


def _lent(session: Session, actor: Actor, grant: RoleGrant, person: Person, starts_on: date, ends_on: date) -> Deputy:
    refuse_impossible_days(starts_on, ends_on)
    if person.id == grant.person_id or person.region_id != grant.region_id or grant.revoked_at is not None:
        raise Invalid(N_("This person cannot stand in for the other."), "deputy")
    deputy = Deputy(grant_id=grant.id, person_id=person.id, starts_on=starts_on, ends_on=ends_on)
    session.add(deputy)
    session.flush()
    note_grant(session, actor, grant, "name_deputy", deputy=str(person.id))
    return deputy

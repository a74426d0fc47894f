"""Which grants of roles count now, who holds them, and who is of the office."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.people.models import Person, RoleGrant
from accreditation.workflow.actors import Actor, Role

OFFICE = (Role.ROCB_OFFICER, Role.ROCB_HEAD)


def in_force(today: Any = None) -> ColumnElement[bool]:
    """Begun, neither ended nor revoked, by today's date in UTC; `today` for a statement that is kept and asked again."""
    today = clock.today() if today is None else today
    return and_(
        RoleGrant.starts_on <= today,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
        RoleGrant.revoked_at.is_(None),
    )


def holders(session: Session, roles: Sequence[Role], scope_id: uuid.UUID) -> Sequence[Person]:
    """Persons with an account in use who hold one of these roles for exactly this scope, by name."""
    query = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role.in_(roles), RoleGrant.scope_id == scope_id, in_force(), Person.disabled_at.is_(None))
        .order_by(Person.register_name, Person.id)
        .distinct()
    )
    return session.scalars(query).all()


def refuse_outsider(actor: Actor, region_id: uuid.UUID) -> None:
    """NotPermitted unless the actor is officer or head of the region's office."""
    if not any(actor.holds(role, region_id) for role in OFFICE):
        raise NotPermitted

"""Who acts: a person with the grants in force today, as the rule book wants to know them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Row, Uuid, and_, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from accreditation import clock
from accreditation.people.interests import related_to
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.workflow.actors import Actor, Grant

_COLUMNS = (RoleGrant.role, RoleGrant.region_id, RoleGrant.scope, RoleGrant.scope_id)


def _grants_of(session: Session, person_id: uuid.UUID) -> Sequence[Row]:
    """Own grants, and those of others whose deputy the person is today. One query."""
    today = clock.today()
    absent = aliased(Person)
    own = select(*_COLUMNS, literal(None, Uuid()).label("on_behalf_of")).where(
        RoleGrant.person_id == person_id, in_force()
    )
    lent = (
        select(*_COLUMNS, RoleGrant.person_id.label("on_behalf_of"))
        .join(Deputy, Deputy.grant_id == RoleGrant.id)
        .join(absent, and_(absent.id == RoleGrant.person_id, absent.disabled_at.is_(None)))
        .where(Deputy.person_id == person_id, Deputy.starts_on <= today, Deputy.ends_on >= today, in_force())
    )
    return session.execute(union_all(own, lent)).all()


def actor_of(session: Session, person: Person) -> Actor:
    """The person as an actor, in two queries however many grants and interests there are."""
    return Actor(
        person_id=person.id,
        name=person.display_name,
        grants=frozenset(Grant(*row) for row in _grants_of(session, person.id)),
        administration_id=person.administration_id,
        related_to=related_to(session, [person.id])[person.id],
    )

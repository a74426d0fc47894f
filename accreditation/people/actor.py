"""Who acts: a person with the grants in force today, as the rule book wants to know them."""

from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Date, Uuid, and_, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from accreditation import clock
from accreditation.people.interests import standing_interest
from accreditation.people.models import Deputy, Interest, Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.workflow.actors import Actor, Grant

_COLUMNS = (RoleGrant.role, RoleGrant.region_id, RoleGrant.scope, RoleGrant.scope_id)
_NOBODY = literal(None, Uuid())


@cache
def _asked() -> CompoundSelect[Any]:
    """Own grants, those of others whose deputy the person is today, and everyone tied to the person, in one query.

    Put together once: it is asked at every page.
    """
    person_id, today = bindparam("person_id", type_=Uuid()), bindparam("today", type_=Date())
    absent = aliased(Person)
    own = select(*_COLUMNS, _NOBODY.label("on_behalf_of"), _NOBODY.label("tied")).where(
        RoleGrant.person_id == person_id, in_force(today)
    )
    lent = (
        select(*_COLUMNS, RoleGrant.person_id, _NOBODY)
        .join(Deputy, Deputy.grant_id == RoleGrant.id)
        .join(absent, and_(absent.id == RoleGrant.person_id, absent.disabled_at.is_(None)))
        .where(Deputy.person_id == person_id, Deputy.starts_on <= today, Deputy.ends_on >= today, in_force(today))
    )
    empty = [cast(null(), column.type) for column in (*_COLUMNS, Person.id)]
    ties = [
        select(*empty, other).where(standing_interest(), mine == person_id)
        for mine, other in ((Interest.person_id, Interest.other_id), (Interest.other_id, Interest.person_id))
    ]
    return union_all(own, lent, *ties)


def actor_of(session: Session, person: Person) -> Actor:
    """The person as an actor, in one query however many grants and interests there are."""
    rows = session.execute(_asked(), {"person_id": person.id, "today": clock.today()}).all()
    return Actor(
        person_id=person.id,
        name=person.display_name,
        grants=frozenset(Grant(*row[:-1]) for row in rows if row.tied is None),
        administration_id=person.administration_id,
        related_to=frozenset(row.tied for row in rows if row.tied is not None),
    )

"""Pairs of accounts that may be one person: met by their keys in the index, never everybody with everybody."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from accreditation.duplicates.models import PersonMerge, TwoPeople
from accreditation.people.matching import Match
from accreditation.people.models import Person, PersonKey
from accreditation.workflow.actors import Actor

ONE, OTHER = aliased(PersonKey), aliased(PersonKey)


def _meet(one: Any, other: Any) -> ColumnElement[bool]:
    """The same key, and other family names that are the same or left out."""
    rests = or_(one.rest == other.rest, one.rest == "", other.rest == "")
    return and_(other.region_id == one.region_id, other.key == one.key, rests)


def _births_agree(one: Any, other: Any, same_address: ColumnElement[bool]) -> ColumnElement[bool]:
    """Two dates of birth that differ are two people, unless the addresses say that one of them was mistyped."""
    return or_(one.born_on.is_(None), other.born_on.is_(None), one.born_on == other.born_on, same_address)


def _not_settled() -> list[ColumnElement[bool]]:
    """Neither said to be two people nor proposed for a merge."""
    pair = (ONE.person_id, OTHER.person_id)
    waiting = and_(PersonMerge.confirmed_at.is_(None), PersonMerge.dropped_at.is_(None))
    either_way = or_(
        and_(PersonMerge.kept_id == pair[0], PersonMerge.absorbed_id == pair[1]),
        and_(PersonMerge.kept_id == pair[1], PersonMerge.absorbed_id == pair[0]),
    )
    return [
        ~exists().where(TwoPeople.one_id == pair[0], TwoPeople.other_id == pair[1]),
        ~exists().where(waiting, either_way),
    ]


def candidates(region_id: uuid.UUID, actor: Actor) -> Select[Any]:
    """Rows (one's id, other's id) by their strongest key, without order; pairs that the actor is tied to are left out.

    Ordered by `ONE.key, ONE.person_id, OTHER.person_id` the strongest come first, straight from the index.
    """
    shared = (
        select(PersonKey.key)
        .where(PersonKey.region_id == region_id)
        .group_by(PersonKey.key)
        .having(func.count(PersonKey.id) > 1)
    )
    one, other = aliased(PersonKey), aliased(PersonKey)
    both = and_(one.person_id == ONE.person_id, other.person_id == OTHER.person_id, _meet(one, other))
    stronger = exists().where(both, one.key < ONE.key)
    same_address = exists().where(both, one.key.startswith(str(Match.ADDRESS.value)))
    somebody, somebody_else = aliased(Person), aliased(Person)
    near = [person_id for person_id in (actor.person_id, *actor.related_to) if person_id is not None]
    return (
        select(ONE.person_id, OTHER.person_id)
        .join(OTHER, and_(_meet(ONE, OTHER), OTHER.person_id > ONE.person_id))
        .join(somebody, somebody.id == ONE.person_id)
        .join(somebody_else, somebody_else.id == OTHER.person_id)
        .where(
            ONE.region_id == region_id,
            ONE.key.in_(shared),
            ONE.person_id.not_in(near),
            OTHER.person_id.not_in(near),
            ~stronger,
            _births_agree(somebody, somebody_else, same_address),
            *_not_settled(),
        )
    )


def people_of(session: Session, ids: set[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """The accounts of a page of pairs. One query."""
    return {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))}

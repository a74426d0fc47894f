"""Administrations of a page of people."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.people.models import Person
from accreditation.region.models import Administration


def homes_of(session: Session, people: Iterable[Person]) -> Mapping[uuid.UUID, str]:
    """Country code (ISO 3166-1 alpha-2) by the id of the administration to which any of these people belongs. One query."""
    ids = {person.administration_id for person in people}
    return dict(session.execute(select(Administration.id, Administration.iso2).where(Administration.id.in_(ids))).all())

"""Answers about appeals."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.appeals.models import Appeal, AppealPanelist
from accreditation.people.models import Person


def panel_of(session: Session, appeal: Appeal) -> Sequence[Person]:
    """Members of the panel, by name."""
    query = (
        select(Person)
        .join(AppealPanelist, AppealPanelist.person_id == Person.id)
        .where(AppealPanelist.appeal_id == appeal.id)
        .order_by(Person.register_name, Person.id)
    )
    return session.scalars(query).all()

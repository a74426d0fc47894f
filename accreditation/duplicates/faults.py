"""What must hold of accounts that were merged, and of what names them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from accreditation.duplicates.columns import MOVES
from accreditation.duplicates.models import PersonMerge
from accreditation.duplicates.moving import table_of
from accreditation.people.models import Person


def faults_of_merges(session: Session) -> Iterator[str]:
    """A merged account is disabled, one merge stands behind it, and nothing that moves names it any more."""
    standing = select(PersonMerge.absorbed_id).where(
        PersonMerge.confirmed_at.is_not(None), PersonMerge.separated_at.is_(None)
    )
    merged = select(Person.id).where(Person.merged_into_id.is_not(None))
    unfounded = or_(
        Person.disabled_at.is_(None), Person.id.not_in(standing), Person.merged_into_id.not_in(select(Person.id))
    )
    for person_id in session.scalars(merged.where(unfounded)):
        yield f"person {person_id}: merged, but not disabled, or without a log or an account that was kept"
    for person_id in session.scalars(select(Person.id).where(Person.id.in_(standing), Person.merged_into_id.is_(None))):
        yield f"person {person_id}: the log of a merge stands, but the account is its own"
    for reference in MOVES:
        table = table_of(reference)
        left = select(table.c.id).where(table.c[reference.column].in_(merged))
        for row_id in session.scalars(left if reference.table != "interest" else left.where(_is_of_a_third(table))):
            yield f"{reference.table} {row_id}: {reference.column} names an account that was merged"


def _is_of_a_third(interest: Any) -> Any:
    """A tie between the two accounts themselves stays where it was."""
    pair = select(Person.id).where(
        or_(
            and_(Person.id == interest.c.person_id, Person.merged_into_id == interest.c.other_id),
            and_(Person.id == interest.c.other_id, Person.merged_into_id == interest.c.person_id),
        )
    )
    return ~pair.exists()

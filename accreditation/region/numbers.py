"""Numbers in series: counted under a lock, never given twice."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from accreditation.database import new_id
from accreditation.region.models import NumberSequence


def hold_series(session: Session, series: str) -> NumberSequence:
    """The series' row, made where there is none, locked until the transaction ends."""
    query = select(NumberSequence).where(NumberSequence.series == series)
    locked = query.with_for_update().execution_options(populate_existing=True)
    sequence = session.scalars(locked).one_or_none()
    if sequence is None:
        dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        new = dialect.insert(NumberSequence).values(id=new_id(), series=series, last=0)
        # Two who begin a series at the same time: the second waits for the first and finds its row.
        session.execute(new.on_conflict_do_nothing(index_elements=["series"]))
        sequence = session.scalars(locked).one()
    return sequence


def next_in(session: Session, series: str) -> int:
    """The next number of a series, from 1. The series' row stays locked until the transaction ends."""
    sequence = hold_series(session, series)
    sequence.last += 1
    session.flush()
    return sequence.last

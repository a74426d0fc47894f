"""Numbers in series: counted under a lock, never given twice."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.region.models import NumberSequence


def next_in(session: Session, series: str) -> int:
    """The next number of a series, from 1. The series' row stays locked until the transaction ends."""
    query = select(NumberSequence).where(NumberSequence.series == series).with_for_update()
    sequence = session.scalars(query).one_or_none()
    if sequence is None:
        sequence = NumberSequence(series=series, last=0)
        session.add(sequence)
    sequence.last += 1
    session.flush()
    return sequence.last

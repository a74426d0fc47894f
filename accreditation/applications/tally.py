"""Adds up the tally of cases per state from time to time, so that reading it stays short."""

import uuid
from collections import Counter

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accreditation.applications.tally_models import StateTally
from accreditation.jobs.carry_out import SessionFactory, own_transaction

_AT_ONCE = 20_000


def fold_changes(factory: SessionFactory) -> None:
    """Puts the changes so far into one row for each region and state."""
    with own_transaction(factory) as session:
        _fold(session)


def _fold(session: Session) -> None:
    """What another transaction writes meanwhile is not seen here, so it is neither counted nor taken away."""
    query = select(StateTally).order_by(StateTally.id).limit(_AT_ONCE).with_for_update(skip_locked=True)
    rows = session.scalars(query).all()
    sums: Counter[tuple[uuid.UUID, str]] = Counter()
    for row in rows:
        sums[row.region_id, row.state] += row.change
    if len(rows) <= len(sums):
        return
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 500):
        session.execute(delete(StateTally).where(StateTally.id.in_(ids[start : start + 500])))
    session.add_all(
        StateTally(region_id=region_id, state=state, change=change)
        for (region_id, state), change in sums.items()
        if change
    )

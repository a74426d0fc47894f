"""How many cases stand in each state, change by change."""

import uuid

from sqlalchemy import ForeignKey, Index, String, insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified, new_id
from accreditation.workflow.states import ApplicationState


class StateTally(Identified, Base):
    """So many cases more (or, negative, fewer) in this state; the sum over all rows of a region is the number there.

    Each change is a row of its own, written in the transaction that moved the case, so that nobody waits for a counter.
    """

    __tablename__ = "state_tally"
    __table_args__ = (Index("ix_state_tally_region_id_state_change", "region_id", "state", "change"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    state: Mapped[str] = mapped_column(String(40))
    change: Mapped[int]


def note_states(connection: Connection, region_id: uuid.UUID, *changes: tuple[ApplicationState, int]) -> None:
    """So many more cases in each of these states."""
    rows = [
        {"id": new_id(), "region_id": region_id, "state": state.value, "change": change} for state, change in changes
    ]
    connection.execute(insert(StateTally.__table__), rows)

"""The outbox: what must leave the house, written in the transaction that caused it; and claims of recurring work."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified, Numbered


class OutboxRow(Identified, Numbered, Base):
    """One effect to carry out after commit, at least once. Its id is the idempotency key of whatever it causes.

    waiting: done_at and dead_at empty, next_try_at tells when; running: lease_until in the future; done; dead.
    """

    __tablename__ = "outbox_row"
    __table_args__ = (Index("ix_outbox_row_waiting", "done_at", "dead_at", "next_try_at"),)

    region_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    effect: Mapped[str] = mapped_column(String(40))
    lifecycle: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    change_id: Mapped[uuid.UUID | None]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")


class RecurringRun(Identified, Base):
    """A claim on one round of recurring work, so that of many workers one does it; a lease that ran out frees it."""

    __tablename__ = "recurring_run"
    __table_args__ = (UniqueConstraint("job", "due_at"),)

    job: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    done_at: Mapped[datetime | None]

"""Who sits on the panel of a call, and the votes they cast on its cases."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered
from accreditation.people.models import Person

_STANDS = text("ended_at IS NULL")
_COUNTS = text("replaced_at IS NULL")


class PanelSeat(Identified, Numbered, Base):
    """One person on the panel of one call: a member, its chair, or the chair's deputy. `away`: who is away takes no part."""

    __tablename__ = "panel_seat"
    __table_args__ = (
        CheckConstraint("duty IN ('member', 'chair', 'deputy')", name="duty"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("(away_from IS NULL) = (away_until IS NULL) AND away_until >= away_from", name="away"),
        Index(
            "uq_panel_seat_call_id_person_id", "call_id", "person_id", unique=True,
            sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
    )  # fmt: skip

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    seated_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    seated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class PanelVote(Identified, Base):
    """One vote, never changed: whoever votes again leaves the earlier one on record with `replaced_at`; so does
    whoever holds an interest or sits no longer, once the decision is recorded without them.

    `choice`: the name of an outcome, "abstain", or "recused". It counts from when the case came before the panel.
    """

    __tablename__ = "panel_vote"
    __table_args__ = (
        Index(
            "uq_panel_vote_application_id_person_id", "application_id", "person_id", unique=True,
            sqlite_where=_COUNTS, postgresql_where=_COUNTS,
        ),
        Index("ix_panel_vote_application_id_cast_at", "application_id", "cast_at"),
    )  # fmt: skip

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(default="")
    cast_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

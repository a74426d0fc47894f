"""Decisions that are to be published together at a set moment, and what came of it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered
from accreditation.people.models import Person

_STANDS = text("ended_at IS NULL")


class PlannedPublication(Identified, Numbered, Base):
    """The decisions of one call or one workshop, published by the worker at `publish_at` in the name of whoever planned it.

    `outcome`: "" until it ended; then published, cancelled, or refused, which stays open to the office until `seen_at`.
    """

    __tablename__ = "planned_publication"
    __table_args__ = (
        CheckConstraint("(call_id IS NULL) <> (workshop_id IS NULL)", name="cohort"),
        CheckConstraint("outcome IN ('', 'published', 'cancelled', 'refused')", name="outcome"),
        CheckConstraint("(ended_at IS NULL) = (outcome = '')", name="ended"),
        Index(
            "uq_planned_publication_call_id", "call_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
        Index(
            "uq_planned_publication_workshop_id", "workshop_id", unique=True,
            sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
        Index("ix_planned_publication_publish_at", "publish_at", sqlite_where=_STANDS, postgresql_where=_STANDS),
    )  # fmt: skip

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("call.id"))
    workshop_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workshop.id"))
    publish_at: Mapped[datetime]
    planned_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    seen_at: Mapped[datetime | None]

    planned_by: Mapped[Person] = relationship(foreign_keys=[planned_by_id])
    decisions: Mapped[list["PlannedDecision"]] = relationship(lazy="selectin")


class PlannedDecision(Identified, Base):
    """One decision of a planned publication. `against`: what stood in its way at the moment, as sentences with their values."""

    __tablename__ = "planned_decision"
    __table_args__ = (UniqueConstraint("publication_id", "application_id"),)

    publication_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("planned_publication.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"))
    against: Mapped[list[Any]] = mapped_column(default=list)
    is_in_the_way: Mapped[bool] = mapped_column(default=False)

"""What the office found out about two accounts: that they are two people, or one; and the log of each merge."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered
from accreditation.people.models import Person


class TwoPeople(Identified, Base):
    """The office looked at a pair that seemed to be one person, and it is not. `one_id` is the smaller of the two ids."""

    __tablename__ = "two_people"
    __table_args__ = (UniqueConstraint("one_id", "other_id"), CheckConstraint("one_id < other_id", name="order"))

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    said_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


_UNDER_WAY = text("dropped_at IS NULL AND separated_at IS NULL")


class PersonMerge(Identified, Numbered, Base):
    """Two accounts made one: proposed by one of the office, confirmed by another, perhaps separated again.

    `moved`: "table.column" -> ids (hex) of the rows that named the absorbed account and were given to the one kept.
    `evidence`: the sentences that were shown, as [{"text", "values"}].
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        CheckConstraint("kept_id <> absorbed_id", name="two"),
        CheckConstraint("confirmed_at IS NULL OR confirmed_by_id <> proposed_by_id", name="two_keys"),
        CheckConstraint("dropped_at IS NULL OR confirmed_at IS NULL", name="dropped"),
        CheckConstraint("separated_at IS NULL OR confirmed_at IS NOT NULL", name="separated"),
        Index("ix_person_merge_region_id_proposed_at", "region_id", "proposed_at", "id"),
        Index(
            "uq_person_merge_absorbed_id", "absorbed_id", unique=True,
            sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY,
        ),
    )  # fmt: skip

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    kept_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    absorbed_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str]
    evidence: Mapped[list[Any]]
    moved: Mapped[dict[str, Any]]
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    was_disabled_at: Mapped[datetime | None]
    dropped_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    dropped_at: Mapped[datetime | None]
    separated_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    separated_at: Mapped[datetime | None]
    separation_note: Mapped[str] = mapped_column(default="")

    kept: Mapped[Person] = relationship(foreign_keys=[kept_id])
    absorbed: Mapped[Person] = relationship(foreign_keys=[absorbed_id])
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    separated_by: Mapped[Person | None] = relationship(foreign_keys=[separated_by_id])

    @property
    def stands(self) -> bool:
        """Confirmed and not separated again."""
        return self.confirmed_at is not None and self.separated_at is None

    @property
    def waits(self) -> bool:
        """Proposed, and neither confirmed nor dropped."""
        return self.confirmed_at is None and self.dropped_at is None

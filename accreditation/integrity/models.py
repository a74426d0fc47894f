"""Entries of the integrity register, what was found about a case, and which officers may read it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered
from accreditation.people.models import Person


class IntegrityEntry(Identified, Numbered, Base):
    """Somebody about whom the region was warned: as far as known by name, birth and country; why, by whom, from when to when."""

    __tablename__ = "integrity_entry"
    __table_args__ = (Index("ix_integrity_entry_region_id_ended_at", "region_id", "ended_at"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    name: Mapped[str] = mapped_column(String(200))
    born_on: Mapped[date | None]
    nationality: Mapped[str] = mapped_column(String(2), default="")
    reason: Mapped[str]
    source: Mapped[str] = mapped_column(String(300))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    entered_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_reason: Mapped[str] = mapped_column(default="")

    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])


class IntegrityFinding(Identified, Base):
    """Whether the applicant of a case is the person of an entry: looked into by somebody, with the reason."""

    __tablename__ = "integrity_finding"
    __table_args__ = (
        UniqueConstraint("application_id", "entry_id"),
        CheckConstraint("verdict IN ('same', 'other')", name="verdict"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("integrity_entry.id"))
    verdict: Mapped[str] = mapped_column(String(5))
    reason: Mapped[str]
    found_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    found_at: Mapped[datetime]

    found_by: Mapped[Person] = relationship()


class IntegrityReader(Identified, Base):
    """An officer whom the head of the office named to read the register."""

    __tablename__ = "integrity_reader"
    __table_args__ = (UniqueConstraint("region_id", "person_id"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    named_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

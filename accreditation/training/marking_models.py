"""What assessors write of candidates: attendance, marks, and who marks again."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Timestamped
from accreditation.people.models import Person


class Attendance(Identified, Timestamped, Base):
    """Whether a candidate was there on a day of the workshop."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("workshop_id", "application_id", "day"),)

    workshop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workshop.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    day: Mapped[date]
    present: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class Mark(Identified, Timestamped, Base):
    """An assessor's level (1 to 5) for a candidate on one criterion of the rubric."""

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("workshop_id", "application_id", "assessor_id", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        Index(
            "ix_mark_voided",
            "application_id",
            sqlite_where=text("voided_at IS NOT NULL"),
            postgresql_where=text("voided_at IS NOT NULL"),
        ),
    )

    workshop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workshop.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    assessor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    criterion: Mapped[str] = mapped_column(String(30))
    level: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    voided_at: Mapped[datetime | None]


class MarkingAgain(Identified, Base):
    """An assessor who marks one candidate again after an appeal had marks of that workshop voided."""

    __tablename__ = "marking_again"
    __table_args__ = (UniqueConstraint("application_id", "workshop_id", "assessor_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    workshop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workshop.id"))
    assessor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    named_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]

    assessor: Mapped[Person] = relationship(foreign_keys=[assessor_id])

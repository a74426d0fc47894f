"""A dossier to practise on, who was asked to score it, and what they gave. No row here names a case or a review."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, Timestamped
from accreditation.people.models import Person
from accreditation.schemes.models import Scheme


class PracticeDossier(Identified, Numbered, Timestamped, Base):
    """An invented application, scored by the rubric of `scheme`. Written by one of the office, opened by another, then fixed.

    `sections`: [{title, text}]. `expected`: criterion -> {level, reason}, agreed by whoever opened it. In one language.
    """

    __tablename__ = "practice_dossier"
    __table_args__ = (
        CheckConstraint("opened_at IS NULL OR opened_by_id <> written_by_id", name="agreed"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5))
    sections: Mapped[list[Any]] = mapped_column(default=list)
    expected: Mapped[dict[str, Any]] = mapped_column(default=dict)
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    opened_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    scheme: Mapped[Scheme] = relationship()
    written_by: Mapped[Person] = relationship(foreign_keys=[written_by_id])
    opened_by: Mapped[Person | None] = relationship(foreign_keys=[opened_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class PracticeReading(Identified, Timestamped, Base):
    """One reviewer asked to score one practice dossier; final once handed in."""

    __tablename__ = "practice_reading"
    __table_args__ = (UniqueConstraint("dossier_id", "reviewer_id"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("practice_dossier.id"))
    reviewer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    overall_comment: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    dossier: Mapped[PracticeDossier] = relationship()
    reviewer: Mapped[Person] = relationship()
    scores: Mapped[list["PracticeScore"]] = relationship(lazy="selectin")

    __mapper_args__ = {"version_id_col": version}


class PracticeScore(Identified, Base):
    """A level (1 to 5) given to one criterion for practice. Without a level only until it is handed in."""

    __tablename__ = "practice_score"
    __table_args__ = (
        UniqueConstraint("reading_id", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )

    reading_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("practice_reading.id"))
    criterion: Mapped[str] = mapped_column(String(30))
    level: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")

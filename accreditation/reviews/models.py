"""Desk reviews and decisions: who reviews what, the scores, and decisions recorded before they are published."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.models import Application
from accreditation.database import Base, Identified, Numbered, Timestamped
from accreditation.people.models import Person

# Why an assignment ended whose scores an appeal set aside: that person does not review the case again.
SET_ASIDE = "set aside after an appeal"


class ReviewAssignment(Identified, Numbered, Timestamped, Base):
    """One reviewer of one application: asked, declared free of interests, handed in; or declined, or taken off.

    `ended_reason`: office, interest, declined (then with a code of the scheme and a note), handed_over, or as voided.
    `handed_over_by_id`: whose task it was before; their scores stay with their own, ended assignment.
    `voided_at`: what was handed in counts no longer, because of a conflict found late; it stays on record. Only what ended is voided.
    """

    __tablename__ = "review_assignment"
    __table_args__ = (
        UniqueConstraint("application_id", "reviewer_id"),
        CheckConstraint("voided_at IS NULL OR ended_at IS NOT NULL", name="voided"),
        Index(
            "ix_review_assignment_open",
            "reviewer_id",
            "application_id",
            sqlite_where=text("handed_in_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("handed_in_at IS NULL AND ended_at IS NULL"),
        ),
        Index(
            "ix_review_assignment_ended",
            "application_id",
            sqlite_where=text("ended_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NOT NULL"),
        ),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    reviewer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    assigned_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[datetime | None]
    handed_in_at: Mapped[datetime | None]
    overall_comment: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(String(30), default="")
    ended_note: Mapped[str] = mapped_column(default="")
    handed_over_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    voided_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    reviewer: Mapped[Person] = relationship(foreign_keys=[reviewer_id])
    handed_over_by: Mapped[Person | None] = relationship(foreign_keys=[handed_over_by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys=[voided_by_id])
    application: Mapped[Application] = relationship()
    scores: Mapped[list["Score"]] = relationship(lazy="selectin")

    __mapper_args__ = {"version_id_col": version}


class Score(Identified, Timestamped, Base):
    """A reviewer's level (1 to 5) on one criterion of the desk review. Without a level only until it is handed in."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("assignment_id", "criterion"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_assignment.id"))
    criterion: Mapped[str] = mapped_column(String(30))
    level: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")

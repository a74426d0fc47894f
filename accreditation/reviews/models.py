"""Desk reviews and decisions: who reviews what, the scores, and decisions recorded before they are published."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
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


class InterestStatement(Identified, Base):
    """What somebody signed before the file of a case opened: the very words, their version and language, the answer.

    `answer`: "none", or the kind of interest stated. Written once and never changed.
    """

    __tablename__ = "interest_statement"
    __table_args__ = (Index("ix_interest_statement_application_id_person_id", "application_id", "person_id"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(5))
    words: Mapped[str]
    answer: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Recognition(Identified, Base):
    """A reviewer of a blind call said that they recognise whose application it is. Written once and never changed.

    `is_free`: they hold no interest and can judge freely; else an interest was declared in the same act. `words`: how they knew.
    """

    __tablename__ = "recognition"

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_assignment.id"), unique=True)
    is_free: Mapped[bool]
    words: Mapped[str] = mapped_column(default="")
    said_at: Mapped[datetime]

    assignment: Mapped[ReviewAssignment] = relationship()


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


class Decision(Identified, Timestamped, Base):
    """A judgement on a person: recorded first, published by the transition called `outcome`.

    `statement` is for the record; `words` go to the person, in the letter, beside the scheme's reasons.
    `appeal_id`: the panel of that appeal put it in the place of another, and nobody else replaces it. `overruled_by_id`: that
    appeal was upheld against it, so whoever took it does not decide the case again.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_application_id_released_at", "application_id", "released_at"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    stage: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(40))
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    reasons: Mapped[list[Any]]
    statement: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    released_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    appeal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appeal.id"))
    overruled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appeal.id"))

    decided_by: Mapped[Person] = relationship()

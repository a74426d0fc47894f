"""Beside the scores: those that stood before, and the discussion of scores that differ."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified
from accreditation.people.models import Person


class FormerScore(Identified, Base):
    """A level and comment that were handed in and then gave way, to a second look or because the office reopened."""

    __tablename__ = "former_score"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_assignment.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(30))
    level: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    replaced_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime]


class ScoreDiscussion(Identified, Base):
    """The reviewers of a case, all of whom have handed in, discuss their scores until the office closes it."""

    __tablename__ = "score_discussion"

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    question: Mapped[str] = mapped_column(default="")
    opened_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    entries: Mapped[list["DiscussionEntry"]] = relationship(order_by="DiscussionEntry.id", lazy="selectin")


class DiscussionEntry(Identified, Base):
    """What one reviewer wrote in a discussion; for good."""

    __tablename__ = "discussion_entry"

    discussion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("score_discussion.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    words: Mapped[str]

    author: Mapped[Person] = relationship()

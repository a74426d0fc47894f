"""What a reviewer takes on, and proposals of who reviews what in a call, until they are applied or discarded."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.models import Application
from accreditation.database import Base, Identified, Numbered, Timestamped
from accreditation.people.models import Person


class ReviewerProfile(Identified, Timestamped, Base):
    """In which subjects (their codes) and languages somebody reviews, how many cases at once, and when not.

    `ceiling` None: as many as the scheme says.
    """

    __tablename__ = "reviewer_profile"
    __table_args__ = (
        CheckConstraint("ceiling IS NULL OR ceiling BETWEEN 0 AND 60", name="ceiling"),
        CheckConstraint("away_from IS NULL OR away_until >= away_from", name="away"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    subjects: Mapped[list[Any]]
    languages: Mapped[list[Any]]
    ceiling: Mapped[int | None]
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]

    def is_away(self, day: date) -> bool:
        """Both days count; without an end until further notice."""
        if self.away_from is None or day < self.away_from:
            return False
        return self.away_until is None or day <= self.away_until


class AssignmentProposal(Identified, Numbered, Base):
    """Asked for by one officer, of the cases that officer may assign; worked out, then applied or discarded.

    `figures`: objective, bound, gap, seconds, repeats, and `short`: by case id what is missing and why (`stored.py`).
    """

    __tablename__ = "assignment_proposal"
    __table_args__ = (Index("ix_assignment_proposal_call_id_asked_by_id", "call_id", "asked_by_id", "asked_at"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ProposedReview(Identified, Numbered, Base):
    """One reviewer for one case in a proposal. Locked: it stays when the proposal is worked out again."""

    __tablename__ = "proposed_review"
    __table_args__ = (UniqueConstraint("proposal_id", "application_id", "reviewer_id"),)

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment_proposal.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    reviewer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    is_locked: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)

    application: Mapped[Application] = relationship()
    reviewer: Mapped[Person] = relationship()

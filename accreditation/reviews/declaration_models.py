"""What reviewers declare: interests, and that they recognise somebody in a blind call."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified
from accreditation.people.models import Person
from accreditation.reviews.models import ReviewAssignment


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

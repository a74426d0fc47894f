"""Nominations: how far an administration is with its applicants, in which order, and whom of its people it approached."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Timestamped
from accreditation.people.models import Person


class Nomination(Identified, Timestamped, Base):
    """How far the administration, or the office in its stead, is with an applicant; made when there is something to say.

    `rank`: place among the administration's nominees of the call, 1 first. `recommended`: the head of unit's word, where
    the administration has two levels. `escalated_at`: since when the office has to see to it. `asked_again_at`:
    when it asked the administration once more. `endorse_by`: a later end of the time to endorse. `reserved_at`: since when it waits for a place to become free.
    """

    __tablename__ = "nomination"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    rank: Mapped[int | None]
    recommended: Mapped[bool | None]
    recommended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    escalated_at: Mapped[datetime | None]
    asked_again_at: Mapped[datetime | None]
    endorse_by: Mapped[datetime | None]
    reserved_at: Mapped[datetime | None]


class Ranking(Identified, Timestamped, Base):
    """The order of an administration's nominees in a call, as a whole: its row is locked while places change."""

    __tablename__ = "ranking"
    __table_args__ = (UniqueConstraint("call_id", "administration_id"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    administration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("administration.id"))
    ranked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ranked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    ranked_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Approach(Identified, Timestamped, Base):
    """What an administration did about one of its trained people: invited to a call, or marked not available.

    `call_id` and `reason` belong to the one and the other; `ended_at`: no longer not available.
    """

    __tablename__ = "approach"
    __table_args__ = (
        CheckConstraint("(kind = 'invited') = (call_id IS NOT NULL)", name="call"),
        CheckConstraint("kind IN ('invited', 'not_available')", name="kind"),
        Index("ix_approach_person_id_kind", "person_id", "kind"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    administration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("administration.id"))
    kind: Mapped[str] = mapped_column(String(20))
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("call.id"))
    reason: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

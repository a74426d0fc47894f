"""Decisions: recorded first, published by a transition."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Timestamped
from accreditation.people.models import Person


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

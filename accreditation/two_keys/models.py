"""One request for a second key: who asked for which act on what, who turned the second key, and that it was used."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered
from accreditation.people.models import Person


class KeyRequest(Identified, Numbered, Base):
    """An act of `workflow/two_keys.py` on one row, as it was when asked for: a later version of the row voids it.

    `subject_id` is a row of the lifecycle `lifecycle`, or a call. `turned_at` and `used_at` are the same instant but for files,
    which the asker takes out afterwards, once.
    """

    __tablename__ = "key_request"
    __table_args__ = (
        CheckConstraint("turned_at IS NULL OR turned_by_id <> asked_by_id", name="two_people"),
        CheckConstraint("turned_at IS NULL OR turned_office <> asked_office", name="two_offices"),
        CheckConstraint("used_at IS NULL OR turned_at IS NOT NULL", name="used"),
        Index("ix_key_request_region_id_asked_at", "region_id", "asked_at", "id"),
        Index("ix_key_request_subject_id", "subject_id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    act: Mapped[str] = mapped_column(String(40))
    lifecycle: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID]
    subject_version: Mapped[int]
    reasons: Mapped[list[Any]]
    note: Mapped[str]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_office: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    turned_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    turned_office: Mapped[str | None] = mapped_column(String(20))
    turned_at: Mapped[datetime | None]
    dropped_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    dropped_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    turned_by: Mapped[Person | None] = relationship(foreign_keys=[turned_by_id])

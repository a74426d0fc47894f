"""Receipts: who opened what, and which form was answered already."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified


class ReadingReceipt(Identified, Base):
    """Who opened what, for the auditor and for the person concerned."""

    __tablename__ = "reading_receipt"

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    at: Mapped[datetime]


class FormReceipt(Identified, Base):
    """One answered POST: the same form sent twice is answered as the first time."""

    __tablename__ = "form_receipt"
    __table_args__ = (UniqueConstraint("actor", "route", "form_key"),)

    actor: Mapped[str] = mapped_column(String(64))
    route: Mapped[str] = mapped_column(String(120))
    form_key: Mapped[str] = mapped_column(String(64))
    request_hash: Mapped[str] = mapped_column(String(64))
    redirect: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

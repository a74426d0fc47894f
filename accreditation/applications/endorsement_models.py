"""The endorsement: what the administration says of its applicant."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Timestamped
from accreditation.people.models import Person


class Endorsement(Identified, Timestamped, Base):
    """What the administration says of its applicant: letter or signature, and its commitment to release."""

    __tablename__ = "endorsement"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    official_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    letter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    signed_as: Mapped[str] = mapped_column(default="")
    signed_position: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    missions_per_year: Mapped[int] = mapped_column(default=0)
    days_per_year: Mapped[int] = mapped_column(default=0)
    years: Mapped[int] = mapped_column(default=0)
    comment: Mapped[str] = mapped_column(default="")

    official: Mapped[Person] = relationship()

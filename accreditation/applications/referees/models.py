"""A request to one referee: whom, until when, what became of it, and what was written."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.models import Application
from accreditation.database import Base, Identified, Numbered, Timestamped


class RefereeRequest(Identified, Numbered, Timestamped, Base):
    """A referee whom the applicant named. Where it stands follows from its times: `standing.py`.

    `person_id`: the referee's account, where there is one. `draft` is what is being written, `answers` what was handed in;
    neither is ever shown to the applicant or the administration. `ended_reason`: "replaced" or "over" (the case went on).
    """

    __tablename__ = "referee_request"
    __table_args__ = (
        CheckConstraint("answered_at IS NULL OR declined_at IS NULL", name="one_answer"),
        CheckConstraint("answered_at IS NULL OR ended_at IS NULL", name="kept"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason = '')", name="ended"),
        CheckConstraint("(declined_at IS NULL) = (decline_reason = '')", name="declined"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referee_request.id"))
    name: Mapped[str]
    post: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(5))
    is_outside: Mapped[bool]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    bounced_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    own_reminders: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]
    renewals: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(String(20), default="")
    expiry_told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(20), default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)

    application: Mapped[Application] = relationship()

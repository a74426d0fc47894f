"""Appeals against decisions and complaints about experts, with the panel that examines them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.models import Application
from accreditation.database import Base, Identified, Numbered, Stateful, Timestamped, checked, state_column
from accreditation.people.models import Person
from accreditation.workflow.states import AppealState


class Appeal(Identified, Numbered, Stateful, Timestamped, Base):
    """`decision_published_at` is when the decision appealed against became known: the window counts from there."""

    __tablename__ = "appeal"
    __table_args__ = (
        checked("state", AppealState),
        CheckConstraint("kind IN ('appeal', 'complaint')", name="kind"),
        Index("ix_appeal_region_id_state_due_at", "region_id", "state", "due_at", "id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="appeal")
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    filed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    filed_at: Mapped[datetime]
    decision_published_at: Mapped[datetime | None]
    state: Mapped[AppealState] = state_column(AppealState, AppealState.FILED)
    grounds: Mapped[str]
    conclusion: Mapped[str] = mapped_column(default="")
    reasons: Mapped[list[Any]]

    application: Mapped[Application] = relationship()
    filed_by: Mapped[Person | None] = relationship()


class AppealPanelist(Identified, Base):
    __tablename__ = "appeal_panelist"
    __table_args__ = (UniqueConstraint("appeal_id", "person_id"),)

    appeal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appeal.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship()

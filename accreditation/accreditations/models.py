"""The lasting status of a person in a category, subject and language."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, Stateful, Timestamped, checked, state_column
from accreditation.people.models import Person
from accreditation.region.models import Administration, Category, Subject
from accreditation.workflow.states import AccreditationState


class Accreditation(Identified, Numbered, Stateful, Timestamped, Base):
    """`administration_id` is the one at the time of granting; the last day of validity is `expires_on`, inclusive."""

    __tablename__ = "accreditation"
    __table_args__ = (
        checked("state", AccreditationState),
        CheckConstraint("expires_on > granted_on", name="period"),
        Index("ix_accreditation_region_id_state_due_at", "region_id", "state", "due_at", "id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    administration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("administration.id"))
    category_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("category.id"))
    subject_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subject.id"))
    language: Mapped[str] = mapped_column(String(5))
    level: Mapped[str] = mapped_column(String(20))
    state: Mapped[AccreditationState] = state_column(AccreditationState, AccreditationState.ACTIVE)
    granted_on: Mapped[date]
    expires_on: Mapped[date]
    wco_decision_reference: Mapped[str | None] = mapped_column(String(80))
    wco_confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    wco_confirmed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    administration: Mapped[Administration] = relationship()
    category: Mapped[Category] = relationship()
    subject: Mapped[Subject] = relationship()

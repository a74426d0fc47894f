"""The lasting status of a person in a category, subject and language, and what it was asked to be amended by."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, Stateful, Timestamped, checked, state_column
from accreditation.people.models import Person
from accreditation.region.models import Administration, Category, Subject
from accreditation.workflow.states import AccreditationState


class Accreditation(Identified, Numbered, Stateful, Timestamped, Base):
    """`administration_id` is the one at the time of granting; the last day of validity is `expires_on`, inclusive.

    Granted by an application, or taken over from a list of before: then there is none, and `scheme_id` is its edition.
    `paused_until` counts while it is suspended: at the own request until this day; None where for another reason.
    `renewed_on`: the last renewal; from then on practice counts for the next one.
    """

    __tablename__ = "accreditation"
    __table_args__ = (
        checked("state", AccreditationState),
        CheckConstraint("expires_on > granted_on", name="period"),
        CheckConstraint("(application_id IS NULL) = (scheme_id IS NOT NULL)", name="origin"),
        Index("ix_accreditation_region_id_state_due_at", "region_id", "state", "due_at", "id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    application_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("application.id"), index=True)
    scheme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("scheme.id"))
    administration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("administration.id"))
    category_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("category.id"))
    subject_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subject.id"))
    language: Mapped[str] = mapped_column(String(5))
    level: Mapped[str] = mapped_column(String(20))
    state: Mapped[AccreditationState] = state_column(AccreditationState, AccreditationState.ACTIVE)
    granted_on: Mapped[date]
    expires_on: Mapped[date]
    paused_until: Mapped[date | None]
    renewed_on: Mapped[date | None]
    wco_decision_reference: Mapped[str | None] = mapped_column(String(80))
    wco_confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    wco_confirmed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    administration: Mapped[Administration] = relationship()
    category: Mapped[Category] = relationship()
    subject: Mapped[Subject] = relationship()

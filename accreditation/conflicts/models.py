"""What the office made of a conflict that was found in a case."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.applications.models import Application
from accreditation.conflicts.kinds import Kind
from accreditation.database import Base, Identified, Numbered, StateText, checked
from accreditation.people.models import Person


class ConflictDismissal(Identified, Numbered, Base):
    """One tie between a person and a case does not count, and why; until it is undone. Never changed otherwise."""

    __tablename__ = "conflict_dismissal"
    __table_args__ = (
        checked("kind", Kind),
        Index("ix_conflict_dismissal_application_id_person_id", "application_id", "person_id"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Kind] = mapped_column(StateText(Kind))
    evidence: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str]
    dismissed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    dismissed_at: Mapped[datetime]
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    dismissed_by: Mapped[Person] = relationship(foreign_keys=[dismissed_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

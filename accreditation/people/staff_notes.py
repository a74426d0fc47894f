"""What staff did that stands in the history of no case, noted for the auditor."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from accreditation import clock
from accreditation.database import Base, Identified
from accreditation.workflow.actors import Actor


class StaffNote(Identified, Base):
    """A change to standing data or rights, by whom and when: what the auditor reads besides the cases' history."""

    __tablename__ = "staff_note"

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID | None]
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]


def note_for_auditor(
    session: Session,
    actor: Actor,
    what: str,
    *,
    region_id: uuid.UUID,
    subject_id: uuid.UUID | None,
    details: dict[str, Any],
) -> None:
    """Who did what, now; `details` as JSON."""
    session.add(
        StaffNote(
            region_id=region_id,
            person_id=actor.person_id,
            what=what,
            subject_id=subject_id,
            details=details,
            at=clock.now(),
        )
    )

"""The conversation on a case between the applicant and the office: its messages, and whose answer is awaited."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, StateText, checked
from accreditation.people.models import Person


class Side(StrEnum):
    """The two who talk on a case; NOBODY: no answer is awaited."""

    APPLICANT = "applicant"
    OFFICE = "office"
    NOBODY = "nobody"


class CaseMessage(Identified, Numbered, Base):
    """One message, as it was sent: never edited. `side` is APPLICANT or OFFICE, whoever of the office wrote it."""

    __tablename__ = "case_message"
    __table_args__ = (
        CheckConstraint("side IN ('applicant', 'office')", name="side"),
        Index("ix_case_message_application_id_written_at", "application_id", "written_at"),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    side: Mapped[Side] = mapped_column(StateText(Side))
    text: Mapped[str]
    written_at: Mapped[datetime]

    author: Mapped[Person] = relationship()


class Conversation(Identified, Base):
    """Of a case on which somebody wrote: when last, and whose answer is awaited since then."""

    __tablename__ = "conversation"
    __table_args__ = (checked("awaits", Side), Index("ix_conversation_region_id_awaits", "region_id", "awaits"))

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    last_at: Mapped[datetime]
    awaits: Mapped[Side] = mapped_column(StateText(Side))


@event.listens_for(CaseMessage, "before_update")
def _never_edited(_mapper: Any, _connection: Connection, message: CaseMessage) -> None:
    raise RuntimeError(f"a message is never edited: {message.public_id}")

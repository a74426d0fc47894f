"""Every message that was composed for a person: what was said, in which language, and whether it was handed over."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified, Numbered


class Message(Identified, Numbered, Base):
    """One mail to one address. (outbox row, recipient) is unique, so a job delivered twice sends one message.

    `failed_at`: the address or the mail was refused for good; staff see it with the `error` of the mail server.
    One-use links are left out of `body`.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("outbox_id", "email", "kind"),
        Index("ix_message_person_id_created_at", "person_id", "created_at"),
    )

    region_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    outbox_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None] = mapped_column(index=True)
    error: Mapped[str] = mapped_column(Text, default="")

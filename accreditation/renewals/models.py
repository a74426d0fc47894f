"""What is stored for renewal: activities logged with their files, the request of a cycle, and the draws for the audit."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.accreditations.models import Accreditation
from accreditation.database import Base, Identified, Numbered, new_public_id
from accreditation.people.models import Person


class RenewalDraw(Identified, Base):
    """A draw for the audit: announced with its lots and the hash of a secret, held later with the head of the log.

    `lots`: the random names of the requests, in order. `seed`: SHA-256 over `secret` and `log_head` (renewals/drawing.py).
    """

    __tablename__ = "renewal_draw"
    __table_args__ = (UniqueConstraint("region_id", "number"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    number: Mapped[int]
    share: Mapped[int]
    lots: Mapped[list[Any]]
    lots_sha256: Mapped[str] = mapped_column(String(64))
    secret: Mapped[str] = mapped_column(String(64))
    secret_sha256: Mapped[str] = mapped_column(String(64))
    announced_at: Mapped[datetime]
    announced_in: Mapped[int]
    draws_at: Mapped[datetime]
    drawn_at: Mapped[datetime | None]
    log_size: Mapped[int | None]
    log_head: Mapped[str] = mapped_column(String(64), default="")
    seed: Mapped[str] = mapped_column(String(64), default="")
    drawn_in: Mapped[int | None]


class RenewalRequest(Identified, Numbered, Base):
    """An expert's request to renew in the cycle that began on `cycle_began_on`. Its standing follows from its facts.

    `lot`: its name in a draw, which tells nothing of whose it is. `outcome`: how it ended without a renewal.
    """

    __tablename__ = "renewal_request"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'withdrawn', 'declined')", name="outcome"),
        Index(
            "uq_renewal_request_open",
            "accreditation_id",
            "cycle_began_on",
            unique=True,
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    accreditation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accreditation.id"), index=True)
    cycle_began_on: Mapped[date]
    lot: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    asked_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")
    is_endorsed: Mapped[bool | None]
    endorsed_at: Mapped[datetime | None]
    endorsed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    endorsement: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    draw_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("renewal_draw.id"), index=True)
    is_drawn: Mapped[bool | None]
    originals_by: Mapped[datetime | None]
    has_passed: Mapped[bool | None]
    audited_at: Mapped[datetime | None]
    audited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    audit_note: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    end_note: Mapped[str] = mapped_column(default="")

    accreditation: Mapped[Accreditation] = relationship()
    draw: Mapped[RenewalDraw | None] = relationship()
    endorsed_by: Mapped[Person | None] = relationship(foreign_keys=[endorsed_by_id])

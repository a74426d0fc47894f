"""What is asked to be changed of a standing accreditation or its certificate, with the paper that says so."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accreditation.database import Base, Identified, Numbered, StateText, checked
from accreditation.people.models import Person
from accreditation.storage.kept_file import Scan


class Kind(StrEnum):
    """NAME: the holder's name is put right. SCOPE: reduced or extended. PAUSE: suspended for a time at the holder's own request."""

    NAME = "name"
    SCOPE = "scope"
    PAUSE = "pause"


class Amendment(Identified, Numbered, Base):
    """What is to change of an accreditation: asked, then approved and carried out by a step (`change_id`), or refused.

    `before` and `after` are what stood there and what is to stand there, by column. The supporting paper lies in the
    storage under `storage_key`. At most one of a kind waits for an answer.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        checked("kind", Kind),
        checked("scan", Scan),
        CheckConstraint("outcome IN ('', 'approved', 'refused')", name="outcome"),
        CheckConstraint("(decided_at IS NULL) = (outcome = '')", name="decided"),
        Index(
            "uq_amendment_accreditation_id_kind",
            "accreditation_id",
            "kind",
            unique=True,
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
    )

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    accreditation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accreditation.id"), index=True)
    kind: Mapped[Kind] = mapped_column(StateText(Kind))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    why: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    file_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    storage_key: Mapped[str | None] = mapped_column(String(80))
    scan: Mapped[Scan] = mapped_column(StateText(Scan), default=Scan.NOT_SCANNED)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    change_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("state_change.id"))

    @property
    def until(self) -> date:
        """The last day of a pause."""
        return date.fromisoformat(self.after["until"])

    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])

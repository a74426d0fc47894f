"""What is stored of the log: its leaves, the heads of full tiles, what an anchor covers, and alarms."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified


class LogLeaf(Identified, Base):
    """One entry at its place, from 0. `entry` is the exact text that is hashed and published: no personal data in it.

    What `salt` opens is the commitment in the entry; with the salt gone nobody can tell any more what it was about.
    """

    __tablename__ = "log_leaf"
    __table_args__ = (UniqueConstraint("position"),)

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    position: Mapped[int]
    certificate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    entry: Mapped[str]
    salt: Mapped[str] = mapped_column(String(64), default="")
    hash: Mapped[str] = mapped_column(String(64))


class LogTile(Identified, Base):
    """The head of a full tile: 256 leaves at level 0, 256 tiles of the level below at each further level."""

    __tablename__ = "log_tile"
    __table_args__ = (UniqueConstraint("level", "number"),)

    level: Mapped[int]
    number: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class HistoryAnchor(Identified, Base):
    """How long one case's history was and what it ended in, when a day's anchor was entered in the log."""

    __tablename__ = "history_anchor"
    __table_args__ = (
        UniqueConstraint("subject_id", "length"),
        Index("ix_history_anchor_position_subject_id", "position", "subject_id"),
    )

    position: Mapped[int]
    subject_id: Mapped[uuid.UUID]
    length: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class LogAlarm(Identified, Base):
    """The log does not contain what was published of it. Until it is settled nothing is issued in the installation."""

    __tablename__ = "log_alarm"

    noticed_at: Mapped[datetime]
    kept_size: Mapped[int]
    own_size: Mapped[int]
    kept_checkpoint: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    brought_back: Mapped[int] = mapped_column(default=0)

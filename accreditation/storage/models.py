"""Uploads under way: a file that comes in pieces, so that a lost line costs one piece and not the file."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified, Numbered


class Upload(Identified, Numbered, Base):
    """A file on its way from one person's browser; `received` bytes are here. It belongs to no case yet."""

    __tablename__ = "upload"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    received: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def is_complete(self) -> bool:
        return self.received == self.size


class UploadPiece(Identified, Base):
    """One piece as it came; the bytes lie in the storage."""

    __tablename__ = "upload_piece"
    __table_args__ = (UniqueConstraint("upload_id", "begins_at"),)

    upload_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("upload.id"))
    begins_at: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(80))

"""The files of a dossier: their parts, editions, and what the virus scanner said."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import Base, Identified, Numbered, StateText, checked, new_id
from accreditation.storage.kept_file import KeptFile, Scan


class Part(StrEnum):
    """What a file is of a document: the text itself, what a translator made of it, or either without names, by the office."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    REDACTED = "redacted"


class Document(Identified, Numbered, KeptFile, Base):
    """A file of the case in a typed slot; the bytes lie in the storage under `storage_key`.

    `paper_id` ties together every edition of one document, original and translation. A newer edition sets `replaced_at`
    of the one before; nothing is ever deleted from here while the case lives. `redacts_id`: the file in whose place blind
    reviewers get this one.
    """

    __tablename__ = "document"
    __table_args__ = (checked("part", Part), checked("scan", Scan))

    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    paper_id: Mapped[uuid.UUID] = mapped_column(default=new_id)
    part: Mapped[Part] = mapped_column(StateText(Part), default=Part.ORIGINAL)
    redacts_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    edition: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(5), default="")
    pages: Mapped[int] = mapped_column(default=1)
    received_sha256: Mapped[str] = mapped_column(String(64), default="")
    preview_storage_key: Mapped[str | None] = mapped_column(String(80))
    scanned_at: Mapped[datetime | None]
    scan_finding: Mapped[str] = mapped_column(String(200), default="")
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    @property
    def was_cleaned(self) -> bool:
        """What is kept is not byte by byte what was handed in."""
        return self.received_sha256 not in ("", self.sha256)

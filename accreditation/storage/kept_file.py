"""What is kept of every file that was handed in, and what the virus scanner said of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from accreditation.database import StateText
from accreditation.storage import scanner


class Scan(StrEnum):
    """What the virus scanner said of a file. NOT_SCANNED: there is none; WAITING: it has not answered yet."""

    NOT_SCANNED = "not_scanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


PASSED = (Scan.NOT_SCANNED, Scan.CLEAN)


def before_the_scan() -> Scan:
    """What stands in a row until the scanner, if there is one, has answered."""
    return Scan.WAITING if scanner.is_configured() else Scan.NOT_SCANNED


class KeptFile:
    """The columns that every table of files has; the bytes lie in the storage under `storage_key`."""

    file_name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(80))
    scan: Mapped[Scan] = mapped_column(StateText(Scan), default=Scan.NOT_SCANNED)
    uploaded_at: Mapped[datetime]

    @property
    def passed_scan(self) -> bool:
        """The scanner does not stand in the way of opening it."""
        return self.scan in PASSED

"""A file handed in beside a case: every table of such files keeps the same of it, and every one is scanned."""

from typing import Any

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs import outbox
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.storage.kept_file import Scan, before_the_scan

LONGEST_NAME = 120


def plain_name(name: str) -> str:
    """The last part of a file name without control or direction characters, at most LONGEST_NAME letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:LONGEST_NAME].strip() or "file"


def received(session: Session, storage: Storage, row: Any, name: str, found: Inspected, effect: str) -> None:
    """Stores a file that was opened, writes what `row` keeps of it, and has it scanned after commit (`effect`)."""
    row.file_name, row.media_type = plain_name(name), found.media_type
    row.size, row.sha256 = len(found.content), found.sha256
    row.storage_key = storage.put(found.content)
    row.scan = before_the_scan()
    row.uploaded_at = clock.now()
    session.add(row)
    session.flush()
    if row.scan is Scan.WAITING:
        outbox.put(session, effect=effect, lifecycle="document", subject_id=row.id, region_id=row.region_id)

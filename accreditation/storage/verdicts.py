"""Asking the virus scanner about a kept file, and writing down what it said."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from accreditation.jobs.carry_out import Handler, SessionFactory, TryLater, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.storage import scanner
from accreditation.storage.files import Storage
from accreditation.storage.kept_file import Scan


def write_verdict(_session: Session, file: Any, verdict: scanner.Verdict) -> None:
    file.scan = Scan.CLEAN if verdict.is_clean else Scan.INFECTED


def asks_scanner(
    storage: Storage, table: type[Any], settle: Callable[[Session, Any, scanner.Verdict], None] = write_verdict
) -> Handler:
    """A handler for the rows of a table of files. A scanner that is away leaves the file waiting; the outbox tries again."""

    def scan(factory: SessionFactory, row: OutboxRow) -> None:
        with factory() as session:
            file = session.get(table, row.subject_id)
            if file is None or file.scan is not Scan.WAITING:
                return
            key = file.storage_key
        try:
            verdict = scanner.scan(storage.fetch(key))
        except scanner.ScannerAway as away:
            raise TryLater(str(away)) from away
        with own_transaction(factory) as session:
            settle(session, session.get_one(table, row.subject_id), verdict)

    return scan

"""Files and the rows that name them: every row has its file, whole; a file that no row names is swept away."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, literal, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.carrying.imports import forget_old_imports
from accreditation.database import Base
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.storage import uploads
from accreditation.storage.files import NoSuchFile, Storage

# Who stores a file commits the row that names it within seconds, or not at all.
SWEPT_AFTER = timedelta(minutes=30)
ASTRAY_AFTER = timedelta(hours=1)
# Older files without a row are no leftovers of a crash: `db check` names them, a person decides.
SWEPT_UNTIL = timedelta(days=7)
BATCH = 500


def naming_columns() -> list[Column[Any]]:
    """Every column that names a stored file: `storage_key`, and those whose name ends so."""
    columns = (column for table in Base.metadata.sorted_tables for column in table.columns)
    return [column for column in columns if column.name == "storage_key" or column.name.endswith("_storage_key")]


def unnamed(session: Session, storage: Storage, since: datetime, until: datetime) -> Iterator[str]:
    """Keys stored between two moments that no row names."""
    keys = sorted(key for key, stored_at in storage.stored() if since <= stored_at < until)
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        named = {key for column in naming_columns() for key in session.scalars(select(column).where(column.in_(some)))}
        yield from (key for key in some if key not in named)


def sweep(factory: SessionFactory, storage: Storage) -> None:
    """Drops uploads and read files nobody came back for, and deletes what a crash, a refusal or a used-up upload left without a row."""
    with own_transaction(factory) as session:
        uploads.forget_expired(session)
        forget_old_imports(session)
    with factory() as session:
        now = clock.now()
        for key in list(unnamed(session, storage, now - SWEPT_UNTIL, now - SWEPT_AFTER)):
            storage.delete(key)


def broken_files(session: Session, storage: Storage) -> Iterator[str]:
    """One line for each row whose file is missing or changed, and for each file that no row names."""
    for column in naming_columns():
        yield from _faults(session, storage, column)
    for key in unnamed(session, storage, datetime.min.replace(tzinfo=clock.now().tzinfo), clock.now() - ASTRAY_AFTER):
        yield f"file {key}: no row names it"


def _faults(session: Session, storage: Storage, column: Column[Any]) -> Iterator[str]:
    """Of one column: what is not stored, and where the table keeps the checksum, what is changed. A shared file is read once."""
    columns = column.table.c
    what = "preview" if column.name == "preview_storage_key" else "file"
    name = next(columns[each] for each in ("public_id", "number", "id") if each in columns)
    checksum = next(
        (columns[each] for each in ("sha256", "pdf_sha256") if each in columns and what == "file"), literal("")
    )
    query = select(name, column, checksum).where(column.is_not(None)).order_by(column)
    last, found, is_stored = "", "", False
    for row_name, key, sha256 in session.execute(query):
        if key != last:
            last = key
            found = _sha256(storage, key) if sha256 else ""
            is_stored = bool(found) if sha256 else storage.exists(key)
        if not is_stored or found != sha256:
            fault = "changed" if is_stored else "not stored"
            yield f"{column.table.name.replace('_', ' ')} {row_name}: its {what} is {fault}"


def _sha256(storage: Storage, key: str) -> str:
    try:
        return hashlib.sha256(storage.fetch(key)).hexdigest()
    except NoSuchFile:
        return ""

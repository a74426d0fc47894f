"""Files that prove what an expert did: kept, scanned, opened."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.accreditations.models import Accreditation
from accreditation.errors import Invalid
from accreditation.jobs import outbox
from accreditation.renewals.activity_models import ActivityFile, LoggedActivity
from accreditation.storage import scanner
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.storage.receiving import received
from accreditation.storage.verdicts import write_verdict
from accreditation.texts import N_

SCAN_ACTIVITY_FILE = "scan_activity_file"
MOST_FILES = 5


def keep_file(
    session: Session, storage: Storage, entry: LoggedActivity, name: str, found: Inspected, part: str = "evidence"
) -> ActivityFile:
    """Stores the bytes beside an entry and asks for the scan after commit."""
    if sum(file.part == part for file in entry.files) >= MOST_FILES:
        raise Invalid(N_("At most %(most)s files can be handed in.", most=MOST_FILES), field="file")
    row = ActivityFile(region_id=entry.region_id, part=part)
    entry.files.append(row)
    received(session, storage, row, name, found, SCAN_ACTIVITY_FILE)
    return row


def file_of(session: Session, accreditation_id: uuid.UUID, public_id: str) -> ActivityFile | None:
    """A file of this accreditation's log that may be opened."""
    query = (
        select(ActivityFile)
        .join(LoggedActivity, LoggedActivity.id == ActivityFile.activity_id)
        .where(ActivityFile.public_id == public_id, LoggedActivity.accreditation_id == accreditation_id)
    )
    found = session.scalars(query).one_or_none()
    return found if found is not None and found.passed_scan else None


def settle_activity_file(session: Session, file: ActivityFile, verdict: scanner.Verdict) -> None:
    """An infected file is opened no more, and whoever handed it in is told."""
    write_verdict(session, file, verdict)
    if verdict.is_clean:
        return
    query = select(Accreditation).join(LoggedActivity).where(LoggedActivity.id == file.activity_id)
    accreditation = session.scalars(query).one()
    outbox.put(
        session,
        effect="account_mail",
        lifecycle="account",
        subject_id=accreditation.person_id,
        region_id=file.region_id,
        payload={"kind": "file_infected", "path": f"/accreditations/{accreditation.public_id}/renewal"},
    )

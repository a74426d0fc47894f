"""Files handed in with an appeal or complaint: kept after the limited child opened them, scanned, opened by who may read it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation.appeals.models import Appeal, AppealFile, Complainant
from accreditation.errors import Invalid
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.storage.kept_file import PASSED
from accreditation.storage.receiving import received
from accreditation.texts import N_

SCAN_APPEAL_FILE = "scan_appeal_file"
MOST_FILES = 5


def keep_file(
    session: Session,
    storage: Storage,
    name: str,
    found: Inspected,
    *,
    appeal: Appeal | None = None,
    complainant: Complainant | None = None,
    side: str = "filer",
) -> AppealFile:
    """Stores the bytes beside an appeal, or beside what somebody without account wrote. At most MOST_FILES from each side."""
    owner = appeal or complainant
    assert owner is not None
    column, owner_id = (AppealFile.appeal_id, owner.id) if appeal is not None else (AppealFile.complainant_id, owner.id)
    held = select(func.count()).select_from(AppealFile).where(column == owner_id, AppealFile.side == side)
    if (session.scalar(held) or 0) >= MOST_FILES:
        raise Invalid(N_("At most %(most)s files can be handed in.", most=MOST_FILES), field="file")
    row = AppealFile(
        region_id=owner.region_id,
        appeal_id=appeal.id if appeal is not None else None,
        complainant_id=complainant.id if complainant is not None else None,
        side=side,
    )
    received(session, storage, row, name, found, SCAN_APPEAL_FILE)
    return row


def files_of(session: Session, appeal: Appeal) -> Sequence[AppealFile]:
    """Those that may be opened, oldest first: never one found infected, nor one that still waits for the scanner."""
    query = select(AppealFile).where(AppealFile.appeal_id == appeal.id, AppealFile.scan.in_(PASSED))
    return session.scalars(query.order_by(AppealFile.uploaded_at, AppealFile.id)).all()

"""Receiving a file in pieces: begun, continued where the line broke, put together, and forgotten when nobody comes back."""

import hashlib
import re
import uuid
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.storage.files import Storage
from accreditation.storage.inspection import refuse_size
from accreditation.storage.limits import limit
from accreditation.storage.models import Upload, UploadPiece
from accreditation.texts import N_

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class OutOfStep(Exception):
    """The piece does not begin where the upload stands; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the upload stands at {received}")
        self.received = received


def begin(session: Session, person_id: uuid.UUID, file_name: str, size: int, sha256: str) -> Upload:
    """A new upload, or the one this person began with the very same file and may go on with. Raises Invalid."""
    refuse_size(size)
    if not _SHA256.match(sha256):
        raise Invalid(N_("The checksum of the file is missing."), field="file")
    now = clock.now()
    mine = (Upload.person_id == person_id, Upload.expires_at > now)
    query = select(Upload).where(*mine, Upload.sha256 == sha256, Upload.size == size).order_by(Upload.created_at.desc())
    earlier = session.scalars(query).first()
    if earlier is not None:
        return earlier
    if (session.scalar(select(func.count()).select_from(Upload).where(*mine)) or 0) >= limit(
        "pieces", "most_under_way"
    ):
        raise Invalid(N_("Too many files are under way at once. Finish one of them first."), field="file")
    upload = Upload(
        person_id=person_id,
        file_name=file_name[:255],
        size=size,
        sha256=sha256,
        created_at=now,
        expires_at=now + timedelta(hours=limit("pieces", "hours_kept")),
    )
    session.add(upload)
    session.flush()
    return upload


def upload_of(session: Session, person_id: uuid.UUID | None, public_id: str) -> Upload | None:
    """This person's upload of that random name, if it is in time; nobody else's."""
    return session.scalars(
        select(Upload).where(
            Upload.public_id == public_id, Upload.person_id == person_id, Upload.expires_at > clock.now()
        )
    ).one_or_none()


def add_piece(session: Session, upload: Upload, begins_at: int, storage_key: str, size: int) -> Upload:
    """Notes a stored piece. Raises OutOfStep, which is also the answer to a piece that came twice."""
    held = session.get_one(Upload, upload.id, with_for_update=True, populate_existing=True)
    if begins_at != held.received or begins_at + size > held.size:
        raise OutOfStep(held.received)
    session.add(UploadPiece(upload_id=held.id, begins_at=begins_at, storage_key=storage_key))
    held.received = begins_at + size
    session.flush()
    return held


def put_together(session: Session, upload: Upload, storage: Storage) -> bytes:
    """The whole file. Raises Invalid while a part is missing, or when it is not the file that was announced."""
    if not upload.is_complete:
        raise Invalid(
            N_("The upload is not complete. Choose the file again: it goes on where it stopped."), field="file"
        )
    pieces = select(UploadPiece.storage_key).where(UploadPiece.upload_id == upload.id).order_by(UploadPiece.begins_at)
    content = b"".join(storage.fetch(key) for key in session.scalars(pieces))
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        raise Invalid(N_("The file arrived damaged. Choose it again."), field="file")
    return content


def forget(session: Session, *upload_ids: uuid.UUID) -> None:
    """Drops uploads; their bytes, named by no row any more, are swept away."""
    session.execute(delete(UploadPiece).where(UploadPiece.upload_id.in_(upload_ids)))
    session.execute(delete(Upload).where(Upload.id.in_(upload_ids)))


def forget_expired(session: Session) -> None:
    """Drops what nobody came back for."""
    forget(session, *session.scalars(select(Upload.id).where(Upload.expires_at <= clock.now())))

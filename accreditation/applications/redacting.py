"""Versions without names of a case's files, handed in by the office: blind reviewers get them in place of the files."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.document_models import Document, Part
from accreditation.applications.documents import new_document, store_document
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.applications.redactions import redactions_of
from accreditation.applications.slots import LETTER
from accreditation.errors import ChangedMeanwhile, NotPermitted
from accreditation.people.staff_notes import StaffNote, note_for_auditor
from accreditation.storage.files import Storage
from accreditation.storage.inspection import Inspected
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow import permissions
from accreditation.workflow.actors import Actor

# As it stands among the notes that the auditor reads.
HANDED_IN, TAKEN_BACK = "redact_document", "take_back_redaction"


def redact(
    session: Session, actor: Actor, application: Application, storage: Storage, document: Document, name: str,
    found: Inspected,
) -> Document:  # fmt: skip
    """An officer's version without names of one file, in place of an earlier one; who handed it in when stays on record."""
    application = _of_blind_call(session, actor, application)
    session.refresh(document)
    if document.application_id != application.id or document.part is Part.REDACTED or document.kind == LETTER:
        raise NotPermitted
    if document.replaced_at or document.removed_at:
        raise ChangedMeanwhile(N_("This file was replaced or removed in the meantime."))
    earlier = redactions_of(session, application).get(document.id)
    version = new_document(
        actor, application, document.kind, name, found, language=document.language, part=Part.REDACTED
    )
    version.paper_id, version.redacts_id = document.paper_id, document.id
    kept = store_document(session, application, storage, version, found, earlier)
    _note(session, actor, application, HANDED_IN, kept)
    return kept


def take_back_redaction(session: Session, actor: Actor, application: Application, version: Document) -> None:
    """Blind reviewers get the file itself again, as far as a machine can take names out of it."""
    application = _of_blind_call(session, actor, application)
    session.refresh(version)
    if version.application_id != application.id or version.part is not Part.REDACTED:
        raise NotPermitted
    if version.removed_at or version.replaced_at:
        raise ChangedMeanwhile(N_("This file was replaced or removed in the meantime."))
    version.removed_at = clock.now()
    _note(session, actor, application, TAKEN_BACK, version)
    touch(application)
    session.flush()


def _of_blind_call(session: Session, actor: Actor, application: Application) -> Application:
    application = locked(session, actor, application, permissions.REDACT)
    if not application.call.is_blind:
        raise NotPermitted
    return application


def _note(session: Session, actor: Actor, application: Application, what: str, version: Document) -> None:
    details = {"number": application.number, "file": version.file_name, "sha256": version.sha256}
    note_for_auditor(
        session, actor, what, region_id=application.region_id, subject_id=version.redacts_id, details=details
    )


def redaction_log(session: Session, application: Application) -> Sequence[StaffNote]:
    """Who handed in or took back which version, the latest first."""
    of_case = select(Document.id).where(Document.application_id == application.id)
    query = select(StaffNote).where(
        StaffNote.region_id == application.region_id,
        StaffNote.what.in_((HANDED_IN, TAKEN_BACK)),
        StaffNote.subject_id.in_(of_case),
    )
    return session.scalars(query.order_by(StaffNote.at.desc(), StaffNote.id.desc())).all()

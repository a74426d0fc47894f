"""After a file is handed in: the virus scanner is asked, and what it says decides who may open the file."""

import uuid

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.amending import forget_documents
from accreditation.applications.document_models import Document
from accreditation.applications.endorsement_models import Endorsement
from accreditation.applications.models import Application
from accreditation.applications.request_models import InformationItem
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.storage import scanner
from accreditation.storage.kept_file import Scan
from accreditation.transition import lock_case, touch

SCAN_DOCUMENT = "scan_document"
AT_ONCE = 200


def ask_for_scan(session: Session, document: Document) -> None:
    """After commit the scanner is asked about this file."""
    outbox.put(
        session, effect=SCAN_DOCUMENT, lifecycle="document", subject_id=document.id, region_id=document.region_id
    )


def scan_older_files(factory: SessionFactory) -> None:
    """Once there is a scanner, files handed in before wait for it like any other, the latest first, AT_ONCE a round."""
    if not scanner.is_configured():
        return
    unscanned = and_(Document.scan == Scan.NOT_SCANNED, Document.removed_at.is_(None))
    query = select(Document).where(unscanned).order_by(Document.uploaded_at.desc(), Document.id.desc()).limit(AT_ONCE)
    with own_transaction(factory) as session:
        for document in session.scalars(query.with_for_update(skip_locked=True)).all():
            document.scan = Scan.WAITING
            ask_for_scan(session, document)


def settle_document(session: Session, document: Document, verdict: scanner.Verdict) -> None:
    """Writes the verdict once; an infected file counts no longer, and its owner is told."""
    application = lock_case(session, session.get_one(Application, document.application_id))
    session.refresh(document)
    if document.scan is not Scan.WAITING:
        return
    document.scanned_at = clock.now()
    if verdict.is_clean:
        document.scan = Scan.CLEAN
        return
    document.scan, document.scan_finding = Scan.INFECTED, verdict.finding
    session.execute(update(Endorsement).where(Endorsement.letter_id == document.id).values(letter_id=None))
    answered = session.scalars(select(InformationItem).where(InformationItem.document_id == document.id))
    forget_documents(list(answered), [document])
    touch(application)
    outbox.put(
        session,
        effect="account_mail",
        lifecycle="account",
        subject_id=document.uploaded_by_id,
        region_id=document.region_id,
        payload={"kind": "file_infected", "path": _page_for(document, application)},
    )


def _page_for(document: Document, application: Application) -> str:
    """Where whoever handed the file in hands in another."""
    if document.uploaded_by_id == application.applicant_id:
        return f"/applications/{application.number}/documents"
    return f"/cases/{application.number}"


def infected_documents(session: Session, region_id: uuid.UUID) -> list[tuple[Document, Application]]:
    """Files that are locked away in this region, newest first, for the system administrator."""
    query = (
        select(Document, Application)
        .join(Application, Application.id == Document.application_id)
        .where(Document.region_id == region_id, Document.scan == Scan.INFECTED)
    )
    return [(document, case) for document, case in session.execute(query.order_by(Document.scanned_at.desc()))]

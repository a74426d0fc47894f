"""Files of a case and their first pages, opened by whoever may read its dossier."""

from werkzeug.wrappers import Response

from accreditation.applications.document_models import Document, Part
from accreditation.applications.models import Application
from accreditation.applications.papers import may_be_opened
from accreditation.applications.redactions import is_for_blind, redactions_of
from accreditation.applications.slots import slots_of
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.storage.blinding import nameless
from accreditation.storage.inspection import ENDINGS
from accreditation.storage.receiving import plain_name
from accreditation.texts import told_in
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import eyes_on
from accreditation.web.cases.finding import found_case, row_by_public_id
from accreditation.web.expert import blueprint
from accreditation.web.files import as_attachment, as_picture, storage
from accreditation.web.language import current_locale
from accreditation.workflow import permissions


def _readable(public_id: str) -> tuple[Document, Application]:
    """A file that this person may open, or NotPermitted."""
    document: Document = row_by_public_id(Document, public_id)
    application = db.session.get_one(Application, document.application_id)
    found = found_case(application.number, permissions.READ_DOSSIER)
    if not may_be_opened(document, application, current_actor().person_id, eyes_on(application)):
        raise NotPermitted
    if found.reads_blind and not is_for_blind(document, redactions_of(db.session(), application)):
        raise NotPermitted
    if document.part is Part.REDACTED and not (found.reads_blind or eyes_on(application) == "office"):
        raise NotPermitted
    return document, application


@blueprint.get("/documents/<public_id>")
@needs(permissions.READ_DOSSIER)
def download(public_id: str) -> Response:
    """A file of a case, for whoever may read its dossier."""
    document, application = _readable(public_id)
    ledger.note_reading("document", application.region_id, application.id)
    if found_case(application.number, permissions.READ_DOSSIER).reads_blind:
        return as_attachment(_nameless(document), _place_name(application, document), document.media_type)
    return as_attachment(storage().fetch(document.storage_key), document.file_name, document.media_type)


def _nameless(document: Document) -> bytes:
    """The file without what it says of its author; pictures lost that when they were handed in."""
    content = storage().fetch(document.storage_key)
    return nameless(content) if document.media_type == "application/pdf" else content


def _place_name(application: Application, document: Document) -> str:
    """The name of its place instead of the name that the applicant gave the file."""
    slot = slots_of(application).get(document.kind)
    label = told_in(slot.names, current_locale()) if slot else document.kind
    return f"{plain_name(label)}{ENDINGS[document.media_type][0]}"


@blueprint.get("/documents/<public_id>/preview")
@needs(permissions.READ_DOSSIER)
def preview(public_id: str) -> Response:
    """Its first page as a small picture, for the same readers."""
    document, application = _readable(public_id)
    if document.preview_storage_key is None:
        raise NotPermitted
    if document.uploaded_by_id != current_actor().person_id:
        ledger.note_reading("document_preview", application.region_id, application.id)
    return as_picture(storage().fetch(document.preview_storage_key))

"""The documents of an application: a place for each kind, their editions and translations, previews and downloads."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.documents import attach, plain_name, remove
from accreditation.applications.models import Application, Document, Part
from accreditation.applications.papers import locked_away, may_be_opened, papers_of
from accreditation.applications.redactions import is_for_blind, redactions_of
from accreditation.applications.slots import LANGUAGES, Slot, slots_of
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.storage.blinding import nameless
from accreditation.storage.inspection import ACCEPTED, ENDINGS
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.texts import N_, told_in
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import eyes_on
from accreditation.web.cases.finding import FoundCase, found_case, row_by_public_id
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.expert.places import DOCUMENTS, where_i_am
from accreditation.web.files import as_attachment, as_picture, handed_in, storage, takes_files, use_up
from accreditation.web.language import current_locale, said
from accreditation.web.limits import limited
from accreditation.workflow import permissions

Page = Response | str | tuple[str, int]


@blueprint.get("/applications/<number>/documents")
@needs(permissions.ATTACH)
def documents(number: str) -> Page:
    """Every place with what lies in it, and how to add, replace, translate or remove."""
    found = own_case(number)
    found.require(permissions.ATTACH)
    return _page(found)


@blueprint.post("/applications/<number>/documents")
@needs(permissions.ATTACH)
@limited("upload")
@takes_files("file")
def hand_in(number: str) -> Page:
    """One file for one place; refused, beside the field, before it is stored when it is not what it should be."""
    found = own_case(number)
    found.require(permissions.ATTACH)
    try:
        name = _attached(found)
    except Invalid as refusal:
        db.session.rollback()
        return _page(own_case(number), refusal), 422
    db.session.commit()
    flash(_("“%(name)s” is handed in.", name=name), "success")
    return redirect(url_for("expert.documents", number=number) + f"#slot-{request.form['kind']}")


def _attached(found: FoundCase) -> str:
    file = handed_in()
    if file is None:
        raise Invalid(N_("Choose a file first."), field="file")
    document = attach(
        db.session(),
        current_actor(),
        found.application,
        storage(),
        request.form.get("kind", ""),
        file.name,
        file.found,
        language=request.form.get("language", ""),
        replaces=_named("replaces"),
        translates=_named("translates"),
    )
    use_up(file)
    if file.found.was_cleaned:
        flash(_("We took out what can run or be attached inside the file. Please look at the copy we kept."), "warning")
    return document.file_name


def _named(field: str) -> Any:
    """The document that a hidden field names, or None."""
    public_id = request.form.get(field, "")
    return row_by_public_id(Document, public_id) if public_id else None


@blueprint.post("/applications/<number>/documents/remove")
@needs(permissions.ATTACH)
def remove_document(number: str) -> Response:
    """Takes a file out; the record that it was there stays."""
    found = own_case(number)
    document = row_by_public_id(Document, request.form.get("document", ""))
    remove(db.session(), current_actor(), found.application, document)
    db.session.commit()
    flash(_("“%(name)s” was taken out.", name=document.file_name), "success")
    return redirect(url_for("expert.documents", number=number))


def _page(found: FoundCase, refusal: Invalid | None = None) -> str:
    application, me = found.application, current_actor().person_id
    return render_template(
        "expert/documents.html",
        application=application,
        slots=_open_places(found),
        papers=papers_of(db.session(), application, me, eyes_on(application)),
        locked_away=locked_away(db.session(), application),
        missing=found.facts.documents_missing,
        languages_offered=LANGUAGES,
        accepted=ACCEPTED,
        most_megabytes=limit("file", "most_bytes") // MEGABYTE,
        refused_at=_anchor() if refusal else "",
        refused_field=(refusal.field or "file") if refusal else "",
        error=said(refusal.reasons[0]) if refusal else "",
        typed=request.form,
        **(where_i_am(found, DOCUMENTS) if found.may(permissions.EDIT) else {}),
    )


def _open_places(found: FoundCase) -> dict[str, Slot]:
    """All places of a draft; later only those that were asked about."""
    places = slots_of(found.application)
    if found.may(permissions.EDIT):
        return places
    return {key: slot for key, slot in places.items() if key in found.facts.places_asked}


def _anchor() -> str:
    """Which of the page's forms was sent."""
    if translates := request.form.get("translates", ""):
        return f"translation-{translates}"
    return request.form.get("replaces") or request.form.get("kind", "")


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

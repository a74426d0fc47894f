"""A file handed in for its place, or taken out again."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.document_models import Document
from accreditation.applications.documents import attach, remove
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.texts import N_
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, row_by_public_id
from accreditation.web.expert import blueprint
from accreditation.web.expert.documents import Page, page_of
from accreditation.web.expert.own import own_case
from accreditation.web.files import handed_in, storage, takes_files, use_up
from accreditation.web.limits import limited
from accreditation.workflow import permissions


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
        return page_of(own_case(number), refusal), 422
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

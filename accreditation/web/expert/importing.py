"""A file read for its answers: handed in, looked at, taken over or thrown away. The file itself is not kept."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.carrying.imports import forget_import, import_of, keep_import
from accreditation.applications.carrying.offers import LeftOver
from accreditation.applications.carrying.reading import readings_in
from accreditation.applications.europass.placing import LEFT_OVER
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.storage.reading import read
from accreditation.storage.receiving import plain_name
from accreditation.texts import N_, say
from accreditation.web.access import current_actor, needs
from accreditation.web.expert import blueprint
from accreditation.web.expert.taking_over import Page, Sight, editable, offered, sources_page, taken
from accreditation.web.files import handed_in, takes_files
from accreditation.web.language import country, current_locale
from accreditation.web.limits import limited
from accreditation.workflow import permissions


@blueprint.post("/applications/<number>/take-over/file")
@needs(permissions.EDIT)
@limited("upload")
@takes_files("file", opened_by=read)
def read_file(number: str) -> Page:
    """Reads a curriculum or a form; what it says waits to be looked at."""
    found = editable(number)
    try:
        file = handed_in()
        if file is None:
            raise Invalid(N_("Choose a file first."), field="file")
        readings = readings_in(file.found, found.application)
        keep_import(db.session(), current_actor(), found.application, plain_name(file.name), readings)
    except Invalid as refusal:
        db.session.rollback()
        return sources_page(editable(number), say(refusal.reasons[0], current_locale())), 422
    db.session.commit()
    return redirect(url_for("expert.imported", number=number))


@blueprint.route("/applications/<number>/take-over/file/what-was-read", methods=["GET", "POST"])
@needs(permissions.EDIT)
def imported(number: str) -> Page:
    """What the file would bring into the draft, and taking over what is ticked."""
    found = editable(number)
    kept = import_of(db.session(), found.application)
    if kept is None and request.method == "GET":
        return redirect(url_for("expert.sources", number=number))
    if kept is None:
        raise NotPermitted
    left_over = [
        LeftOver(LEFT_OVER.get(what, what), country(text) if what == "nationality" else text)
        for what, text in kept.left_over
    ]
    sight = Sight(url_for("expert.imported", number=number), kept.answers, kept.source, left_over)
    return offered(found, sight) if request.method == "GET" else taken(number, sight)


@blueprint.post("/applications/<number>/take-over/file/forget")
@needs(permissions.EDIT)
def forget_file(number: str) -> Response:
    """Throws away what was read."""
    forget_import(db.session(), current_actor(), editable(number).application)
    db.session.commit()
    flash(_("What was read is thrown away. Your application stays as it was."), "success")
    return redirect(url_for("expert.sources", number=number))

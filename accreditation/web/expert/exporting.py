"""The form to take along: as a PDF for whoever may read the dossier, as data for the person who filled it in."""

import json

from flask import current_app
from werkzeug.wrappers import Response

from accreditation.applications.exporting import form_as_data
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.printed_form import form_as_pdf
from accreditation.web import ledger
from accreditation.web.access import needs, signed_in
from accreditation.web.cases.dossier import eyes_on
from accreditation.web.cases.finding import found_case
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.files import as_attachment
from accreditation.web.language import chosen_time_zone, current_locale
from accreditation.web.limits import limited
from accreditation.workflow import permissions


@blueprint.get("/applications/<number>/form.pdf")
@needs(permissions.READ_DOSSIER)
@limited("export", methods=("GET",))
def form_pdf(number: str) -> Response:
    """Every answer and the list of files, to print or keep; the applicant's own holds the data too."""
    found = found_case(number, permissions.READ_DOSSIER)
    if found.reads_blind:
        raise NotPermitted
    application = found.application
    content = form_as_pdf(
        db.session(),
        application,
        locale=current_locale(),
        time_zone=chosen_time_zone(),
        house=current_app.config["SITE_NAME"],
        eyes=eyes_on(application),
    )
    ledger.note_reading("form", application.region_id, application.id)
    return as_attachment(content, f"{application.number}.pdf", "application/pdf")


@blueprint.get("/applications/<number>/form.json")
@signed_in
@limited("export", methods=("GET",))
def form_json(number: str) -> Response:
    """Every answer as data, which another draft can read in again."""
    application = own_case(number).application
    said = json.dumps(form_as_data(db.session(), application, current_locale()), ensure_ascii=False, indent=2)
    ledger.note_reading("form", application.region_id, application.id)
    return as_attachment(said.encode(), f"{application.number}.json", "application/json")

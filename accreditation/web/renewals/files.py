"""Files of the log: opened by whoever reads the log, and originals handed in for an audit."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.renewals.activity_files import file_of
from accreditation.renewals.auditing import hand_in_original
from accreditation.texts import N_
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs, require, signed_in
from accreditation.web.files import as_attachment, handed_in, storage, takes_files, use_up
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.web.renewals import blueprint
from accreditation.web.renewals.finding import found_renewal
from accreditation.web.renewals.views import page
from accreditation.workflow.renewal import LOG_PRACTICE


@blueprint.get("/accreditations/<public_id>/renewal/files/<file_id>")
@signed_in
def file(public_id: str, file_id: str) -> Response:
    """One file as it was handed in."""
    found = found_renewal(public_id)
    wanted = file_of(db.session(), found.accreditation.id, file_id)
    if wanted is None:
        raise NotPermitted
    ledger.note_reading("activity_file", found.accreditation.region_id, found.accreditation.id)
    return as_attachment(storage().fetch(wanted.storage_key), wanted.file_name, wanted.media_type)


@blueprint.post("/accreditations/<public_id>/renewal/originals")
@needs(LOG_PRACTICE)
@limited("upload")
@takes_files("file")
def original(public_id: str) -> Response | tuple[str, int]:
    """A scan of an original, while an audit asks for it."""
    found, entry = found_renewal(public_id), request.form.get("entry", "")
    require(LOG_PRACTICE, found.facts)
    try:
        given = handed_in()
        if given is None:
            raise Invalid(N_("Choose a file first."), field="file")
        hand_in_original(db.session(), current_actor(), found.accreditation, storage(), entry, given.name, given.found)
        use_up(given)
    except Invalid as refusal:
        db.session.rollback()
        return page(found_renewal(public_id), {f"file-{entry}": said(refusal.reasons[0])}), 422
    db.session.commit()
    flash(_("“%(name)s” is handed in.", name=given.name), "success")
    return redirect(url_for("renewals.show", public_id=public_id) + f"#entry-{entry}")

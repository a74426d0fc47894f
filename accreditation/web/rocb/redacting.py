"""Files of a case in a blind call, for the office: which version blind reviewers get, and handing in one without names."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.applications.document_models import Document
from accreditation.applications.papers import papers_of
from accreditation.applications.redacting import HANDED_IN, redact, redaction_log, take_back_redaction
from accreditation.applications.redactions import redactions_of
from accreditation.applications.slots import LETTER
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.storage.inspection import ACCEPTED
from accreditation.texts import N_
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case, row_by_public_id
from accreditation.web.files import handed_in, storage, takes_files, use_up
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.web.rocb import blueprint
from accreditation.workflow import permissions

Page = str | Response | tuple[str, int]


def _found(number: str) -> FoundCase:
    """A case of a blind call, for an officer who does not review it blind."""
    found = found_case(number, permissions.REDACT)
    if not found.application.call.is_blind or found.reads_blind:
        raise NotPermitted
    return found


@blueprint.get("/cases/<number>/blind-files")
@needs(permissions.REDACT)
def blind_files(number: str) -> str:
    """Every file with what stands in its place for blind reviewers, and who handed in what when."""
    return _page(_found(number))


def _page(found: FoundCase, error: str = "", at: str = "") -> str:
    """`at`: the file at whose form something was refused."""
    session, application = db.session(), found.application
    ledger.note_reading("dossier", application.region_id, application.id)
    papers = papers_of(session, application, current_actor().person_id, "office")
    files = [
        (paper.slot, each) for paper in papers if paper.slot != LETTER for each in (paper.original, paper.translation)
    ]
    log = redaction_log(session, application)
    by = select(Person).where(Person.id.in_({note.person_id for note in log}))
    return render_template(
        "rocb/blind_files.html",
        application=application,
        files=[(slot, file) for slot, file in files if file is not None],
        versions=redactions_of(session, application),
        log=[(note, note.what == HANDED_IN) for note in log],
        people={person.id: person.display_name for person in session.scalars(by)},
        accepted=ACCEPTED,
        error=error,
        at=at,
    )


@blueprint.post("/cases/<number>/blind-files")
@needs(permissions.REDACT)
@limited("upload")
@takes_files("file")
def redact_file(number: str) -> Page:
    """One version without names, checked as every other file before it is stored."""
    found, public_id = _found(number), request.form.get("document", "")
    document = row_by_public_id(Document, public_id)
    try:
        file = handed_in()
        if file is None:
            raise Invalid(N_("Choose a file first."), field="file")
        redact(db.session(), current_actor(), found.application, storage(), document, file.name, file.found)
        use_up(file)
    except Invalid as refusal:
        db.session.rollback()
        return _page(_found(number), said(refusal.reasons[0]), public_id), 422
    db.session.commit()
    flash(_("Blind reviewers get this version from now on."), "success")
    return redirect(url_for("rocb.blind_files", number=number))


@blueprint.post("/cases/<number>/blind-files/take-back")
@needs(permissions.REDACT)
def take_back_version(number: str) -> Response:
    """Blind reviewers get the file itself again; the record stays."""
    found = _found(number)
    version = row_by_public_id(Document, request.form.get("document", ""))
    take_back_redaction(db.session(), current_actor(), found.application, version)
    db.session.commit()
    flash(_("Taken back. Blind reviewers get the file itself again."), "success")
    return redirect(url_for("rocb.blind_files", number=number))

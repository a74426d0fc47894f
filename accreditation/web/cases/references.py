"""References as the office and the reviewers read them, and the office's ways to get one that is missing."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from accreditation.applications.referees.reading import shown_references
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.web import ledger, referees
from accreditation.web.access import needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import found_case
from accreditation.workflow import permissions


def _back(number: str) -> str:
    return url_for("cases.references", number=number)


@blueprint.get("/cases/<number>/references")
@needs(permissions.READ_REFERENCES)
def references(number: str) -> str:
    """Every referee, where each stands, and what was written; each reading is on record."""
    found = found_case(number, permissions.READ_REFERENCES)
    if found.reads_blind:
        raise NotPermitted
    ledger.note_reading("references", found.application.region_id, found.application.id)
    return render_template(
        "cases/references.html",
        application=found.application,
        rows=referees.rows_of(found),
        references=shown_references(db.session(), found.application),
    )


@blueprint.post("/cases/<number>/referees/<public_id>/remind")
@needs(permissions.CHANGE_REFEREES)
def remind_referee(number: str, public_id: str) -> Response:
    """By the office."""
    return referees.remind(found_case(number), public_id, _back(number))


@blueprint.route("/cases/<number>/referees/<public_id>/replace", methods=["GET", "POST"])
@needs(permissions.CHANGE_REFEREES)
def replace_referee(number: str, public_id: str) -> Response | str | tuple[str, int]:
    """By the office, also after the applicant's last day."""
    return referees.replace(lambda: found_case(number), public_id, _back(number))

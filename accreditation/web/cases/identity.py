"""What the office reads of a candidate's passport, for visa and travel: on one page, and each reading is recorded."""

from flask import render_template

from accreditation.applications.identity import KINDS, identity_paper_of
from accreditation.extensions import db
from accreditation.web import ledger
from accreditation.web.access import needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import found_case
from accreditation.web.cases.sealed import IDENTITY_PAPER, end_of_workshop, ring
from accreditation.workflow import permissions


@blueprint.get("/cases/<number>/identity-paper")
@needs(permissions.READ_IDENTITY_PAPER)
def identity_paper(number: str) -> str:
    """The paper of one candidate."""
    found = found_case(number, permissions.READ_IDENTITY_PAPER)
    given = identity_paper_of(db.session(), found.application, ring())
    if given is not None:
        ledger.note_reading(IDENTITY_PAPER, found.application.region_id, found.application.id)
    until = end_of_workshop(found.application)
    return render_template(
        "cases/identity_paper.html",
        application=found.application,
        given=given,
        kinds=KINDS,
        runs_out=given is not None and given.runs_out_by(until),
        until=until,
    )

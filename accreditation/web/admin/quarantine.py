"""Files in which the virus scanner found something: named for the system administrator, opened by nobody."""

from flask import render_template

from accreditation.applications.scanning import infected_documents
from accreditation.extensions import db
from accreditation.web import ledger
from accreditation.web.access import current_region, needs
from accreditation.web.admin import blueprint
from accreditation.workflow.actors import Role


@blueprint.get("/quarantine")
@needs(Role.ADMINISTRATOR)
def quarantine() -> str:
    """What was found, in which file of which case; the bytes stay where they are, behind no link."""
    region = current_region()
    ledger.note_reading("quarantine", region.id)
    return render_template("admin/quarantine.html", files=infected_documents(db.session(), region.id))

"""Whom to call about a candidate on a mission: read by office and mentor on one page, and each reading is recorded."""

from flask import render_template

from accreditation.applications.emergency import emergency_contact_of
from accreditation.extensions import db
from accreditation.web import ledger
from accreditation.web.access import needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import found_case
from accreditation.web.cases.sealed import EMERGENCY_CONTACT, name_of_language, ring
from accreditation.workflow import permissions


@blueprint.get("/cases/<number>/emergency-contact")
@needs(permissions.READ_EMERGENCY_CONTACT)
def emergency_contact(number: str) -> str:
    """The person whom the candidate named."""
    found = found_case(number, permissions.READ_EMERGENCY_CONTACT)
    given = emergency_contact_of(db.session(), found.application, ring())
    if given is not None:
        ledger.note_reading(EMERGENCY_CONTACT, found.application.region_id, found.application.id)
    return render_template(
        "cases/emergency_contact.html", application=found.application, given=given, name_of_language=name_of_language
    )

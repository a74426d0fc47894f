"""How a complaint stands, for whoever complained without an account: its state, until when, and the outcome with its reason."""

from flask import render_template

from accreditation.appeals.complaining import can_be_told
from accreditation.appeals.models import Appeal, Complainant
from accreditation.extensions import db
from accreditation.web.access import current_region
from accreditation.web.standing import standing_of
from accreditation.workflow.appeal import APPEAL


def followed(written: Complainant) -> str:
    """The page behind the link of the mails; it names nobody and shows nothing of the file."""
    complaint = db.session.get_one(Appeal, written.appeal_id)
    return render_template(
        "links/complaint.html",
        written=written,
        complaint=complaint,
        standing=standing_of(APPEAL, complaint, complaint.scheme),
        is_told=can_be_told(complaint),
        zone=current_region().time_zone,
    )

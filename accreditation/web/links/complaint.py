"""For whoever complained without an account: how the complaint stands, its outcome with the reason, and withdrawing it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.appeals.following import can_be_told, can_be_withdrawn, followed_by, withdraw
from accreditation.appeals.models import Appeal, Complainant
from accreditation.errors import TransitionRefused
from accreditation.extensions import db
from accreditation.web.access import current_region, public
from accreditation.web.limits import limited
from accreditation.web.links import blueprint
from accreditation.web.standing import standing_of
from accreditation.workflow.appeal import APPEAL


def followed(written: Complainant, token: str) -> str:
    """The page behind the link of the mails; it names nobody and shows nothing of the file."""
    complaint = db.session.get_one(Appeal, written.appeal_id)
    return render_template(
        "links/complaint.html",
        written=written,
        complaint=complaint,
        standing=standing_of(APPEAL, complaint, complaint.scheme),
        is_told=can_be_told(complaint),
        withdraw_at=url_for("links.withdraw_complaint", token=token) if can_be_withdrawn(complaint) else "",
        zone=current_region().time_zone,
    )


@blueprint.route("/link/<token>/withdraw", methods=["GET", "POST"])
@public
@limited("link", methods=("GET", "POST"))
def withdraw_complaint(token: str) -> Any:
    """Asks once more, and then takes the complaint back for good."""
    written = followed_by(db.session(), token)
    if written is None:
        return render_template("public/complaint_done.html", what="over"), 410
    complaint, there = db.session.get_one(Appeal, written.appeal_id), redirect(url_for("links.show", token=token))
    if not can_be_withdrawn(complaint):
        return there
    if request.method == "GET":
        return render_template("links/complaint_withdraw.html", written=written, complaint=complaint, token=token)
    return _withdrawn(written, there)


def _withdrawn(written: Complainant, there: Response) -> Response:
    """What came between is read on the page of the complaint."""
    try:
        withdraw(db.session(), written, request.form.get("why", ""))
    except TransitionRefused:
        db.session.rollback()
        return there
    db.session.commit()
    flash(_("You withdrew your complaint. Nobody examines it any more."), "success")
    return there

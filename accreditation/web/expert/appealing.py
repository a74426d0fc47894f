"""Appealing a refusal: what was decided and why, until when an appeal comes in time, on which grounds, and what happens next."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.appeals.files import keep_file
from accreditation.appeals.filing import GROUNDS, file_appeal, last_moment_to_appeal, open_appeal_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.reviews.decision_models import Decision
from accreditation.storage.inspection import ACCEPTED
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase
from accreditation.web.expert import blueprint
from accreditation.web.expert.happened import in_both_zones
from accreditation.web.expert.own import own_case, reasons_of_the_refusal
from accreditation.web.files import handed_in, storage, takes_files
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.web.standing import standing_of
from accreditation.workflow import permissions
from accreditation.workflow.application import APPLICATION

FILES = ("file-1", "file-2", "file-3")


@blueprint.route("/applications/<number>/appeal", methods=["GET", "POST"])
@needs(permissions.APPEAL_AGAINST)
@limited("upload")
@takes_files(*FILES)
def appeal(number: str) -> str | Response | tuple[str, int]:
    """Everything one has to know before appealing, and the appeal itself. A late one is taken, and found late at admission."""
    found = own_case(number)
    found.require(permissions.APPEAL_AGAINST)
    handled = open_appeal_of(db.session(), found.application)
    if handled is not None:
        return redirect(url_for("appeals.show", public_id=handled.public_id))
    if request.method == "GET":
        return _page(found)
    try:
        filed = _filed(found)
    except Invalid as refusal:
        db.session.rollback()
        return _page(own_case(number), {refusal.field or "grounds": said(refusal.reasons[0])}), 422
    db.session.commit()
    flash(_("Your appeal is filed. You receive a mail as receipt."), "success")
    return redirect(url_for("appeals.show", public_id=filed.public_id))


def _filed(found: FoundCase) -> Any:
    session, application = db.session(), found.application
    kinds = request.form.getlist("kinds")
    filed = file_appeal(session, current_actor(), application, typed_text("grounds", 8000), kinds)
    for field in FILES:
        file = handed_in(field)
        if file is not None:
            keep_file(session, storage(), file.name, file.found, appeal=filed)
    return filed


def _page(found: FoundCase, errors: dict[str, str] | None = None) -> str:
    application, session = found.application, db.session()
    released = select(Decision).where(Decision.application_id == application.id, Decision.released_at.is_not(None))
    decisions = session.scalars(released.order_by(Decision.released_at.desc())).all()
    last = last_moment_to_appeal(application)
    return render_template(
        "expert/appeal.html",
        application=application,
        standing=standing_of(APPLICATION, application, application.scheme),
        reasons=reasons_of_the_refusal(application, decisions, timeline_of(session, application.id)),
        until=in_both_zones(last, application.call.time_zone),
        is_late=last < clock.now(),
        grounds=application.scheme.reasons.get(GROUNDS, []),
        numbers=application.scheme.numbers,
        file_fields=FILES,
        accepted=ACCEPTED,
        most_megabytes=limit("file", "most_bytes") // MEGABYTE,
        errors=errors or {},
        typed=request.form,
    )

"""The side of the person complained about: what is alleged, until when to answer, and the outcome; never who complains."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.appeals.files import keep_file
from accreditation.appeals.keeping import write_answer
from accreditation.appeals.models import Appeal, AppealHearing
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.transition import facts_of
from accreditation.visibility import heard_in
from accreditation.web import ledger
from accreditation.web.access import current_actor, signed_in
from accreditation.web.appeals import blueprint
from accreditation.web.files import handed_in, storage, takes_files
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.web.standing import standing_of
from accreditation.workflow.appeal import APPEAL
from accreditation.workflow.appeal_actors import the_person_heard
from accreditation.workflow.states import EXAMINED, AppealState


def _heard(public_id: str) -> AppealHearing:
    query = select(AppealHearing).join(Appeal, Appeal.id == AppealHearing.appeal_id)
    found = db.session.scalars(query.where(Appeal.public_id == public_id, heard_in(current_actor()))).one_or_none()
    if found is None:
        raise NotPermitted
    return found


@blueprint.route("/appeals/<public_id>/answer", methods=["GET", "POST"])
@signed_in
@limited("upload")
@takes_files("file")
def answer_complaint(public_id: str) -> str | Response | tuple[str, int]:
    """Read what is alleged, and answer once."""
    hearing = _heard(public_id)
    if request.method == "GET":
        ledger.note_reading("hearing", hearing.appeal.region_id, hearing.appeal_id)
        return _page(hearing)
    try:
        write_answer(db.session(), current_actor(), hearing.appeal, request.form.get("answer", ""))
        file = handed_in()
        if file is not None:
            keep_file(db.session(), storage(), file.name, file.found, appeal=hearing.appeal, side="heard")
    except Invalid as refusal:
        db.session.rollback()
        return _page(_heard(public_id), said(refusal.reasons[0]), refusal.field or "answer"), 422
    db.session.commit()
    flash(_("Your answer is with the office. The panel will read it."), "success")
    return redirect(url_for("appeals.answer_complaint", public_id=public_id))


def _page(hearing: AppealHearing, error: str = "", field: str = "") -> str:
    complaint = hearing.appeal
    facts = facts_of(db.session(), complaint)
    may_answer = (
        hearing.answered_at is None
        and complaint.state is AppealState.ACKNOWLEDGED
        and the_person_heard(current_actor(), facts) is None
    )
    return render_template(
        "appeals/answer.html",
        hearing=hearing,
        complaint=complaint,
        standing=standing_of(APPEAL, complaint, complaint.scheme),
        may_answer=may_answer,
        is_concluded=complaint.state in EXAMINED,
        error=error,
        field=field,
        typed=request.form.get("answer", ""),
    )

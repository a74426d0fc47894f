"""Attendance and marks, typed by the staff of a workshop."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.checking import day_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.training.marking import record_attendance, save_marks
from accreditation.training.marking_models import Mark
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import found_case
from accreditation.web.cases.leading import next_like
from accreditation.web.forms import typed_levels
from accreditation.web.language import hour, said
from accreditation.web.trainer import blueprint
from accreditation.web.trainer.workshops import asked_to_choose, candidates_in, found_workshop
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role
from accreditation.workflow.states import SEATED


@blueprint.post("/workshops/<public_id>/attendance")
@needs(Role.RTC_COORDINATOR, Role.ROCB_OFFICER, Role.ROCB_HEAD)
def attendance(public_id: str) -> Response:
    """Who was there on a day: everybody, or as each was ticked."""
    found = found_workshop(public_id)
    day = day_of(request.form.get("day", ""))
    seated = [row for row in candidates_in(found) if row.state in SEATED]
    everybody = "yes" if request.form.get("act") == "everybody" else ""
    said_of = {row.id: everybody or request.form.get(f"present-{row.number}") for row in seated}
    present = {row_id: word == "yes" for row_id, word in said_of.items() if word in ("yes", "no")}
    try:
        if day is None:
            raise Invalid(asked_to_choose())
        record_attendance(db.session(), current_actor(), found, day, present)
        db.session.commit()
        flash(_("Attendance is recorded."), "success")
    except Invalid as refusal:
        db.session.rollback()
        flash(said(refusal.reasons[0]), "error")
    return redirect(url_for("trainer.workshop", public_id=public_id))


@blueprint.route("/cases/<number>/marks", methods=["GET", "POST"])
@needs(permissions.MARK, permissions.MARK_AGAIN)
def marks(number: str) -> str | Response:
    """An assessor's marks for one candidate, kept as they are given; also after an appeal, when marking again."""
    found = found_case(number)
    if not found.may(permissions.MARK):
        found.require(permissions.MARK_AGAIN)
    application, actor = found.application, current_actor()
    if request.method == "POST":
        keys = [criterion["key"] for criterion in application.scheme.rubric]
        save_marks(db.session(), actor, application, typed_levels("mark", keys))
        db.session.commit()
        if request.accept_mimetypes.best == "application/json":
            return jsonify(message=_("Saved at %(time)s", time=hour(clock.now())), fields={})
        flash(_("Your marks of %(name)s are kept.", name=application.applicant.display_name), "success")
        errand = "" if found.may(permissions.MARK) else "mark_again"
        following = next_like(application.state, number, errand)
        here = url_for("cases.show", number=number)
        return redirect(url_for("trainer.marks", number=following.address) if following else here)
    query = select(Mark).where(
        Mark.application_id == application.id,
        Mark.workshop_id == application.workshop_id,
        Mark.assessor_id == actor.person_id,
    )
    given = {mark.criterion: mark for mark in db.session.scalars(query)}
    return render_template("trainer/marks.html", given=given, **evidence_for(found))

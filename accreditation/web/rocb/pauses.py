"""A suspension at the own request: asked by the expert, agreed to by an officer, ended by the expert's word."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, TextAreaField

from accreditation.accreditations.amending import open_amendment
from accreditation.accreditations.amendment_models import Kind
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.pausing import approve_pause, ask_for_pause, last_day_to_choose
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import seen_version
from accreditation.web.forms import DAYS, PageForm, typed_text
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.amendments import AnswerForm, found_to_amend, may_answer, refuse, refused_form, waiting
from accreditation.workflow import permissions
from accreditation.workflow.states import IN_FORCE

Page = Response | str | tuple[str, int]


class PauseForm(PageForm):
    until = DateField(_l("Last day of the pause"), format=DAYS)
    why = TextAreaField(_l("Why"), description=_l("Only the regional office reads it."))


@blueprint.route("/accreditations/<public_id>/pause", methods=["GET", "POST"])
@needs(permissions.ASK_TO_AMEND)
def pause(public_id: str) -> Page:
    """What a pause means and the form to ask for one, or what was asked."""
    found = _in_force(public_id)
    form: Any = PauseForm.typed()
    if request.method == "GET":
        return _page(found, form)
    try:
        form.validate()
        ask_for_pause(db.session(), current_actor(), found, form.until.data, typed_text("why"))
    except Invalid as refusal:
        return _refused(public_id, form, refusal)
    db.session.commit()
    flash(_("Asked. Until an officer agrees, nothing changes."), "success")
    return redirect(url_for("rocb.pause", public_id=public_id))


@blueprint.post("/accreditations/<public_id>/pause/approve")
@needs("suspend_on_request")
def approve_pause_asked(public_id: str) -> Page:
    """Suspended from now on, with the word that the expert asked for it."""
    amendment = waiting(_in_force(public_id), Kind.PAUSE)
    try:
        approve_pause(db.session(), current_actor(), amendment, seen_version=seen_version())
    except Invalid as refusal:
        return _refused(public_id, PauseForm(), refusal, on_answer=True)
    db.session.commit()
    flash(_("Suspended at the expert’s own request."), "success")
    return redirect(url_for("rocb.accreditation", public_id=public_id))


@blueprint.post("/accreditations/<public_id>/pause/refuse")
@needs(permissions.ANSWER_AMENDMENT)
def refuse_pause(public_id: str) -> Page:
    """Nothing changes, and the expert reads why."""
    try:
        return refuse(public_id, waiting(_in_force(public_id), Kind.PAUSE))
    except Invalid as refusal:
        return _refused(public_id, PauseForm(), refusal, on_answer=True)


def _in_force(public_id: str) -> Accreditation:
    found = found_to_amend(public_id)
    if found.state not in IN_FORCE:
        raise NotPermitted
    return found


def _refused(public_id: str, form: Any, refusal: Invalid, *, on_answer: bool = False) -> tuple[str, int]:
    answer = refused_form(form, refusal, on_answer=on_answer)
    return _page(_in_force(public_id), form, answer), 422


def _page(found: Accreditation, form: Any, answer: Any = None) -> str:
    session, actor = db.session(), current_actor()
    amendment = open_amendment(session, found, Kind.PAUSE)
    is_holder = found.person_id == actor.person_id
    if amendment is None and not is_holder:
        raise NotPermitted
    return render_template(
        "rocb/pause.html",
        subject=found,
        form=form,
        answer=answer or AnswerForm(),
        amendment=amendment,
        answers=may_answer(found, amendment),
        latest=last_day_to_choose(session, found),
    )

"""The holder's name put right: asked by the holder or an officer with a paper, answered by an officer who did not decide."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField

from accreditation.accreditations.amending import Paper, may_be_opened, open_amendment
from accreditation.accreditations.amendment_models import Kind
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.correcting import (
    REASONS,
    FullName,
    approve_correction,
    ask_for_correction,
    present_name,
)
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.storage.inspection import ACCEPTED
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import seen_version
from accreditation.web.files import as_attachment, handed_in, storage, takes_files, use_up
from accreditation.web.forms import PageForm
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.amendments import AnswerForm, found_to_amend, may_answer, refuse, refused_form, waiting
from accreditation.workflow import permissions

Page = Response | str | tuple[str, int]


class NameForm(PageForm):
    reason = RadioField(_l("What is it about?"))
    given_names = StringField(_l("Given names"))
    first_family_name = StringField(_l("First family name"))
    second_family_name = StringField(_l("Second family name"))
    printed = StringField(
        _l("Name as it is to be printed"), description=_l("Leave it empty to print all names in this order.")
    )


@blueprint.route("/accreditations/<public_id>/name", methods=["GET", "POST"])
@needs(permissions.ASK_TO_AMEND)
@limited("upload")
@takes_files("file")
def name(public_id: str) -> Page:
    """What is asked, or the form to ask it."""
    found = found_to_amend(public_id)
    if request.method == "GET":
        return _page(found, _form(found))
    form = _form(found)
    try:
        paper = handed_in()
        wanted = FullName(*(form[part].data or "" for part in _PARTS))
        proof = Paper(paper.name, paper.found, storage()) if paper else None
        ask_for_correction(db.session(), current_actor(), found, wanted, reason=form.reason.data or "", paper=proof)
    except Invalid as refusal:
        return _refused(public_id, form, refusal)
    if paper:
        use_up(paper)
    db.session.commit()
    flash(_("Asked. An officer who did not decide on the accreditation looks at it."), "success")
    return redirect(url_for("rocb.name", public_id=public_id))


@blueprint.post("/accreditations/<public_id>/name/approve")
@needs("correct_name")
def approve_name(public_id: str) -> Page:
    """Account and certificates get the new name at once."""
    found = found_to_amend(public_id)
    amendment = waiting(found, Kind.NAME)
    try:
        approve_correction(db.session(), current_actor(), amendment, seen_version=seen_version())
    except Invalid as refusal:
        return _refused(public_id, _form(found), refusal, on_answer=True)
    db.session.commit()
    flash(_("The name is corrected. The old certificate says where the new one is."), "success")
    return redirect(url_for("rocb.accreditation", public_id=public_id))


@blueprint.post("/accreditations/<public_id>/name/refuse")
@needs(permissions.ANSWER_AMENDMENT)
def refuse_name(public_id: str) -> Page:
    """The name stays, and the expert reads why."""
    found = found_to_amend(public_id)
    try:
        return refuse(public_id, waiting(found, Kind.NAME))
    except Invalid as refusal:
        return _refused(public_id, _form(found), refusal, on_answer=True)


@blueprint.get("/accreditations/<public_id>/name/paper")
@needs(permissions.ASK_TO_AMEND)
def name_paper(public_id: str) -> Response:
    """The paper that shows the name, while it waits for an answer; each reading is on record."""
    found = found_to_amend(public_id)
    amendment = waiting(found, Kind.NAME)
    if not may_be_opened(amendment):
        raise NotPermitted
    ledger.note_reading("amendment_paper", found.region_id, found.id)
    return as_attachment(storage().fetch(str(amendment.storage_key)), amendment.file_name, amendment.media_type)


_PARTS = ("given_names", "first_family_name", "second_family_name", "printed")


def _form(found: Accreditation) -> Any:
    form: Any = NameForm.typed(**asdict(present_name(db.session(), found)))
    form.reason.choices = [(code, said(label)) for code, label in REASONS.items()]
    return form


def _refused(public_id: str, form: Any, refusal: Invalid, *, on_answer: bool = False) -> tuple[str, int]:
    answer = refused_form(form, refusal, on_answer=on_answer)
    file_error = said(refusal.reasons[0]) if refusal.field == "file" else ""
    return _page(found_to_amend(public_id), form, answer, file_error), 422


def _page(found: Accreditation, form: Any, answer: Any = None, file_error: str = "") -> str:
    session, actor = db.session(), current_actor()
    amendment = open_amendment(session, found, Kind.NAME)
    return render_template(
        "rocb/name.html",
        subject=found,
        form=form,
        answer=answer or AnswerForm(),
        amendment=amendment,
        reasons=REASONS,
        has_paper=amendment is not None and may_be_opened(amendment),
        answers=may_answer(found, amendment),
        is_holder=found.person_id == actor.person_id,
        accepted=ACCEPTED,
        file_error=file_error,
    )

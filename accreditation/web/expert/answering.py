"""What was asked of me, answered item by item."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.answering import answer_items
from accreditation.applications.models import Application
from accreditation.errors import Invalid, TransitionRefused
from accreditation.extensions import db
from accreditation.transition import perform_transition
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import seen_version
from accreditation.web.expert import blueprint
from accreditation.web.expert.case import page_of
from accreditation.web.expert.own import own_case
from accreditation.web.language import said
from accreditation.workflow import permissions


@blueprint.post("/applications/<number>/answers")
@needs(permissions.ANSWER, "answer_to_screening", "answer_to_review")
def answer(number: str) -> Response | tuple[str, int]:
    """Answers item by item: kept first, so that nothing is lost, then sent when all are there."""
    found = own_case(number)
    is_stale = found.version != seen_version()
    try:
        answer_items(db.session(), current_actor(), found.application, request.form)
    except Invalid as refusal:
        return page_of(found, said(refusal.reasons[0]), f"item-{refusal.field}"), 422
    db.session.commit()
    if request.form.get("act") != "send":
        flash(_("Saved."), "success")
    elif is_stale:
        flash(_("Your answers are saved. The page was older than the case: look at it again, then send."), "warning")
    else:
        try:
            _send_answers(found.application)
        except TransitionRefused as refusal:
            return page_of(own_case(number), " ".join(said(reason) for reason in refusal.reasons), "asked"), 422
    return redirect(url_for("expert.show", number=number))


def _send_answers(application: Application) -> None:
    name = "answer_to_screening" if application.asked_from == "screening" else "answer_to_review"
    perform_transition(db.session(), application, name, actor=current_actor(), seen_version=application.version)
    db.session.commit()
    flash(_("Your answers are sent."), "success")

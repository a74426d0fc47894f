"""The scores of a case for the office: how far they lie apart, what the edition lets it do about it, and opening them again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import Invalid, NotPermitted
from accreditation.evidence import judgements_of
from accreditation.extensions import db
from accreditation.reviews.discussing import close_discussion, discussions_of, open_discussion
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reopening import former_scores, reopen_scores
from accreditation.reviews.scoring import handed_in
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case, row_by_public_id
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.workflow import permissions, score_guards
from accreditation.workflow.states import ApplicationState

Page = str | Response | tuple[str, int]
LONGEST_REASON = 1000


def _found(number: str) -> FoundCase:
    found = found_case(number, permissions.ASSIGN)
    if found.application.state is not ApplicationState.UNDER_REVIEW:
        raise NotPermitted
    return found


@blueprint.get("/cases/<number>/scores")
@needs(permissions.ASSIGN)
def scores(number: str) -> str:
    """What was handed in, drawn; whether it differs; the ways out."""
    found = _found(number)
    ledger.note_reading("judgements", found.application.region_id, found.application.id)
    return _page(found)


def _page(found: FoundCase, **more: Any) -> str:
    session, application, numbers = db.session(), found.application, found.application.scheme.numbers
    everybody = handed_in(session, application.id)
    shown: dict[str, Any] = {"errors": [], "question": "", "why": "", "asked_of": ""}
    return render_template(
        "rocb/scores.html",
        application=application,
        everybody=everybody,
        former=former_scores(session, everybody),
        judgements=judgements_of(session, application),
        all_in=score_guards.every_score_is_in(found.facts) is None,
        differ=score_guards.scores_differ(found.facts),
        against=score_guards.the_scores_agree(found.facts),
        further_reviewer=score_guards.a_further_reviewer_settles(numbers),
        may_discuss=bool(numbers.get("score_discussion")),
        discussions=discussions_of(session, application),
        **{**shown, **more},
    )


@blueprint.post("/cases/<number>/scores/discussion")
@needs(permissions.ASSIGN)
def discuss_scores(number: str) -> Page:
    """Opens a discussion, or closes the one that is open."""
    found = _found(number)
    session, actor = db.session(), current_actor()
    question = request.form.get("question", "")
    try:
        if request.form.get("act") == "close":
            close_discussion(session, actor, found.application)
            told = _("The discussion is closed. The scores are judged as they stand now.")
        else:
            open_discussion(session, actor, found.application, question)
            told = _("The reviewers are asked by mail to discuss their scores.")
    except Invalid as refusal:
        errors = [{"text": said(refusal.reasons[0]), "href": "#question"}]
        return _page(found, errors=errors, question=question), 422
    session.commit()
    flash(told, "success")
    return redirect(url_for("rocb.scores", number=number))


@blueprint.post("/cases/<number>/scores/<public_id>/reopen")
@needs(permissions.ASSIGN)
def reopen_review(number: str, public_id: str) -> Page:
    """The reviewer may look at the scores again; the reason stays on record."""
    found = _found(number)
    assignment = row_by_public_id(ReviewAssignment, public_id)
    if assignment.application_id != found.application.id:
        raise NotPermitted
    why = request.form.get("why", "")
    try:
        reopen_scores(db.session(), current_actor(), assignment, typed_text("why", LONGEST_REASON))
    except Invalid as refusal:
        errors = [{"text": said(refusal.reasons[0]), "href": f"#why-{public_id}"}]
        return _page(found, errors=errors, why=why, asked_of=public_id), 422
    db.session.commit()
    flash(_("The scores are open again, and the reviewer is told."), "success")
    return redirect(url_for("rocb.scores", number=number))

"""Discussing scores that differ, for the reviewers of a case who have all handed in."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.reviews.counting import spread_of
from accreditation.reviews.discussing import contribute, discussions_of, letter_of, revise
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reopening import former_scores
from accreditation.reviews.scoring import given_in, handed_in, levels_of
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.forms import typed_levels, typed_text
from accreditation.web.language import said
from accreditation.web.reviewer import blueprint, own_assignment
from accreditation.web.reviewer.scoring import criterion_keys
from accreditation.workflow import permissions

Page = str | Response | tuple[str, int]
LONGEST_REASON = 1000


def _found(number: str) -> tuple[FoundCase, ReviewAssignment]:
    """The case and one's own review of it, where its scores are or were discussed."""
    found = found_case(number, permissions.SCORE)
    assignment = own_assignment(found)
    if assignment.handed_in_at is None or not discussions_of(db.session(), found.application):
        raise NotPermitted
    return found, assignment


@blueprint.get("/cases/<number>/discussion")
@needs(permissions.SCORE)
def discussion(number: str) -> str:
    """Both scores side by side, what each said, and one's own scores to be changed with a reason."""
    found, assignment = _found(number)
    return _page(found, assignment)


def _page(found: FoundCase, assignment: ReviewAssignment, **more: Any) -> str:
    session, application = db.session(), found.application
    everybody = handed_in(session, application.id)
    names = {each.reviewer_id: _called(each, everybody, assignment, application.call.is_blind) for each in everybody}
    shown: dict[str, Any] = {"typed": given_in(assignment), "reason": "", "words": "", "errors": []}
    return render_template(
        "reviewer/discussion.html",
        application=application,
        assignment=assignment,
        discussions=discussions_of(session, application),
        everybody=everybody,
        names=names,
        given={each.reviewer_id: given_in(each) for each in everybody},
        former=former_scores(session, everybody),
        spread=spread_of([levels_of(each) for each in everybody], application.scheme.scoring),
        **{**shown, **more},
    )


def _called(one: ReviewAssignment, everybody: Any, own: ReviewAssignment, is_blind: bool) -> str:
    """By name, or in a blind call by a letter."""
    letter = letter_of(one, everybody)
    if one.id == own.id:
        return _("You (reviewer %(letter)s)", letter=letter)
    return _("Reviewer %(letter)s", letter=letter) if is_blind else str(one.reviewer.display_name)


@blueprint.post("/cases/<number>/discussion")
@needs(permissions.SCORE)
def take_part(number: str) -> Page:
    """Writes an entry, or changes one's own scores."""
    found, assignment = _found(number)
    if request.form.get("act") == "revise":
        return _revise(found, assignment)
    words = request.form.get("words", "")
    try:
        contribute(db.session(), current_actor(), assignment, words)
    except Invalid as refusal:
        errors = [{"text": said(refusal.reasons[0]), "href": "#words"}]
        return _page(found, assignment, words=words, errors=errors), 422
    db.session.commit()
    flash(_("Your words are with the other reviewer."), "success")
    return redirect(url_for("reviewer.discussion", number=number))


def _revise(found: FoundCase, assignment: ReviewAssignment) -> Page:
    typed = typed_levels("score", criterion_keys(found))
    reason = request.form.get("reason", "")
    try:
        revise(db.session(), current_actor(), assignment, typed, typed_text("reason", LONGEST_REASON))
    except Invalid as refusal:
        errors = [{"text": said(refusal.reasons[0]), "href": f"#{refusal.field or 'own-scores'}"}]
        return _page(found, assignment, typed=typed, reason=reason, errors=errors), 422
    db.session.commit()
    flash(_("Your scores are changed. What stood before is kept on record."), "success")
    return redirect(url_for("reviewer.discussion", number=found.application.number))

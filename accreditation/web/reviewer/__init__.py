"""The reviewer's side: declaring interests before the file opens, scoring, handing in."""

from typing import Any, cast

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.reviews.actions import (
    assignment_of,
    hand_in,
    missing_before_hand_in,
    save_scores,
)
from accreditation.reviews.declaring import declare_interest, declare_no_interest, statement_of
from accreditation.reviews.models import ReviewAssignment
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.forms import levels_of
from accreditation.web.interests import InterestForm
from accreditation.web.language import current_locale, hour, said
from accreditation.workflow import permissions

blueprint = Blueprint("reviewer", __name__)


def _own_assignment(found: FoundCase) -> ReviewAssignment:
    person_id = current_actor().person_id
    assignment = assignment_of(db.session(), found.application, person_id) if person_id else None
    if assignment is None or assignment.ended_at is not None:
        raise NotPermitted
    return assignment


@blueprint.get("/cases/<number>/review")
@needs(permissions.SCORE)
def review(number: str) -> str | Response:
    """The file and the scores side by side; before the declaration only the declaration."""
    found = found_case(number, permissions.SCORE)
    assignment = _own_assignment(found)
    if assignment.declared_at is None:
        return _declaration_page(found, InterestForm())
    ledger.note_reading("dossier", found.application.region_id, found.application.id)
    return _page(found, assignment, {})


def _page(found: FoundCase, assignment: ReviewAssignment, missing: dict[str, str]) -> str:
    return render_template(
        "reviewer/review.html",
        assignment=assignment,
        scores={score.criterion: score for score in assignment.scores},
        missing=missing,
        **evidence_for(found),
    )


def _declaration_page(found: FoundCase, form: Any) -> str:
    version, words = statement_of(found.application.scheme, current_locale())
    return render_template(
        "reviewer/declare.html", application=found.application, form=form, version=version, words=words
    )


@blueprint.post("/cases/<number>/review/declaration")
@needs(permissions.SCORE)
def declare(number: str) -> Response | tuple[str, int]:
    """The statement is signed and the file opens; or an interest is stated, the reviewer steps back and the file closes."""
    found = found_case(number, permissions.SCORE)
    assignment, form = _own_assignment(found), cast(Any, InterestForm.typed())
    if request.form.get("answer") == "none":
        declare_no_interest(db.session(), current_actor(), assignment, current_locale())
        db.session.commit()
        return redirect(url_for("reviewer.review", number=number))
    if not form.validate():
        return _declaration_page(found, form), 422
    declare_interest(db.session(), current_actor(), assignment, form.kind.data, form.note.data, current_locale())
    db.session.commit()
    flash(_("Thank you. The office asks someone else, and the file is closed to you."), "success")
    return redirect(url_for("cases.tasks"))


@blueprint.post("/cases/<number>/review")
@needs(permissions.SCORE)
def save(number: str) -> Response | tuple[str, int]:
    """Keeps the levels as they are; handing in makes them final."""
    found = found_case(number, permissions.SCORE)
    assignment = _own_assignment(found)
    keys = [criterion["key"] for criterion in found.application.scheme.scoring]
    save_scores(db.session(), current_actor(), assignment, levels_of("score", keys))
    assignment.overall_comment = request.form.get("overall", "")[:4000]
    missing = {key: said(text) for key, text in missing_before_hand_in(assignment)}
    if request.form.get("act") != "hand_in":
        db.session.commit()
        if request.accept_mimetypes.best == "application/json":
            return jsonify(message=_("Saved at %(time)s", time=hour(clock.now())), fields={})
        flash(_("Kept. Your scores are not handed in yet."), "info")
        return redirect(url_for("reviewer.review", number=number))
    if missing:
        db.session.commit()
        return _page(found, assignment, missing), 422
    try:
        hand_in(db.session(), current_actor(), assignment, request.form.get("overall", ""))
    except Invalid as refusal:
        return _page(found, assignment, {refusal.field or "": said(refusal.reasons[0])}), 422
    db.session.commit()
    flash(_("Your scores are handed in. Thank you."), "success")
    return redirect(url_for("cases.tasks"))


from accreditation.web.reviewer import profile, stepping_back  # noqa: E402, F401

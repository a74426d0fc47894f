"""A reviewer says no, with a reason, or hands the review over to a deputy."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.stepping_back import REASONS, decline_review, deputies_of, hand_over
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.reviewer import blueprint, own_assignment
from accreditation.workflow import permissions


@blueprint.get("/cases/<number>/review/step-back")
@needs(permissions.SCORE)
def step_back(number: str) -> str | Response:
    """The reasons of the scheme, and whoever stands in for the reviewer today."""
    found = found_case(number, permissions.SCORE)
    assignment = own_assignment(found)
    if assignment.handed_in_at is not None:
        return redirect(url_for("reviewer.review", number=number))
    return _page(found, assignment, {})


def _page(found: FoundCase, assignment: ReviewAssignment, errors: dict[str, str]) -> str:
    return render_template(
        "reviewer/step_back.html",
        application=found.application,
        reasons=found.application.scheme.reasons.get(REASONS, []),
        deputies=deputies_of(db.session(), current_actor(), assignment),
        chosen=request.form.get("reason", ""),
        note=request.form.get("note", ""),
        errors=errors,
    )


@blueprint.post("/cases/<number>/review/step-back")
@needs(permissions.SCORE)
def stepped_back(number: str) -> Response | tuple[str, int]:
    """Declined, or handed over: either way the file closes to the reviewer."""
    found = found_case(number, permissions.SCORE)
    session, actor, assignment = db.session(), current_actor(), own_assignment(found)
    try:
        if request.form.get("act") == "hand_over":
            people = {person.public_id: person for person in deputies_of(session, actor, assignment)}
            deputy = people.get(request.form.get("deputy", ""))
            if deputy is None:
                return _page(found, assignment, {"deputy": _("Choose a person.")}), 422
            hand_over(session, actor, assignment, deputy)
            done = _("%(name)s is asked in your place.", name=deputy.display_name)
        else:
            decline_review(session, actor, assignment, request.form.get("reason", ""), typed_text("note", 1000))
            done = _("Thank you for saying so. The office asks somebody else.")
    except Invalid as refusal:
        return _page(found, assignment, {refusal.field or "reason": said(refusal.reasons[0])}), 422
    session.commit()
    flash(done, "success")
    return redirect(url_for("cases.tasks"))

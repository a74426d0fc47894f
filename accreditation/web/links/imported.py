"""The page of somebody on a list of experts of before: what it says of them, and their yes or no. Looking changes nothing."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.legacy.confirming import REFUSALS, agree, asked_by, refuse
from accreditation.legacy.reading import LEVEL_LABELS
from accreditation.texts import N_
from accreditation.web.access import current_region, public
from accreditation.web.language import current_locale, said
from accreditation.web.limits import limited
from accreditation.web.links import blueprint


@blueprint.route("/taken-over/<token>", methods=["GET", "POST"])
@public
@limited("link", methods=("GET", "POST"))
def taken_over(token: str) -> Any:
    """One form: it is true and I agree, or no with a reason."""
    asked = asked_by(db.session(), token)
    if asked is None:
        return render_template("links/taken_over_done.html", what="over"), 410
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _answer(asked)
        except Invalid as refusal:
            db.session.rollback()
            errors = {refusal.field or "answer": said(refusal.reasons[0])}
            asked = asked_by(db.session(), token)
    page = render_template(
        "links/taken_over.html",
        asked=asked,
        levels=LEVEL_LABELS,
        reasons=REFUSALS,
        errors=errors,
        typed=request.form,
        zone=current_region().time_zone,
    )
    return (page, 422) if errors else page


def _answer(asked: Any) -> Response:
    said_yes = request.form.get("answer") == "yes"
    if not said_yes and request.form.get("answer") != "no":
        raise Invalid(N_("Say yes or no."), "answer")
    if said_yes and request.form.get("consent") != "yes":
        raise Invalid(N_("Tick that you agree, or say no."), "consent")
    if said_yes:
        agree(db.session(), asked, current_locale())
    else:
        refuse(db.session(), asked, request.form.get("reason", ""))
    db.session.commit()
    return redirect(url_for("links.taken_over_done", what="yes" if said_yes else "no"))


@blueprint.get("/taken-over-done")
@public
def taken_over_done() -> str:
    """What happens now."""
    return render_template("links/taken_over_done.html", what=request.args.get("what", "yes"))

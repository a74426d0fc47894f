"""The referee's side: what is asked and by whom, the questions, declining, and a new link. Looking changes nothing."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.appeals.following import followed_by
from accreditation.applications.answers import tidy_answers
from accreditation.applications.checking import EMAIL, faults_in
from accreditation.applications.forms import reference_form_of
from accreditation.applications.referees import answering
from accreditation.applications.referees.answering import Opened
from accreditation.applications.referees.standing import DECLINE_REASONS, Standing, standing_of
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.texts import say
from accreditation.web.access import current_actor, current_region, public
from accreditation.web.language import current_locale, hour
from accreditation.web.limits import limited
from accreditation.web.links import blueprint
from accreditation.web.links.complaint import followed
from accreditation.web.questions import change_rows, drawn, typed_answers

Page = str | Response | tuple[str, int]
SHOWING = ("GET", "POST")


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _opened(token: str) -> Opened | None:
    """The request of this link; whoever applies does not answer for somebody else, whatever mailbox they read."""
    found = answering.opened_by(db.session(), token)
    if found is not None and found.application.applicant_id == current_actor().person_id:
        raise NotPermitted
    return found


def _over(found: Opened | None, typed: Any = ()) -> Page:
    """What became of it, or how to get a new link; with whatever was typed, so that it can be copied."""
    standing = standing_of(found.request, found.application) if found else None
    settled = standing in (Standing.ANSWERED, Standing.DECLINED, Standing.REPLACED, Standing.CANCELLED)
    page = render_template(
        "links/over.html",
        found=found,
        standing=standing,
        Standing=Standing,
        settled=settled,
        typed=typed,
        zone=current_region().time_zone,
    )
    return page, 200 if settled else 410


@blueprint.route("/link/<token>", methods=["GET", "POST"])
@public
@limited("link", methods=SHOWING)
def show(token: str) -> Page:
    """Who asks, for whom, until when, who reads it; and first of all: do you know this person? Or how a complaint stands."""
    written = followed_by(db.session(), token) if request.method == "GET" else None
    if written is not None:
        return followed(written, token)
    found = _opened(token)
    if found is None or not found.is_live:
        return _over(found)
    answer = request.form.get("knows", "")
    if answer == "yes":
        answering.begin(db.session(), token)
        db.session.commit()
        return redirect(url_for("links.reference", token=token))
    if answer == "no":
        return redirect(url_for("links.decline", token=token, reason="unknown"))
    page = render_template(
        "links/asked.html",
        found=found,
        token=token,
        unanswered=request.method == "POST",
        zone=current_region().time_zone,
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.route("/link/<token>/reference", methods=["GET", "POST"])
@public
@limited("link", methods=("GET",))
def reference(token: str) -> Page:
    """The questions, on one page, kept as one types; handed in once."""
    found = _opened(token)
    if request.method == "POST":
        return _answered(token, found)
    if found is None or not found.is_live:
        return _over(found)
    return _questions(token, found, found.request.draft, {})


def _questions(token: str, found: Opened, answers: Any, faults: dict[str, str]) -> str:
    form = reference_form_of(found.application.scheme)
    adding = request.args.get("add", "")
    return render_template(
        "links/reference.html",
        found=found,
        token=token,
        zone=current_region().time_zone,
        **drawn(form, answers, faults, adding),
    )


def _answered(token: str, found: Opened | None) -> Page:
    if found is None:
        return _over(None, [value for value in request.form.values() if len(value) > 60])
    form, session, act = reference_form_of(found.application.scheme), db.session(), request.form.get("act", "")
    answers = typed_answers(form)
    changed = change_rows(form, answers, act)
    answering.keep_draft(session, token, form, answers)
    kept = tidy_answers(form, answers)
    faults = faults_in(form, kept) if act == "hand_in" else {}
    if not found.is_live:
        db.session.commit()
        return _over(found, [value for value in kept.values() if isinstance(value, str) and len(value) > 60])
    if act == "hand_in" and not faults:
        answering.hand_in(session, token, form, answers)
        db.session.commit()
        return redirect(url_for("links.show", token=token))
    db.session.commit()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(message=_("Saved at %(time)s", time=hour(clock.now())), fields={})
    if faults:
        return _questions(token, found, kept, {name: say(text, current_locale()) for name, text in faults.items()}), 422
    if changed is not None:
        adding, place = changed
        return redirect(url_for("links.reference", token=token, add=adding or None) + f"#{place}")
    flash(_("Saved. It is not handed in yet: come back with the same link."), "success")
    return redirect(url_for("links.reference", token=token))


@blueprint.route("/link/<token>/decline", methods=["GET", "POST"])
@public
@limited("link", methods=SHOWING)
def decline(token: str) -> Page:
    """Saying no, with a reason that the applicant never reads."""
    found = _opened(token)
    if found is None or not found.is_live:
        return _over(found)
    error = ""
    if request.method == "POST":
        try:
            answering.decline(db.session(), token, request.form.get("reason", ""))
            db.session.commit()
            return redirect(url_for("links.show", token=token))
        except Invalid as refusal:
            error = say(refusal.reasons[0], current_locale())
    page = render_template(
        "links/decline.html",
        found=found,
        token=token,
        reasons=DECLINE_REASONS,
        chosen=request.args.get("reason", ""),
        error=error,
    )
    return (page, 422) if error else page


@blueprint.route("/link/new", methods=["GET", "POST"])
@public
@limited("reset")
def new() -> Page:
    """A new link to whoever was asked; the answer is the same for every address."""
    email, error = request.form.get("email", "").strip()[:254], ""
    if request.method == "POST":
        if EMAIL.fullmatch(email):
            answering.send_new_links(db.session(), email)
            db.session.commit()
            return redirect(url_for("links.sent"))
        error = _("Write an e-mail address, for example name@customs.example.")
    page = render_template("links/new.html", email=email, error=error)
    return (page, 422) if error else page


@blueprint.get("/link/sent")
@public
def sent() -> str:
    """The same for known and unknown addresses."""
    return render_template("links/sent.html")

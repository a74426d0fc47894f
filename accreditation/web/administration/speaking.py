"""The head of unit's word, and the withdrawal of support with its consequences spelled out before it is done."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.transition import perform_transition
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import found_case, seen_version
from accreditation.web.cases.leading import lead_on
from accreditation.web.cases.steps import steps_of
from accreditation.workflow import permissions
from accreditation.workflow.application.withdrawing import consequences_of_withdrawal

WORDS = ("recommend", "advise_against")
WITHDRAWAL = "withdraw_nomination"


@blueprint.route("/cases/<number>/recommend", methods=["GET", "POST"])
@needs(permissions.VIEW, *WORDS)
def recommend(number: str) -> str | Response | tuple[str, int]:
    """The application on one side, the head of unit's word on the other."""
    found = found_case(number)
    steps = {step.name: step for step in steps_of(found) if step.name in WORDS}
    act, note, errors = request.form.get("act", ""), request.form.get("note", ""), []
    if not steps and act not in WORDS:
        if request.method == "POST":
            raise NotPermitted
        return redirect(url_for("cases.show", number=number))
    if request.method == "POST" and act in WORDS:
        if act == "advise_against" and not note.strip():
            errors.append({"text": _("Say why you do not recommend this person."), "href": "#note"})
        else:
            state = found.application.state
            perform_transition(
                db.session(), found.application, act, actor=current_actor(), note=note, seen_version=seen_version()
            )
            db.session.commit()
            lead_on(_("Your word is kept. The next level reads it and decides."), state, number)
            return redirect(url_for("cases.show", number=number))
    page = render_template("administration/recommend.html", note=note, errors=errors, **evidence_for(found))
    return (page, 422) if errors else page


@blueprint.route("/cases/<number>/withdraw-nomination", methods=["GET", "POST"])
@needs(permissions.VIEW, WITHDRAWAL)
def withdraw_nomination(number: str) -> str | Response | tuple[str, int]:
    """What ends, what is kept and who is told in this very state; then the reason, and the act."""
    found = found_case(number)
    is_open = any(step.name == WITHDRAWAL for step in steps_of(found))
    if not is_open and request.method == "GET":
        return redirect(url_for("cases.show", number=number))
    note, errors = request.form.get("note", ""), []
    if request.method == "POST":
        if note.strip() or not is_open:
            perform_transition(
                db.session(),
                found.application,
                WITHDRAWAL,
                actor=current_actor(),
                note=note,
                seen_version=seen_version(),
            )
            db.session.commit()
            flash(_("The nomination is withdrawn. The person and the regional office are told."), "success")
            return redirect(url_for("cases.show", number=number))
        errors.append({"text": _("Write the reason: the person concerned reads it."), "href": "#note"})
    page = render_template(
        "administration/withdraw_nomination.html",
        application=found.application,
        version=found.version,
        consequences=consequences_of_withdrawal(found.application.state),
        note=note,
        errors=errors,
    )
    return (page, 422) if errors else page

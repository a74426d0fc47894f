"""A step of a case, confirmed with its note and reasons, and taken."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from accreditation.applications.screening import reasons_found
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.training.facts import next_workshop
from accreditation.training.models import Workshop
from accreditation.transition import perform_transition
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import FoundCase, found_case, seen_version
from accreditation.web.cases.leading import lead_on
from accreditation.web.cases.steps import STEP_PAGES, Step, steps_of
from accreditation.web.language import said
from accreditation.workflow import permissions


@blueprint.get("/cases/<number>/steps/<name>")
@needs(permissions.VIEW, "*")
def confirm_step(number: str, name: str) -> str | Response:
    """What the step will do, before it is done; with its note and reasons."""
    found = found_case(number)
    step = next((step for step in steps_of(found) if step.name == name), None)
    if step is None:
        return redirect(url_for("cases.show", number=number))
    typed: MultiDict[str, str] = MultiDict()
    if name == "find_ineligible":
        typed.setlist("reasons", list(reasons_found(db.session(), found.application)))
    return _step_page(found, step, typed, [])


def _step_page(found: FoundCase, step: Step, typed: Any, errors: list[dict[str, str]]) -> str:
    shown = {"application": found.application, "version": found.version, "is_blind": found.reads_blind}
    shown["workshop"] = _workshop_of(found) if step.name == "invite" else None
    return render_template("cases/step.html", step=step, typed=typed, errors=errors, **shown)


def _workshop_of(found: FoundCase) -> Workshop | None:
    """Where an invitation gives a seat, once its days are known."""
    workshop = next_workshop(db.session(), found.application.call_id)
    return workshop if workshop is not None and workshop.starts_on else None


@blueprint.post("/cases/<number>/steps/<name>")
@needs(permissions.VIEW, "*")
def take_step(number: str, name: str) -> str | Response | tuple[str, int]:
    """Takes the step through the door; a missing note or reason is asked for beside its field."""
    found = found_case(number)
    step = next((step for step in steps_of(found) if step.name == name), None)
    if step is None or name in STEP_PAGES:
        raise NotPermitted
    errors = _what_is_missing(step)
    if errors:
        return _step_page(found, step, request.form, errors), 422
    state = found.application.state
    perform_transition(
        db.session(),
        found.application,
        name,
        actor=current_actor(),
        note=request.form.get("note", ""),
        reasons=request.form.getlist("reasons"),
        seen_version=seen_version(),
    )
    db.session.commit()
    lead_on(f"{said(step.transition.done)}.", state, number)
    return redirect(url_for("cases.show", number=number))


def _what_is_missing(step: Step) -> list[dict[str, str]]:
    errors = []
    if step.transition.needs_note and not request.form.get("note", "").strip():
        errors.append({"text": _("Write a note: the person concerned and the record need it."), "href": "#note"})
    if step.reasons and not step.transition.decides and not request.form.getlist("reasons"):
        errors.append({"text": _("Choose at least one reason."), "href": "#reasons"})
    known = {reason["code"] for reason in step.reasons}
    if set(request.form.getlist("reasons")) - known:
        errors.append({"text": _("This reason is not in the scheme’s list."), "href": "#reasons"})
    return errors

"""Asking the applicant, item by item, and judging the answers: enough, or once more."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications.answering import accept, ask_again
from accreditation.applications.answers import sections_of
from accreditation.applications.request_models import Concern, InformationItem
from accreditation.applications.screening import add_item, open_request_of, remove_item, requests_of
from accreditation.applications.slots import slots_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.transition import perform_transition
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.asked import asked_of
from accreditation.web.cases.finding import FoundCase, found_case, row_by_public_id, seen_version
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.workflow import permissions


@blueprint.get("/cases/<number>/ask")
@needs(permissions.ASK)
def ask(number: str) -> str:
    """What was answered, and what is asked for next, item by item."""
    return _page(found_case(number, permissions.ASK))


def _page(found: FoundCase, refusal: Invalid | None = None) -> str:
    session, application = db.session(), found.application
    requests, is_blind = requests_of(session, application), found.reads_blind
    return render_template(
        "rocb/ask.html",
        application=application,
        version=found.version,
        open_request=open_request_of(session, application),
        answered=[asked for asked in asked_of(application, requests) if asked.closed_at is not None and not is_blind],
        is_blind=is_blind,
        subjects=_subjects(found),
        error=said(refusal.reasons[0]) if refusal else "",
        refused_field=(refusal.field or "question") if refusal else "",
        typed=request.form,
    )


def _subjects(found: FoundCase) -> list[tuple[str, list[tuple[str, Any]]]]:
    """What an item may be about, in two groups: value of the choice and its words."""
    application = found.application
    sections = [(f"{Concern.SECTION}:{form.key}", form.title) for form in sections_of(application)]
    places = [(f"{Concern.DOCUMENT}:{slot.key}", slot.names) for slot in slots_of(application).values()]
    return [(_("A section of the form"), sections), (_("A document"), places)]


@blueprint.post("/cases/<number>/ask")
@needs(permissions.ASK, "ask_for_information")
def write_item(number: str) -> Response | tuple[str, int]:
    """Adds an item, takes one out, judges an answer, or sends what was listed."""
    found = found_case(number, permissions.ASK)
    session, actor, application = db.session(), current_actor(), found.application
    act = request.form.get("act", "add")
    if act == "send":
        perform_transition(session, application, "ask_for_information", actor=actor, seen_version=seen_version())
        session.commit()
        flash(_("Sent. The clock stops until the answers come."), "success")
        return redirect(url_for("cases.show", number=number))
    try:
        _do(found, act)
    except Invalid as refusal:
        return _page(found, refusal), 422
    session.commit()
    return redirect(url_for("rocb.ask", number=number))


def _do(found: FoundCase, act: str) -> None:
    """`add`, or `remove-`, `accept-`, `again-` and the item's public id."""
    session, actor, application = db.session(), current_actor(), found.application
    what, _dash, public_id = act.partition("-")
    question = typed_text("question")
    if what == "add":
        concerns, _colon, key = request.form.get("about", "").partition(":")
        known = Concern(concerns) if concerns in list(Concern) else Concern.CASE
        add_item(session, actor, application, question, key, known)
        return
    item = row_by_public_id(InformationItem, public_id)
    if what == "remove":
        remove_item(session, actor, application, item)
    elif what == "accept":
        accept(session, actor, application, item)
    else:
        ask_again(session, actor, application, item, question)

"""The conversation on a case, as the office reads and writes it; the applicant's pages use the same parts."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.applications import messages as talk
from accreditation.applications.message_models import Side
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.workflow import permissions


@blueprint.get("/cases/<number>/messages")
@needs(permissions.TALK)
def messages(number: str) -> str | Response:
    """What the applicant and the office wrote to each other; to applicants their own page."""
    found = found_case(number)
    if talk.side_of(current_actor(), found.application) is Side.APPLICANT:
        return redirect(url_for("expert.messages", number=found.application.number))
    found.require(permissions.TALK)
    return conversation_page(found)


@blueprint.post("/cases/<number>/messages")
@needs(permissions.TALK)
@limited("message")
def write_message(number: str) -> Response | tuple[str, int]:
    """The office writes, or says that no answer is needed."""
    return written(found_case(number, permissions.TALK), url_for("cases.messages", number=number))


def conversation_page(found: FoundCase, error: str = "") -> str:
    """The whole conversation with the form under it; opening it is on record as the reading mark of this side."""
    session, application = db.session(), found.application
    side = talk.side_of(current_actor(), application)
    own_until = talk.read_until(session, application, side)
    ledger.note_reading(talk.READINGS[side], application.region_id, application.id)
    return render_template(
        "cases/messages.html",
        application=application,
        is_applicant=side is Side.APPLICANT,
        messages=talk.messages_of(session, application),
        side=side,
        seen_by_me=own_until,
        seen_by_others=talk.read_until(session, application, talk.other_than(side)),
        standing=talk.standings_of(session, [application.id], side).get(application.id, talk.Standing()),
        longest=talk.LONGEST,
        error=error,
        typed=request.form.get("text", ""),
    )


def written(found: FoundCase, back: str) -> Response | tuple[str, int]:
    """Keeps what was written, or shows the page again with what stands against it; nothing typed is lost."""
    if request.form.get("act") == "no_answer":
        talk.need_no_answer(db.session(), current_actor(), found.application)
        flash(_("Kept: no answer is needed."), "success")
    else:
        try:
            talk.write_message(db.session(), current_actor(), found.application, request.form.get("text", ""))
        except Invalid as refusal:
            return conversation_page(found, said(refusal.reasons[0])), 422
        flash(_("Your message is on the case. The other side is told by e-mail."), "success")
    db.session.commit()
    return redirect(back)

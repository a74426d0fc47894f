"""Two keys of two different offices: asking for the second, reading what it is for, turning it, and the log of both."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.accreditations.models import Accreditation
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.schemes.call_lists import call_by_reference
from accreditation.texts import Text
from accreditation.two_keys.models import KeyRequest
from accreditation.two_keys.queries import latest_requests, may_see, request_by_public_id, subject_of
from accreditation.two_keys.turning import against_turning, ask, facts_for, take_back, turn, use
from accreditation.visibility import accreditations_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import found_case, seen_version, visible_row
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.two_keys.about import About, about, fetch, state_of
from accreditation.web.two_keys.case_file import file_of_cases
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Role
from accreditation.workflow.two_keys import KEY_RULES, OFFICE_LABELS, OFFICE_OF, KeyRule

blueprint = Blueprint("two_keys", __name__)
HOLDERS = tuple(OFFICE_OF)
SHOWN = 100


def _subject(rule: KeyRule, address: str) -> Any:
    """What the act is about, if the person who asks may see it."""
    if rule.lifecycle == "call":
        found = call_by_reference(db.session(), current_region().id, address)
        if found is None:
            raise NotPermitted
        return found
    if rule.lifecycle == "accreditation":
        return visible_row(Accreditation, address, accreditations_visible_to(current_actor()))
    return found_case(address).application


def _asked(act: str, address: str) -> tuple[KeyRule, Any]:
    rule = KEY_RULES.get(act)
    if rule is None:
        raise NotPermitted
    subject = _subject(rule, address)
    if rule.first(current_actor(), facts_for(db.session(), subject)) is not None:
        raise NotPermitted
    return rule, subject


@blueprint.get("/keys/ask/<act>/<address>")
@needs(Role.ROCB_OFFICER, Role.ROCB_HEAD)
def ask_page(act: str, address: str) -> str:
    """What the act will do, who could turn the second key, and the reasons for it."""
    return _ask_page(*_asked(act, address), [])


def _ask_page(rule: KeyRule, subject: Any, errors: list[dict[str, str]]) -> str:
    told = about(db.session(), subject)
    return render_template(
        "two_keys/ask.html",
        rule=rule,
        about=told,
        version=request.form.get("seen_version") or subject.version,
        reasons=told.scheme.reasons.get(rule.reasons or "", []),
        offices=[OFFICE_LABELS[office] for office in sorted(rule.second)],
        typed=request.form,
        errors=errors,
    )


@blueprint.post("/keys/ask/<act>/<address>")
@needs(Role.ROCB_OFFICER, Role.ROCB_HEAD)
def turn_first(act: str, address: str) -> Response | tuple[str, int]:
    """The first key: nothing happens before another office turns the second."""
    rule, subject = _asked(act, address)
    try:
        made = ask(
            db.session(),
            current_actor(),
            act,
            subject,
            reasons=request.form.getlist("reasons"),
            note=typed_text("note"),
            seen_version=seen_version(),
        )
    except (Invalid, TransitionRefused) as refusal:
        field = getattr(refusal, "field", None) or "note"
        return _ask_page(
            rule, subject, [{"text": said(reason), "href": f"#{field}"} for reason in refusal.reasons]
        ), 422
    address = url_for("two_keys.show", public_id=made.public_id)
    db.session.commit()
    flash(_("The first key is turned. Nothing has happened yet: another office turns the second."), "info")
    return redirect(address)


def _found(public_id: str) -> tuple[KeyRequest, Any]:
    found = request_by_public_id(db.session(), public_id, current_region().id)
    if found is None:
        raise NotPermitted
    subject = subject_of(db.session(), found)
    if not may_see(current_actor(), found, subject):
        raise NotPermitted
    return found, subject


@blueprint.get("/keys")
@needs(*HOLDERS)
def index() -> str:
    """The log: every request of the region that the person may see, the latest first."""
    found = latest_requests(db.session(), current_actor(), current_region().id, SHOWN)
    fetch(db.session(), [subject for _request, subject in found])
    return render_template("two_keys/index.html", rows=[_row(*each) for each in found], rules=KEY_RULES)


def _row(found: KeyRequest, subject: Any) -> tuple[KeyRequest, About, Any, str]:
    told = about(db.session(), subject)
    return found, told, state_of(found, subject), told.name if told.reads(current_actor()) else ""


@blueprint.get("/keys/<public_id>")
@needs(*HOLDERS)
def show(public_id: str) -> str:
    """What the second key would do, who asked and why."""
    found, subject = _found(public_id)
    ledger.note_reading("key_request", found.region_id, found.id)
    session, actor = db.session(), current_actor()
    told, (stands, tone) = about(session, subject), state_of(found, subject)
    rule = KEY_RULES[found.act]
    is_asker = actor.person_id == found.asked_by_id
    waits = tone == "us"
    codes = {row["code"]: row["texts"] for row in told.scheme.reasons.get(rule.reasons or "", [])}
    return render_template(
        "two_keys/show.html",
        request_=found,
        rule=rule,
        about=told,
        stands=stands,
        tone=tone,
        waits=waits,
        against=against_turning(session, actor, found, subject) if waits else None,
        is_asker=is_asker,
        may_take_out=is_asker and rule.lifecycle == "call" and tone == "applicant",
        reasons=[codes[code] for code in found.reasons if code in codes],
        offices=OFFICE_LABELS,
        reads=told.reads(actor),
    )


def _done(rule: KeyRule) -> Text:
    """What the second key brought about: the step, as it was taken; of a call nothing yet, the file may now be taken out."""
    return LIFECYCLES[rule.lifecycle].transition(rule.act).done if rule.lifecycle in LIFECYCLES else rule.label


@blueprint.post("/keys/<public_id>")
@needs(*HOLDERS)
def change(public_id: str) -> Response:
    """Turns the second key, or takes the request back."""
    (found, _subject_of), act = _found(public_id), request.form.get("act")
    if act == "turn":
        turn(db.session(), current_actor(), found)
        told = _("Both keys are turned: %(act)s.", act=said(_done(KEY_RULES[found.act])))
    elif act == "drop":
        take_back(db.session(), current_actor(), found)
        told = _("The request is taken back. Nothing has happened.")
    else:
        raise NotPermitted
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("two_keys.show", public_id=public_id))


@blueprint.post("/keys/<public_id>/file")
@needs(Role.ROCB_OFFICER, Role.ROCB_HEAD)
def take_out(public_id: str) -> Response:
    """The file, once, for whoever asked for it."""
    found, _call = _found(public_id)
    call = use(db.session(), current_actor(), found)
    content = file_of_cases(db.session(), current_actor(), call)
    db.session.commit()
    answer = make_response(content)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{call.reference}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer

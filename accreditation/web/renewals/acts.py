"""The acts on the page of a renewal: ask, take back, endorse, confirm, check, audit, decline."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.renewals import asking, auditing, practising
from accreditation.transition import refuse_if_stale
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import seen_version
from accreditation.web.forms import typed_text
from accreditation.web.language import said
from accreditation.web.renewals import blueprint
from accreditation.web.renewals.finding import FoundRenewal, found_renewal
from accreditation.web.renewals.views import page
from accreditation.workflow.renewal import (
    AUDIT_RENEWAL,
    CHECK_RENEWAL,
    CONFIRM_PRACTICE,
    DECLINE_RENEWAL,
    ENDORSE_RENEWAL,
    LOG_PRACTICE,
)

Page = str | Response | tuple[str, int]


def _words(field: str = "words") -> str:
    return typed_text(field, practising.LONGEST)


def _ask(found: FoundRenewal) -> None:
    asking.ask(db.session(), current_actor(), found.accreditation, _words())


def _withdraw(found: FoundRenewal) -> None:
    asking.withdraw(db.session(), current_actor(), found.accreditation)


def _endorse(found: FoundRenewal) -> None:
    is_endorsed = request.form["act"] == "endorse"
    asking.endorse(db.session(), current_actor(), found.accreditation, is_endorsed=is_endorsed, words=_words())


def _check(found: FoundRenewal) -> None:
    asking.check(db.session(), current_actor(), found.accreditation)


def _audit(found: FoundRenewal) -> None:
    has_passed = request.form["act"] == "pass_audit"
    auditing.conclude(db.session(), current_actor(), found.accreditation, has_passed=has_passed, note=_words("note"))


def _decline(found: FoundRenewal) -> None:
    asking.decline(db.session(), current_actor(), found.accreditation, _words("reason"))


def _judge(found: FoundRenewal) -> None:
    entry = request.form.get("entry", "")
    practising.judge_activity(
        db.session(),
        current_actor(),
        found.accreditation,
        entry,
        is_confirmed=request.form["act"] == "confirm_entry",
        reason=_words(f"reason-{entry}"),
    )


def _take_out(found: FoundRenewal) -> None:
    practising.withdraw_activity(db.session(), current_actor(), found.accreditation, request.form.get("entry", ""))


ACTS: Mapping[str, Callable[[FoundRenewal], None]] = {
    "ask": _ask,
    "withdraw": _withdraw,
    "endorse": _endorse,
    "do_not_endorse": _endorse,
    "check": _check,
    "pass_audit": _audit,
    "fail_audit": _audit,
    "decline": _decline,
    "confirm_entry": _judge,
    "refuse_entry": _judge,
    "take_out": _take_out,
}


@blueprint.post("/accreditations/<public_id>/renewal")
@needs(LOG_PRACTICE, CONFIRM_PRACTICE, ENDORSE_RENEWAL, CHECK_RENEWAL, AUDIT_RENEWAL, DECLINE_RENEWAL)
def act(public_id: str) -> Page:
    """One of ACTS, refused by its own rule; what was typed comes back with what was wrong beside it."""
    found, does = found_renewal(public_id), ACTS.get(request.form.get("act", ""))
    if does is None:
        raise NotPermitted
    try:
        refuse_if_stale(db.session(), found.accreditation, current_actor(), seen_version())
        does(found)
    except Invalid as refusal:
        db.session.rollback()
        errors = {refusal.field or "main": " ".join(said(reason) for reason in refusal.reasons)}
        return page(found_renewal(public_id), errors, request.form.to_dict()), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("renewals.show", public_id=public_id))

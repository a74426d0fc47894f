"""A blind reviewer recognises the applicant: judges freely all the same, or declares the interest and steps back."""

from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.conflicts.found_late import own_up
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.reviews.recognising import recognise, recognition_by
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.forms import typed_text
from accreditation.web.interests import InterestForm
from accreditation.web.language import current_locale, said
from accreditation.web.reviewer import blueprint, own_assignment
from accreditation.workflow import permissions


def _found(number: str) -> FoundCase:
    found = found_case(number, permissions.DECLARE_INTEREST)
    if not found.reads_blind:
        raise NotPermitted
    return found


@blueprint.get("/cases/<number>/recognised")
@needs(permissions.DECLARE_INTEREST)
def recognised(number: str) -> str:
    """The two answers. The page says nothing of who it is."""
    return _page(_found(number), InterestForm())


def _page(found: FoundCase, form: Any, error: str = "") -> str:
    return render_template(
        "reviewer/recognised.html",
        application=found.application,
        known=recognition_by(db.session(), own_assignment(found)),
        form=form,
        error=error,
        words=request.form.get("words", ""),
    )


@blueprint.post("/cases/<number>/recognised")
@needs(permissions.DECLARE_INTEREST)
def recognise_person(number: str) -> Response | tuple[str, int]:
    """Kept for the office; with an interest the case closes to the reviewer in the same act."""
    found, session, actor = _found(number), db.session(), current_actor()
    form, words = cast(Any, InterestForm.typed()), typed_text("words", 1000)
    is_free = request.form.get("answer") == "free"
    if not is_free and not form.validate():
        return _page(found, form), 422
    try:
        recognise(
            session, actor, found.application, is_free=is_free, words=words if is_free else str(form.note.data or "")
        )
    except Invalid as refusal:
        return _page(found, InterestForm(), said(refusal.reasons[0])), 422
    if is_free:
        session.commit()
        flash(_("Thank you. It is on record, and you go on as before."), "success")
        return redirect(url_for("cases.show", number=number))
    own_up(session, actor, found.application, form.kind.data, form.note.data, current_locale())
    session.commit()
    flash(_("Thank you. It is on record, and the case is closed to you."), "success")
    return redirect(url_for("cases.tasks"))

"""Language interviews of a candidate, as the office records them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, StringField, TextAreaField

from accreditation.applications.interviews import (
    EXAMINED,
    checked_interview,
    declared_levels,
    interviews_of,
    record_interview,
)
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.schemes.rules import CEFR
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.forms import DAYS, PageForm
from accreditation.web.language import language_name
from accreditation.workflow import permissions


class InterviewForm(PageForm):
    language = SelectField(_l("Language"))
    level = SelectField(_l("Level that it showed"), choices=[("", "–"), *((level, level) for level in CEFR)])
    held_on = DateField(_l("Day of the interview"), format=DAYS)
    interviewer = StringField(_l("Held by"))
    note = TextAreaField(_l("What was noticed"))


@blueprint.route("/cases/<number>/interviews", methods=["GET", "POST"])
@needs(permissions.INTERVIEW)
def interviews(number: str) -> Response | str | tuple[str, int]:
    """What was recorded, and one more."""
    found = found_case(number, permissions.INTERVIEW)
    form: Any = InterviewForm.typed(language=found.application.call.language, interviewer=current_actor().name)
    form.language.choices = [(code, language_name(code)) for code in EXAMINED]
    if request.method == "GET":
        ledger.note_reading("interviews", found.application.region_id, found.application.id)
        return _page(found, form)
    plain = {name: form[name].data or "" for name in ("language", "level", "interviewer", "note")}
    try:
        typed = checked_interview(**plain, held_on=form.held_on.data)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(found, form), 422
    record_interview(db.session(), current_actor(), found.application, typed)
    db.session.commit()
    flash(_("Recorded."), "success")
    return redirect(url_for("cases.interviews", number=number))


def _page(found: FoundCase, form: Any) -> str:
    return render_template("cases/interviews.html", application=found.application, form=form, **shown_interviews(found))


def shown_interviews(found: FoundCase) -> dict[str, Any]:
    """`interviews`, the latest first, and `declared` levels by language; empty for whoever may not read judgements."""
    if not found.may(permissions.READ_JUDGEMENTS):
        return {"interviews": [], "declared": {}}
    held = interviews_of(db.session(), found.application)
    return {"interviews": held, "declared": declared_levels(db.session(), found.application) if held else {}}

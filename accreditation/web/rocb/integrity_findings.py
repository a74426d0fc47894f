"""What the register of integrity finds about a case, and what an officer makes of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.integrity.matches import VERDICTS, matches_of, record_finding
from accreditation.integrity.readers import refuse_who_may_not_read
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import found_case
from accreditation.web.forms import PageForm
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.workflow import permissions


class FindingForm(PageForm):
    verdict = RadioField(_l("Is it the same person?"))
    reason = TextAreaField(_l("How you know"))


@blueprint.route("/cases/<number>/integrity", methods=["GET", "POST"])
@needs(permissions.READ_JUDGEMENTS)
def case_integrity(number: str) -> Response | str | tuple[str, int]:
    """The possible matches of one case, and what was found out about each."""
    session, actor = db.session(), current_actor()
    found = found_case(number, permissions.READ_JUDGEMENTS)
    refuse_who_may_not_read(session, actor, found.application.region_id)
    matches = matches_of(session, found.application)
    named = request.form.get("entry", "")
    forms = {match.entry.public_id: _finding_form(match, named) for match in matches}
    status = 200
    if request.method == "POST":
        if named not in forms:
            raise NotPermitted
        entry = next(match.entry for match in matches if match.entry.public_id == named)
        form = forms[named]
        try:
            record_finding(session, actor, found.application, entry, form.verdict.data or "", form.reason.data or "")
            session.commit()
            flash(_("Kept."), "success")
            return redirect(url_for("rocb.case_integrity", number=number))
        except Invalid as refusal:
            form.refuse(refusal)
            status = 422
    else:
        ledger.note_reading("case_integrity", found.application.region_id, found.application.id)
    page = render_template(
        "rocb/case_integrity.html", application=found.application, matches=matches, forms=forms, verdicts=VERDICTS
    )
    return page, status


def _finding_form(match: Any, named: str) -> Any:
    """Filled in with what was sent where it is about this entry, else with what was found before."""
    before = match.finding
    kept = {"verdict": before.verdict, "reason": before.reason} if before else {}
    prefix = match.entry.public_id
    sent = request.form if named == prefix else None
    form: Any = FindingForm(formdata=sent, data=kept)
    form.verdict.choices = [(key, said(words)) for key, words in VERDICTS.items()]
    for field in form:
        field.id = field.label.field_id = f"{field.name}-{prefix}"
    return form

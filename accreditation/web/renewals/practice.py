"""The form by which an expert records practice: what, where, when, how much, and a file that shows it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.renewals.practising import KINDS, UNITS, Given, log_activity
from accreditation.schemes.earlier import number_in
from accreditation.storage.inspection import ACCEPTED
from accreditation.texts import N_
from accreditation.web.access import current_actor, needs, require
from accreditation.web.files import handed_in, storage, takes_files, use_up
from accreditation.web.forms import DAYS, PageForm
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.web.renewals import blueprint
from accreditation.web.renewals.finding import FoundRenewal, found_renewal
from accreditation.workflow.renewal import LOG_PRACTICE


class PracticeForm(PageForm):
    kind = RadioField(_l("What was it?"), choices=lambda: [(key, said(label)) for key, label in KINDS.items()])
    title = StringField(_l("What did you do, in a few words"), [Length(max=200)])
    place = StringField(_l("Where, or for whom"), [Optional(), Length(max=200)])
    began_on = DateField(_l("First day"), [Optional()], format=DAYS)
    ended_on = DateField(_l("Last day"), [Optional()], format=DAYS, description=_l("Leave empty if it was one day."))
    amount = IntegerField(_l("How long it took"), [Optional()])
    unit = SelectField(_l("Counted in"), choices=lambda: [(key, said(label)) for key, label in UNITS.items()])


@blueprint.route("/accreditations/<public_id>/renewal/practice", methods=["GET", "POST"])
@needs(LOG_PRACTICE)
@limited("upload", methods=("POST",))
@takes_files("file")
def record(public_id: str) -> str | Response | tuple[str, int]:
    """One more entry. Missions in the system are counted by themselves and not recorded here."""
    found = found_renewal(public_id)
    require(LOG_PRACTICE, found.facts)
    form: Any = PracticeForm.typed()
    if request.method == "GET":
        return _page(found, form)
    is_sound = form.validate()
    try:
        if is_sound:
            _record(found, form)
    except Invalid as refusal:
        db.session.rollback()
        error = said(refusal.reasons[0]) if refusal.field == "file" else ""
        if not error:
            form.refuse(refusal)
        return _page(found_renewal(public_id), form, error), 422
    if not is_sound:
        return _page(found, form), 422
    db.session.commit()
    flash(_("Recorded. It counts once the regional office has confirmed it."), "success")
    return redirect(url_for("renewals.show", public_id=public_id) + "#log")


def _record(found: FoundRenewal, form: Any) -> None:
    given = Given(
        kind=form.kind.data or "",
        title=form.title.data or "",
        place=form.place.data or "",
        began_on=form.began_on.data,
        ended_on=form.ended_on.data,
        amount=form.amount.data,
        unit=form.unit.data or "",
    )
    file = handed_in()
    if file is None:
        raise Invalid(N_("Add a file that shows it: a certificate, a programme, a letter, the publication."), "file")
    log_activity(db.session(), current_actor(), found.accreditation, storage(), given, file.name, file.found)
    use_up(file)


def _page(found: FoundRenewal, form: Any, error: str = "") -> str:
    hours = number_in(found.renewal.scheme.numbers, "practice_day_hours")
    form.amount.description = ngettext("A day counts as %(num)s hour.", "A day counts as %(num)s hours.", hours)
    return render_template("renewals/practice.html", found=found, form=form, error=error, accepted=ACCEPTED)

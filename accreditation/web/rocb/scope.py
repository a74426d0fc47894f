"""The scope of an accreditation reduced or extended, by the head of the office: what changes, on which grounds, what follows."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField, TextAreaField

from accreditation.accreditations.editions import edition_of
from accreditation.accreditations.models import Accreditation
from accreditation.accreditations.scoping import DIRECTIONS, LEVELS, LONGEST_REFERENCE, Scope, change_scope, scope_of
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.region.models import Category, Subject
from accreditation.region.standing_data import in_use
from accreditation.transition import facts_of
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import seen_version
from accreditation.web.forms import PageForm, typed_text
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.records import found_accreditation
from accreditation.web.written import written
from accreditation.workflow.accreditation import ACCREDITATION

Page = Response | str | tuple[str, int]


class ScopeForm(PageForm):
    direction = RadioField(_l("What is it?"))
    category = SelectField(_l("Category"))
    subject = SelectField(_l("Subject"))
    level = RadioField(_l("Level"))
    reference = StringField(
        _l("Decision"),
        description=_l(
            "Number or reference of the decision or assessment on which it rests. It is printed on the certificate."
        ),
    )
    why = TextAreaField(_l("Why"), description=_l("The expert reads it, with the scope before and after."))


@blueprint.route("/accreditations/<public_id>/scope", methods=["GET", "POST"])
@needs("change_scope")
def scope(public_id: str) -> Page:
    """The scope as it is, and the form that changes it."""
    found = found_accreditation(public_id)
    step = ACCREDITATION.transition("change_scope")
    if found.state not in step.sources or step.who(current_actor(), facts_of(db.session(), found)) is not None:
        raise NotPermitted
    form: Any = ScopeForm.typed(**asdict(scope_of(found)))
    _offer(form, found)
    if request.method == "GET":
        return _page(found, form)
    wanted = Scope(form.category.data or "", form.subject.data or "", form.level.data or "")
    try:
        change_scope(
            db.session(),
            current_actor(),
            found,
            wanted,
            direction=form.direction.data or "",
            reference=typed_text("reference", LONGEST_REFERENCE),
            why=typed_text("why"),
            seen_version=seen_version(),
        )
    except Invalid as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _page(found_accreditation(public_id), form), 422
    db.session.commit()
    flash(_("The scope is changed. The new certificate waits to be released."), "success")
    return redirect(url_for("rocb.accreditation", public_id=public_id))


def _offer(form: Any, found: Accreditation) -> None:
    """Categories and subjects in use today, and the present one even where it is retired."""
    for field, table, present in ((form.category, Category, found.category), (form.subject, Subject, found.subject)):
        rows = {row.code: row for row in (*in_use(db.session(), found.region_id, table), present)}
        field.choices = sorted(((code, written(row.names)) for code, row in rows.items()), key=lambda pair: pair[1])
    form.level.choices = [(code, said(label)) for code, label in LEVELS.items()]
    form.direction.choices = [(code, said(label)) for code, label in DIRECTIONS.items()]


def _page(found: Accreditation, form: Any) -> str:
    numbers = edition_of(db.session(), found).numbers
    return render_template(
        "rocb/scope.html", subject=found, form=form, levels=LEVELS, appeal_days=numbers["appeal_window_days"]
    )

"""The integrity register: entries, who reads them, and the possible matches of cases. Whoever may not read it finds no page."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.integrity.matches import VERDICTS, matches_among
from accreditation.integrity.models import IntegrityEntry
from accreditation.integrity.readers import name_readers, readers_of, refuse_who_may_not_read
from accreditation.integrity.register import add_entry, end_entry, entries_of, standing_entries
from accreditation.people.roles import OFFICE, holders
from accreditation.visibility import applications_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import DAYS, PageForm
from accreditation.web.places import countries
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role

A_DAY: dict[str, Any] = {"format": DAYS, "validators": [Optional()]}


class EntryForm(PageForm):
    name = StringField(_l("Name"), description=_l("Given and family names as the source writes them, in any order."))
    born_on = DateField(_l("Date of birth"), **A_DAY)
    nationality = SelectField(_l("Nationality"))
    reason = TextAreaField(_l("What the warning is about"))
    source = StringField(_l("Source"), description=_l("The letter, judgement or decision, with its date."))
    starts_on = DateField(_l("Counts from"), **A_DAY)
    ends_on = DateField(_l("Counts until"), **A_DAY)


class EndForm(PageForm):
    reason = TextAreaField(_l("Why it no longer counts"))


class ReadersForm(PageForm):
    person = SelectMultipleField(_l("Officers who read the register"))


def _entry_form() -> Any:
    form: Any = EntryForm.typed()
    form.nationality.choices = [("", _("Not known")), *countries()]
    return form


def _readers_form() -> Any:
    officers = holders(db.session(), [Role.ROCB_OFFICER], current_region().id)
    present = [person.public_id for person in readers_of(db.session(), current_region().id)]
    form: Any = ReadersForm(data={"person": present})
    form.person.choices = [(person.public_id, person.display_name) for person in officers]
    return form


@blueprint.get("/integrity")
@needs(*OFFICE)
def integrity() -> str:
    """Every entry, and the open cases whose applicant may be somebody in the register."""
    refuse_who_may_not_read(db.session(), current_actor(), current_region().id)
    ledger.note_reading("integrity", current_region().id)
    return _register_page(_entry_form())


def _register_page(form: Any) -> str:
    session, region, actor = db.session(), current_region(), current_actor()
    standing = standing_entries(session, region.id)
    return render_template(
        "rocb/integrity.html",
        form=form,
        entries=entries_of(session, region.id),
        standing={entry.id for entry in standing},
        matches=matches_among(session, applications_visible_to(actor), standing),
        verdicts=VERDICTS,
        readers=_readers_form() if actor.holds(Role.ROCB_HEAD, region.id) else None,
    )


@blueprint.post("/integrity")
@needs(*OFFICE)
def enter_integrity() -> Response | tuple[str, int]:
    """One entry more."""
    refuse_who_may_not_read(db.session(), current_actor(), current_region().id)
    form = _entry_form()
    if not form.validate():
        return _register_page(form), 422
    try:
        typed = {name: form[name].data or "" for name in ("name", "reason", "source", "nationality")}
        days = {name: form[name].data for name in ("born_on", "starts_on", "ends_on")}
        entry = add_entry(db.session(), current_actor(), current_region().id, **typed, **days)
    except Invalid as refusal:
        form.refuse(refusal)
        return _register_page(form), 422
    db.session.commit()
    flash(_("Entered. The possible matches are below."), "success")
    return redirect(url_for("rocb.integrity_entry", public_id=entry.public_id))


@blueprint.post("/integrity/readers")
@needs(Role.ROCB_HEAD)
def integrity_readers() -> Response:
    """The head says which officers read the register."""
    chosen = set(request.form.getlist("person"))
    officers = holders(db.session(), [Role.ROCB_OFFICER], current_region().id)
    people = [person for person in officers if person.public_id in chosen]
    name_readers(db.session(), current_actor(), current_region().id, people)
    db.session.commit()
    flash(_("Kept."), "success")
    return redirect(url_for("rocb.integrity"))


@blueprint.route("/integrity/<public_id>", methods=["GET", "POST"])
@needs(*OFFICE)
def integrity_entry(public_id: str) -> Response | str | tuple[str, int]:
    """One entry with the open cases that it may concern; ended here, with the reason."""
    session, actor = db.session(), current_actor()
    entry: IntegrityEntry = row_by_public_id(IntegrityEntry, public_id)
    refuse_who_may_not_read(session, actor, entry.region_id)
    form: Any = EndForm.typed()
    status = 200
    if request.method == "POST":
        try:
            end_entry(session, actor, entry, form.reason.data or "")
            session.commit()
            flash(_("Ended."), "success")
            return redirect(url_for("rocb.integrity"))
        except Invalid as refusal:
            form.refuse(refusal)
            status = 422
    else:
        ledger.note_reading("integrity_entry", entry.region_id, entry.id)
    matches = matches_among(session, applications_visible_to(actor), [entry] if entry.ended_at is None else [])
    page = render_template("rocb/integrity_entry.html", entry=entry, form=form, matches=matches, verdicts=VERDICTS)
    return page, status

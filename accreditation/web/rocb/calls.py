"""Opening, changing and publishing calls, and planning their workshop."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import DateField, DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.region.models import Category, RegionalBody, Subject
from accreditation.schemes.calls import (
    call_by_reference,
    calls_of_region,
    change_call,
    open_call,
    publish_call,
    schemes_of,
)
from accreditation.schemes.models import Call, Scheme
from accreditation.texts import LOCALES, in_language
from accreditation.training.actions import plan_workshop
from accreditation.training.models import Workshop
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.forms import PageForm
from accreditation.web.language import current_locale, language_name
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role

OFFICE = (Role.ROCB_OFFICER, Role.ROCB_HEAD)
CLOCKS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")


class CallForm(PageForm):
    title_es = StringField(_l("Title in Spanish"), [InputRequired(), Length(max=200)])
    title_en = StringField(_l("Title in English"), [Length(max=200)])
    title_pt = StringField(_l("Title in Portuguese"), [Length(max=200)])
    title_fr = StringField(_l("Title in French"), [Length(max=200)])
    description_es = TextAreaField(_l("What is sought, in Spanish"), [InputRequired(), Length(max=4000)])
    description_en = TextAreaField(_l("What is sought, in English"), [Length(max=4000)])
    category = SelectField(_l("Category"))
    subject = SelectField(_l("Subject"))
    language = SelectField(_l("Language of assessment"))
    scheme = SelectField(_l("Scheme"))
    track = SelectField(
        _l("Leads to"), choices=[("accredited", _l("Accreditation")), ("recognized", _l("Recognition"))]
    )
    centre = SelectField(_l("Training centre"))
    opens_at = DateTimeLocalField(_l("Opens"), [InputRequired()], format=list(CLOCKS))
    closes_at = DateTimeLocalField(_l("Closes"), [InputRequired()], format=list(CLOCKS))
    time_zone = SelectField(_l("Time zone of these moments"))
    workshop_on = DateField(_l("First day of the workshop"), [Optional()])
    seats = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, 60)])
    quota = IntegerField(_l("Places for each administration"), [InputRequired(), NumberRange(1, 20)])
    sponsor = StringField(_l("Sponsor"), [Length(max=200)])


def _offer(form: Any) -> None:
    """Fills the lists of the form from the region's data."""
    region, locale = current_region(), current_locale()
    for field, table in ((form.category, Category), (form.subject, Subject)):
        rows = db.session.scalars(select(table).where(table.region_id == region.id, table.retired_on.is_(None)))
        field.choices = sorted(((row.code, in_language(row.names, locale)) for row in rows), key=lambda pair: pair[1])
    centres = select(RegionalBody).where(RegionalBody.region_id == region.id, RegionalBody.kind == "rtc")
    form.centre.choices = [(row.public_id, in_language(row.names, locale)) for row in db.session.scalars(centres)]
    form.scheme.choices = [
        (row.public_id, f"{in_language(row.names, locale)} {row.edition}")
        for row in schemes_of(db.session(), region.id)
    ]
    form.language.choices = [(code, language_name(code)) for code in LOCALES]
    form.time_zone.choices = sorted(zone for zone in available_timezones() if zone.startswith("America/"))


def _details(form: Any) -> dict[str, Any]:
    zone = ZoneInfo(form.time_zone.data)
    ids = {f"{name}_id": _row(name, form[name].data).id for name in _TABLES}
    return {
        **ids,
        "titles": {code: text for code in LOCALES if (text := (form[f"title_{code}"].data or "").strip())},
        "descriptions": {
            code: text for code in ("es", "en") if (text := (form[f"description_{code}"].data or "").strip())
        },
        "opens_at": form.opens_at.data.replace(tzinfo=zone),
        "closes_at": form.closes_at.data.replace(tzinfo=zone),
        **{
            name: form[name].data
            for name in ("language", "track", "time_zone", "workshop_on", "seats", "quota", "sponsor")
        },
    }


# The lists of the form: table, and the column whose value stands in the page instead of the key.
_TABLES: dict[str, tuple[Any, str]] = {
    "category": (Category, "code"),
    "subject": (Subject, "code"),
    "centre": (RegionalBody, "public_id"),
    "scheme": (Scheme, "public_id"),
}


def _row(name: str, value: str) -> Any:
    table, column = _TABLES[name]
    query = select(table).where(table.region_id == current_region().id, getattr(table, column) == value)
    return db.session.scalars(query).one()


@blueprint.get("/office/calls")
@needs(*OFFICE)
def calls() -> str:
    """Every call with its state."""
    return render_template("rocb/calls.html", calls=calls_of_region(db.session(), current_region().id))


@blueprint.route("/office/calls/new", methods=["GET", "POST"])
@needs(*OFFICE)
def new_call() -> str | Response | tuple[str, int]:
    """A new call, as a draft that the public does not see."""
    form: Any = CallForm.typed(seats=12, quota=2, time_zone="America/Guatemala", language="es")
    _offer(form)
    if request.method == "GET":
        return render_template("rocb/call.html", form=form, call=None)
    if not form.validate():
        return render_template("rocb/call.html", form=form, call=None), 422
    try:
        call = open_call(db.session(), current_actor(), current_region(), _details(form))
    except Invalid as refusal:
        form.refuse(refusal)
        return render_template("rocb/call.html", form=form, call=None), 422
    reference = call.reference
    db.session.commit()
    return redirect(url_for("rocb.edit_call", reference=reference))


def _found(reference: str) -> Call:
    call = call_by_reference(db.session(), current_region().id, reference)
    if call is None:
        raise NotPermitted
    return call


@blueprint.route("/office/calls/<reference>", methods=["GET", "POST"])
@needs(*OFFICE)
def edit_call(reference: str) -> str | Response | tuple[str, int]:
    """Changes a call; after publication the deadline moves only to a later moment."""
    call = _found(reference)
    form: Any = CallForm.typed(**_present(call))
    _offer(form)
    workshops = db.session.scalars(select(Workshop).where(Workshop.call_id == call.id)).all()
    if request.method == "GET":
        return render_template("rocb/call.html", form=form, call=call, workshops=workshops)
    try:
        if not form.validate():
            return render_template("rocb/call.html", form=form, call=call, workshops=workshops), 422
        change_call(
            db.session(), current_actor(), call, _details(form), seen_version=int(request.form.get("seen_version") or 0)
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return render_template("rocb/call.html", form=form, call=call, workshops=workshops), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("rocb.edit_call", reference=reference))


def _present(call: Call) -> dict[str, Any]:
    zone = ZoneInfo(call.time_zone)

    def local(moment: datetime) -> datetime:
        return moment.astimezone(zone).replace(tzinfo=None)

    plain = ("language", "track", "time_zone", "workshop_on", "seats", "quota", "sponsor")
    return {
        **{f"title_{code}": call.titles.get(code, "") for code in LOCALES},
        **{f"description_{code}": call.descriptions.get(code, "") for code in ("es", "en")},
        **{
            name: getattr(getattr(call, name), column)
            for name, (_table, column) in _TABLES.items()
            if getattr(call, name)
        },
        **{name: getattr(call, name) for name in plain},
        "opens_at": local(call.opens_at),
        "closes_at": local(call.closes_at),
    }


@blueprint.post("/office/calls/<reference>/publish")
@needs(*OFFICE)
def publish(reference: str) -> Response:
    """From now on the public sees the call."""
    publish_call(db.session(), current_actor(), _found(reference))
    db.session.commit()
    flash(_("The call is public."), "success")
    return redirect(url_for("rocb.edit_call", reference=reference))


@blueprint.post("/office/calls/<reference>/workshop")
@needs(*OFFICE)
def new_workshop(reference: str) -> Response:
    """Plans the workshop of the call at its training centre."""
    call = _found(reference)
    if call.centre_id is None:
        raise NotPermitted
    workshop = plan_workshop(
        db.session(),
        current_actor(),
        call,
        titles=call.titles,
        centre_id=call.centre_id,
        starts_on=call.workshop_on,
        ends_on=call.workshop_on,
        time_zone=call.time_zone,
        seats=call.seats,
    )
    public_id = workshop.public_id
    db.session.commit()
    return redirect(url_for("trainer.workshop", public_id=public_id))

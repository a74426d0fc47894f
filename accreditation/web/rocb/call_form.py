"""The form of a call: its fields, the lists it offers from the region's data, and its way to and from the columns."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from accreditation import clock
from accreditation.extensions import db
from accreditation.region.models import Administration, Category, RegionalBody, Subject
from accreditation.region.standing_data import in_use
from accreditation.schemes.call_lists import schemes_of
from accreditation.schemes.calls import BELOW_QUOTA
from accreditation.schemes.extensions import REASONS
from accreditation.schemes.models import Call, Scheme
from accreditation.texts import LOCALES, told_in, zone_name
from accreditation.web.access import current_region
from accreditation.web.forms import PageForm
from accreditation.web.language import chosen_time_zone, current_locale, language_name, moment, said
from accreditation.web.places import pairs_in_order
from accreditation.web.rocb.draft_forms import present_texts, typed_texts

CLOCKS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
PLAIN = ("language", "track", "time_zone", "workshop_on", "seats", "quota", "below_quota", "sponsor", "is_blind")
FIRST_YEAR, LAST_YEAR = 2000, 2100
NEEDED = _l("Write this in Spanish at least.")


def _in_our_time(_form: Any, field: Any) -> None:
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("Give a year between 2000 and 2100."))


def _moment(label: Any, description: Any = "") -> DateTimeLocalField:
    missing = InputRequired(_l("Give a day and a time."))
    return DateTimeLocalField(label, [missing, _in_our_time], format=list(CLOCKS), description=description)


class CallForm(PageForm):
    category = SelectField(_l("Category"))
    subject = SelectField(_l("Subject"))
    language = SelectField(_l("Language of assessment"))
    track = SelectField(
        _l("Leads to"), choices=[("accredited", _l("Accreditation")), ("recognized", _l("Recognition"))]
    )
    title_es = StringField(_l("Spanish"), [InputRequired(NEEDED), Length(max=200)])
    title_en = StringField(_l("English"), [Length(max=200)])
    title_pt = StringField(_l("Portuguese"), [Length(max=200)])
    title_fr = StringField(_l("French"), [Length(max=200)])
    description_es = TextAreaField(_l("Spanish"), [InputRequired(NEEDED), Length(max=4000)])
    description_en = TextAreaField(_l("English"), [Length(max=4000)])
    description_pt = TextAreaField(_l("Portuguese"), [Length(max=4000)])
    description_fr = TextAreaField(_l("French"), [Length(max=4000)])
    opens_at = _moment(_l("Opens"))
    closes_at = _moment(_l("Closes"))
    time_zone = SelectField(_l("Time zone of these moments"))
    workshop_on = DateField(_l("First day of the workshop"), [Optional(), _in_our_time])
    seats = IntegerField(_l("Seats in the workshop"), [InputRequired(), NumberRange(1, 60)])
    quota = IntegerField(_l("Places for each administration"), [InputRequired(), NumberRange(1, 20)])
    below_quota = SelectField(
        _l("Nominees beyond an administration’s places"),
        choices=lambda: [(name, said(label)) for name, label in BELOW_QUOTA.items()],
        default="reserve",
    )
    is_blind = BooleanField(
        _l("Blind review"),
        description=_l("Reviewers learn neither name nor administration. Fixed once the call is published."),
    )
    centre = SelectField(_l("Training centre"))
    sponsor = StringField(_l("Sponsor"), [Length(max=200)])
    scheme = SelectField(_l("Scheme and edition"))


class ExtensionForm(PageForm):
    """A later end, in the call's own time zone."""

    closes_at = _moment(_l("New deadline"))
    reason = SelectField(_l("Why"), [InputRequired(_l("Choose why the call is extended."))])
    note_es = StringField(_l("Spanish"), [Length(max=300)])
    note_en = StringField(_l("English"), [Length(max=300)])
    note_pt = StringField(_l("Portuguese"), [Length(max=300)])
    note_fr = StringField(_l("French"), [Length(max=300)])


def extension_form(call: Call) -> Any:
    """The form of a later end, first filled with the present one in the call's own time zone."""
    local = call.closes_at.astimezone(ZoneInfo(call.time_zone)).replace(tzinfo=None)
    form: Any = ExtensionForm.typed(closes_at=local)
    form.reason.choices = [("", ""), *((name, said(label)) for name, label in REASONS.items())]
    return form


# The lists of the form: table, and the column whose value stands in the page instead of the key.
TABLES: dict[str, tuple[Any, str]] = {
    "category": (Category, "code"),
    "subject": (Subject, "code"),
    "centre": (RegionalBody, "public_id"),
    "scheme": (Scheme, "public_id"),
}


def new_form() -> Any:
    """An empty form with what is usual: six weeks from next Monday, in the officer's own time zone, Accredited Customs Expert."""
    day = _next_monday()
    zones = [zone for zone, _label in zone_choices(None)]
    own = chosen_time_zone()
    form: Any = CallForm.typed(
        category="ACE",
        language="es",
        seats=12,
        quota=2,
        opens_at=datetime.combine(day, time(8)),
        closes_at=datetime.combine(day + timedelta(days=46), time(17)),
        time_zone=own if own in zones else current_region().time_zone,
    )
    offer(form, None)
    return form


def _next_monday() -> date:
    today = clock.today()
    return today + timedelta(days=7 - today.weekday())


def form_of(call: Call) -> Any:
    """The form with what the call says; without what is fixed by now."""
    zone = ZoneInfo(call.time_zone)
    columns = {
        name: getattr(getattr(call, name), column) for name, (_table, column) in TABLES.items() if getattr(call, name)
    }
    form: Any = CallForm.typed(
        **present_texts("title", call.titles),
        **present_texts("description", call.descriptions),
        **columns,
        **{name: getattr(call, name) for name in PLAIN},
        opens_at=call.opens_at.astimezone(zone).replace(tzinfo=None),
        closes_at=call.closes_at.astimezone(zone).replace(tzinfo=None),
    )
    fixed = ("subject",)
    if call.published_at is not None:
        fixed = ("subject", "category", "scheme", "language", "track", "opens_at", "closes_at", "time_zone", "is_blind")
    for name in fixed:
        del form[name]
    offer(form, call)
    return form


def offer(form: Any, call: Call | None) -> None:
    """Fills the lists of the form from the region's data: what is in use today, and what the call has already."""
    region, locale, today = current_region(), current_locale(), clock.today()
    for name in ("category", "subject"):
        if name in form:
            rows = in_use(db.session(), region.id, TABLES[name][0])
            pairs = {row.code: told_in(row.names, locale) for row in rows} | _present(call, name)
            form[name].choices = pairs_in_order(pairs.items())
    centres = select(RegionalBody).where(
        RegionalBody.region_id == region.id,
        RegionalBody.kind == "rtc",
        or_(RegionalBody.ends_on.is_(None), RegionalBody.ends_on >= today),
    )
    pairs = {row.public_id: told_in(row.names, locale) for row in db.session.scalars(centres)}
    form.centre.choices = pairs_in_order((pairs | _present(call, "centre")).items())
    if "scheme" in form:
        form.scheme.choices = [
            (row.public_id, f"{told_in(row.names, locale)} {row.edition}")
            for row in schemes_of(db.session(), region.id)
        ]
    if "language" in form:
        form.language.choices = [(code, language_name(code)) for code in LOCALES]
    if "time_zone" in form:
        form.time_zone.choices = zone_choices(call)


def _present(call: Call | None, name: str) -> dict[str, str]:
    row = getattr(call, name) if call is not None else None
    return {} if row is None else {getattr(row, TABLES[name][1]): told_in(row.names, current_locale())}


def zone_choices(call: Call | None) -> list[tuple[str, str]]:
    """The time zones of the region's Members, by the name of their place, with the present distance from UTC."""
    region = current_region()
    known = db.session.scalars(select(Administration.time_zone).where(Administration.region_id == region.id).distinct())
    zones = {*known, region.time_zone, *([call.time_zone] if call is not None else [])}
    return pairs_in_order((zone, _zone_label(zone)) for zone in zones)


def _zone_label(zone: str) -> str:
    offset = f"{clock.now().astimezone(ZoneInfo(zone)):%z}"
    return f"{zone_name(zone, current_locale())} (UTC{offset[:3]}:{offset[3:]})"


def row_of(name: str, value: str) -> Any:
    """The row that a list's value stands for."""
    table, column = TABLES[name]
    query = select(table).where(table.region_id == current_region().id, getattr(table, column) == value)
    return db.session.scalars(query).one()


def details_of(form: Any) -> dict[str, Any]:
    """Call's columns as typed; what the form no longer asks is left out."""
    found: dict[str, Any] = {f"{name}_id": row_of(name, form[name].data).id for name in TABLES if name in form}
    found |= {"titles": typed_texts(form, "title"), "descriptions": typed_texts(form, "description")}
    found |= {name: form[name].data for name in PLAIN if name in form}
    if "time_zone" in form:
        zone = ZoneInfo(form.time_zone.data)
        found |= {name: form[name].data.replace(tzinfo=zone).astimezone(UTC) for name in ("opens_at", "closes_at")}
    return found


def preview(form: Any) -> dict[str, str]:
    """The moments of the form in words, in the call's time zone: name of the field -> sentence, "" where there is none yet."""
    if "time_zone" not in form:
        return {}
    known = {zone for zone, _label in form.time_zone.choices}
    zone = form.time_zone.data if form.time_zone.data in known else None
    return {
        name: moment(form[name].data.replace(tzinfo=ZoneInfo(zone)), zone)
        for name in ("opens_at", "closes_at")
        if zone and form[name].data is not None and not form[name].errors
    }

"""The forms of standing data, one a table: what may be typed, and its way to and from the columns."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from accreditation import clock
from accreditation.region.models import Administration, Category, RegionalBody, Subject
from accreditation.texts import DEFAULT_LOCALE, LOCALES, N_, Text
from accreditation.web.forms import PageForm
from accreditation.web.language import language_name, said
from accreditation.web.places import countries

KINDS: Mapping[str, Text] = {
    "rocb": N_("Regional office"),
    "rtc": N_("Training centre"),
    "other": N_("Other body"),
}
SUB_REGIONS: Mapping[str, Text] = {
    "": N_("None"),
    "andean": N_("Andean countries"),
    "caribbean": N_("Caribbean"),
    "central_america": N_("Central America"),
    "north_america": N_("North America"),
    "southern_cone": N_("Southern Cone"),
}
OTHER_LANGUAGES = ("gn", "ht", "nl", "pap", "qu", "ay")
ZONES = tuple(sorted(zone for zone in clock.zones() if zone.startswith(("America/", "Atlantic/", "Pacific/"))))
FIRST_YEAR, LAST_YEAR = 1900, 2100


def _in_our_time(_form: Any, field: Any) -> None:
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("Give a year between 1900 and 2100."))


def _day(label: Any, description: Any = "") -> DateField:
    return DateField(label, [Optional(), _in_our_time], description=description)


class _EntryForm(PageForm):
    """What every entry has: names in four languages, source, and whether it was confirmed."""

    name_es = StringField(_l("Spanish"), [Length(max=200)])
    name_en = StringField(_l("English"), [Length(max=200)])
    name_pt = StringField(_l("Portuguese"), [Length(max=200)])
    name_fr = StringField(_l("French"), [Length(max=200)])
    source = StringField(
        _l("Source"), [InputRequired(), Length(max=500)], description=_l("An address, or a document and its date.")
    )
    is_confirmed = BooleanField(_l("Confirmed by the office"))


class _CodedForm(_EntryForm):
    code = StringField(
        _l("Code"),
        [InputRequired(), Length(max=7)],
        description=_l("2 to 7 capital letters; it stands in numbers for good."),
    )
    own_translations = SelectMultipleField(_l("Names that are our own translation"))
    retired_on = _day(_l("Retired on"), _l("Not offered for new calls from this day on."))


class _BodyForm(_EntryForm):
    kind = RadioField(_l("What it is"), [InputRequired()])
    iso2 = SelectField(_l("Country"), [InputRequired()])
    city = StringField(_l("City"), [InputRequired(), Length(max=80)])
    address = StringField(
        _l("Address"), [Length(max=160)], description=_l("Street and number, as certificates print it.")
    )
    starts_on = _day(_l("First day"))
    ends_on = _day(_l("Last day"))


class _MemberForm(_EntryForm):
    iso2 = SelectField(_l("Country"), [InputRequired()])
    first_language = SelectField(_l("Language of correspondence"))
    other_languages = SelectMultipleField(_l("Other languages"))
    time_zone = SelectField(_l("Time zone"))
    sub_region = SelectField(_l("Group of countries"))
    left_on = _day(_l("Left on"), _l("Its officers can apply until the day before."))
    certificate_paper = SelectField(_l("Paper of its certificates"))
    certificate_second_language = SelectField(_l("Second language of its certificates"))


FORMS: Mapping[type, type[_EntryForm]] = {
    Category: _CodedForm,
    Subject: _CodedForm,
    RegionalBody: _BodyForm,
    Administration: _MemberForm,
}
# Given once, when the entry is added: other rows and numbers were made with it.
GIVEN_ONCE: Mapping[type, tuple[str, ...]] = {
    Category: ("code",),
    Subject: ("code",),
    RegionalBody: ("kind",),
    Administration: ("iso2",),
}
_PLAIN = ("source", "is_confirmed", "code", "retired_on", "kind", "iso2", "city", "starts_on", "ends_on", "left_on")
_PLAIN += ("time_zone", "sub_region", "own_translations", "address", "certificate_paper", "certificate_second_language")
PAPERS: Mapping[str, Text] = {"a4": N_("A4"), "letter": N_("Letter")}


def _countries(members: Collection[str], table: type) -> list[tuple[str, str]]:
    """(ISO code, name in the reader's language), by name: who may still join, or whose country may be a host."""
    is_new = table is Administration
    return [("", ""), *(pair for pair in countries() if (pair[0] not in members) == is_new)]


def new_form(table: type, kind: str, members: Collection[str]) -> Any:
    """An empty form; `members` are the ISO codes of the region's Members."""
    form: Any = FORMS[table].typed(
        kind=kind, sub_region="", first_language=DEFAULT_LOCALE, time_zone="America/Guatemala"
    )
    _offer(form, _countries(members, table))
    return form


def form_of(row: Any, members: Collection[str]) -> Any:
    """The form with what the entry says, without what is given once."""
    present = {f"name_{locale}": row.names.get(locale, "") for locale in LOCALES}
    present |= {name: getattr(row, name) for name in _PLAIN if hasattr(row, name)}
    if isinstance(row, Administration):
        present |= {"first_language": row.languages[0], "other_languages": row.languages[1:]}
    form: Any = FORMS[type(row)].typed(**present)
    for name in GIVEN_ONCE[type(row)]:
        del form[name]
    _offer(form, _countries(members, type(row)))
    return form


def _offer(form: Any, countries: list[tuple[str, str]]) -> None:
    """Fills the lists of the form."""
    languages = [(code, language_name(code)) for code in (*LOCALES, *OTHER_LANGUAGES)]
    lists = {
        "own_translations": [(code, language_name(code)) for code in LOCALES],
        "kind": [(kind, said(label)) for kind, label in KINDS.items()],
        "iso2": countries,
        "first_language": languages,
        "other_languages": languages,
        "time_zone": [(zone, zone.partition("/")[2].replace("_", " ").replace("/", ", ")) for zone in ZONES],
        "certificate_paper": [("", said(N_("As in the region"))), *((key, said(name)) for key, name in PAPERS.items())],
        "certificate_second_language": [
            ("", said(N_("As in the region"))),
            ("none", said(N_("None"))),
            *((code, language_name(code)) for code in LOCALES),
        ],
        "sub_region": [(name, said(label)) for name, label in SUB_REGIONS.items()],
    }
    for name, choices in lists.items():
        if name in form:
            form[name].choices = choices


def details_of(form: Any) -> dict[str, Any]:
    """The columns as typed."""
    found = {name: form[name].data for name in _PLAIN if name in form}
    found = {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
    found["names"] = {locale: text for locale in LOCALES if (text := (form[f"name_{locale}"].data or "").strip())}
    if "first_language" in form:
        first = form.first_language.data
        found["languages"] = [first, *(code for code in form.other_languages.data if code != first)]
    return found

"""Standing data of the region on pages: a table each, an entry with its form, and adding one."""

from collections.abc import Sequence
from typing import Any

from babel.dates import format_date
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.alphabet import alphabetical
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.region.models import Administration, Category, RegionalBody, Subject
from accreditation.region.standing_data import (
    NAMED_BY,
    add_entry,
    change_entry,
    entry_named,
    hosts_of,
    mark_of_entry,
)
from accreditation.texts import N_, in_language
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.admin import blueprint
from accreditation.web.admin import standing_forms as forms
from accreditation.web.language import country, current_locale
from accreditation.web.written import written
from accreditation.workflow.actors import Role

CHANGING = (Role.ROCB_HEAD, Role.ROCB_OFFICER)
TABLES: dict[str, Any] = {
    "categories": (Category, N_("Categories"), N_("Add a category")),
    "subjects": (Subject, N_("Subjects"), N_("Add a subject")),
    "bodies": (RegionalBody, N_("Office and centres"), N_("Add a centre or a host of the office")),
    "administrations": (Administration, N_("Member administrations"), N_("Add a member")),
}
_ORDER_OF_KINDS = tuple(forms.KINDS)


def _table(name: str) -> Any:
    if name not in TABLES:
        raise NotPermitted
    return TABLES[name][0]


def _name_of(row: Any) -> str:
    """What a person calls the entry: a member by its country unless it has a name of its own."""
    own = in_language(row.names, current_locale())
    return own or country(row.iso2)


def _shown_name(row: Any) -> str:
    return written(row.names) or country(row.iso2)


def _place(row: Any) -> Any:
    """Where an entry stands in its table: by kind and period, else by name."""
    if isinstance(row, RegionalBody):
        since = row.starts_on.toordinal() if row.starts_on else 0
        return (_ORDER_OF_KINDS.index(row.kind), -since, alphabetical(_name_of(row), current_locale()))
    return (0, 0, alphabetical(_name_of(row), current_locale()))


def _period(row: RegionalBody) -> str:
    """From when until when, in few words; "" where neither is known."""
    if row.starts_on is None and row.ends_on is None:
        return ""
    first, last = (each and format_date(each, "d MMM y", current_locale()) for each in (row.starts_on, row.ends_on))
    return f"{first or '…'} – {last or _('today')}"


def _members() -> set[str]:
    return set(db.session.scalars(select(Administration.iso2).where(Administration.region_id == current_region().id)))


def _counts() -> dict[str, int]:
    region_id = current_region().id
    return {
        name: db.session.scalar(select(func.count()).where(table.region_id == region_id)) or 0
        for name, (table, _title, _add) in TABLES.items()
    }


@blueprint.get("/standing-data", defaults={"name": "categories"})
@blueprint.get("/standing-data/<name>")
@needs(Role.ADMINISTRATOR, *CHANGING, Role.AUDITOR)
def standing_data(name: str) -> str:
    """One table: categories, subjects, office and centres, or members, each entry with its source."""
    table = _table(name)
    rows: Sequence[Any] = db.session.scalars(select(table).where(table.region_id == current_region().id)).all()
    return render_template(
        "admin/standing_data.html",
        name=name,
        tables=TABLES,
        counts=_counts(),
        rows=[(getattr(row, NAMED_BY[table]), _shown_name(row), row) for row in sorted(rows, key=_place)],
        period=_period,
        kinds=forms.KINDS,
        sub_regions=forms.SUB_REGIONS,
        today=clock.today(),
        changes=bool(current_actor().roles() & set(CHANGING)),
    )


@blueprint.route("/standing-data/<name>/new", methods=["GET", "POST"])
@needs(*CHANGING)
def new_entry(name: str) -> str | Response | tuple[str, int]:
    """Adds an entry; a new host of the office closes the one before."""
    table = _table(name)
    kind = request.args.get("kind", "rtc")
    form = forms.new_form(table, kind if kind in forms.KINDS else "rtc", _members())
    if request.method == "POST" and form.validate():
        try:
            add_entry(db.session(), current_actor(), current_region().id, table, forms.details_of(form))
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Added."), "success")
            return redirect(url_for("admin.standing_data", name=name))
    return _form_page(name, form, None)


@blueprint.route("/standing-data/<name>/<code>", methods=["GET", "POST"])
@needs(*CHANGING)
def entry(name: str, code: str) -> str | Response | tuple[str, int]:
    """Names, source, confirmation and period of one entry."""
    row = entry_named(db.session(), current_region().id, _table(name), code)
    if row is None:
        raise NotPermitted
    form = forms.form_of(row, _members())
    if request.method == "POST" and form.validate():
        seen = request.form.get("seen_mark", "")
        try:
            change_entry(db.session(), current_actor(), row, forms.details_of(form), seen=seen)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("admin.standing_data", name=name))
    return _form_page(name, form, row)


def _form_page(name: str, form: Any, row: Any) -> str | tuple[str, int]:
    mark = request.form.get("seen_mark", "") if request.method == "POST" else (mark_of_entry(row) if row else "")
    hosts = hosts_of(db.session(), current_region().id) if name == "bodies" else []
    page = render_template(
        "admin/entry.html",
        name=name,
        title=TABLES[name][1],
        add=TABLES[name][2],
        form=form,
        row=row,
        said_name=_shown_name(row) if row else "",
        kinds=forms.KINDS,
        host=hosts[0] if hosts and hosts[0].ends_on is None else None,
        seen_mark=mark,
    )
    return (page, 422) if request.method == "POST" else page

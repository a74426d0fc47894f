"""The region's holidays, a year at a time: added, removed, read from a list, and what that does to open deadlines before it is done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.moving_deadlines import CHANGED, Moved, change_and_move, mark_of, may_change, would_move
from accreditation.people.models import Person
from accreditation.people.staff_notes import StaffNote
from accreditation.region.holidays import (
    LANGUAGES,
    LONGEST_NAME,
    Changes,
    Day,
    as_lines,
    holidays_in,
    named,
    read_lines,
)
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.admin import blueprint
from accreditation.web.forms import DAYS, PageForm
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Role

SHOWN = 100
LATEST = 10
_NAME = [Length(max=LONGEST_NAME)]


class HolidayForm(PageForm):
    day = DateField(_l("Day"), [Optional()], format=DAYS)
    name_es = StringField(_l("Spanish"), _NAME)
    name_en = StringField(_l("English"), _NAME)
    name_pt = StringField(_l("Portuguese"), _NAME)
    name_fr = StringField(_l("French"), _NAME)
    lines = TextAreaField(
        _l("A list of days"),
        description=_l(
            "A day a line, then its name in Spanish, English, Portuguese and French, with semicolons between them: 2027-01-01;Año Nuevo;New Year. A sheet saved as CSV fits."
        ),
    )

    def changes(self) -> Changes:
        """What was typed, added up; Invalid where a line cannot be read."""
        typed = {locale: self[f"name_{locale}"].data or "" for locale in LANGUAGES}
        one = [Day(self.day.data, named(typed))] if self.day.data else []
        removed = [_iso(value) for value in request.form.getlist("remove")]
        return Changes((*one, *read_lines(self.lines.data or "")), removed)


def _iso(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise NotPermitted from fault


def _year() -> int:
    typed = request.args.get("year", "")
    return int(typed) if typed.isascii() and typed.isdigit() and 1900 <= int(typed) <= 2100 else clock.today().year


@blueprint.get("/holidays")
@needs(Role.ROCB_HEAD, Role.ROCB_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
def holidays() -> str:
    """The days of one year, and who changed which lately."""
    return _page(HolidayForm())


def _page(form: HolidayForm, moved: Sequence[Moved] | None = None, changes: Changes | None = None) -> str:
    region, year = current_region(), _year()
    return render_template(
        "admin/holidays.html",
        form=form,
        year=year,
        rows=holidays_in(db.session(), region.id, year),
        today=clock.today(),
        chosen=request.form.getlist("remove"),
        changes_them=may_change(current_actor(), region.id),
        latest=_latest(),
        moved=moved,
        changes=changes,
        lines=as_lines(changes.added) if changes else "",
        mark=mark_of(moved) if moved is not None else "",
        most=SHOWN,
        lifecycles=LIFECYCLES,
    )


def _latest() -> list[dict[str, Any]]:
    """Who added and removed which days, the latest first."""
    query = select(StaffNote, Person).join(Person, Person.id == StaffNote.person_id)
    here = (StaffNote.region_id == current_region().id, StaffNote.what == CHANGED)
    rows = db.session.execute(query.where(*here).order_by(StaffNote.at.desc(), StaffNote.id).limit(LATEST))
    return [
        {
            "at": note.at,
            "who": person.display_name,
            "added": [_iso(day) for day in note.details["added"]],
            "removed": [_iso(day) for day in note.details["removed"]],
        }
        for note, person in rows
    ]


@blueprint.post("/holidays")
@needs(Role.ROCB_HEAD)
def change_holidays() -> Response | str | tuple[str, int]:
    """Shows first which deadlines would move; writes what was confirmed."""
    form, act = HolidayForm.typed(), request.form.get("act")
    if act not in ("look", "confirm"):
        raise NotPermitted
    try:
        if not form.validate():
            return _page(form), 422
        changes = form.changes()
        if act == "look":
            return _page(form, would_move(db.session(), current_actor(), current_region(), changes), changes)
        seen = request.form.get("seen", "")
        moved = change_and_move(db.session(), current_actor(), current_region(), changes, seen=seen)
    except Invalid as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _page(form), 422
    except ChangedMeanwhile as refusal:
        db.session.rollback()
        form.refuse(Invalid(*refusal.reasons, field="lines"))
        return _page(form), 422
    db.session.commit()
    told = ngettext("%(num)s deadline moved.", "%(num)s deadlines moved.", len(moved))
    flash(f"{_('The holidays are changed.')} {told}", "success")
    return redirect(url_for("admin.holidays", year=changes.first().year))

"""Experts of before: an administration says which of the people of a list are its own and accredited."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.applications.checking import day_of
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.legacy.confirming import OFFICIALS, confirm, decline
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.standing import standing_of_line
from accreditation.region.models import Administration
from accreditation.texts import N_
from accreditation.visibility import imported_lines_visible_to
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.administration.finding import CHANGING, found_administration, speaks_for
from accreditation.web.keyset import Key, page_of
from accreditation.web.language import said


def _lines(administration: Administration) -> Any:
    return (
        select(ImportedLine)
        .join(ExpertImport, ExpertImport.id == ImportedLine.import_id)
        .where(ImportedLine.administration_id == administration.id, ImportedLine.asked_at.is_not(None))
        .where(ExpertImport.taken_back_at.is_(None), imported_lines_visible_to(current_actor()))
    )


@blueprint.get("/administration/<iso2>/imported-experts")
@needs(*CHANGING)
def imported(iso2: str) -> str:
    """Those on lists that were taken over, whoever waits for a word first."""
    return _page(found_administration(iso2, *CHANGING))


def _page(
    administration: Administration, errors: Sequence[Mapping[str, str]] = (), typed: Mapping[str, str] | None = None
) -> str:
    loaded = _lines(administration).options(
        joinedload(ImportedLine.category), joinedload(ImportedLine.subject), joinedload(ImportedLine.source)
    )
    keys = [Key(ImportedLine.administration_answered_at, descending=True, nullable=True), Key(ImportedLine.id)]
    page: Any = page_of(db.session(), loaded, keys)
    return render_template(
        "administration/imported.html",
        administration=administration,
        page=page,
        speaks=speaks_for(administration),
        waits=any(row.administration_answered_at is None and row.forgotten_at is None for row in page.items),
        standing_of=standing_of_line,
        errors=errors,
        typed=typed or {},
    )


@blueprint.post("/administration/<iso2>/imported-experts")
@needs(*OFFICIALS)
def answer_imported(iso2: str) -> Response | tuple[str, int]:
    """Confirms or refuses those that are ticked, all or none."""
    administration = found_administration(iso2, *OFFICIALS)
    try:
        told = _answer(administration)
    except Invalid as refusal:
        db.session.rollback()
        error = {"text": said(refusal.reasons[0]), "href": f"#{refusal.field or 'reason'}"}
        return _page(found_administration(iso2, *OFFICIALS), [error], request.form), 422
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("administration.imported", iso2=iso2))


def _answer(administration: Administration) -> str:
    session, actor = db.session(), current_actor()
    ticked = ImportedLine.public_id.in_(request.form.getlist("line")[:100])
    rows = session.scalars(_lines(administration).where(ticked)).all()
    if not rows:
        raise Invalid(N_("Select at least one person."), "main")
    if request.form.get("act") == "refuse":
        decline(session, actor, rows, request.form.get("reason", ""))
        return _("Refused. What the list said of them is forgotten.")
    for row in rows:
        confirm(session, actor, [row], day_of(request.form.get(f"granted-{row.public_id}", "")))
    return _("Confirmed. Whoever also confirms it themselves is registered.")

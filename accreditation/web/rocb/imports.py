"""Experts of before: a list handed in, its columns named, the line-by-line report, taking it over and taking it back."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.legacy.correcting import write_again
from accreditation.legacy.headings import FIELDS
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.report import remarks_of, report_of
from accreditation.legacy.standing import VERDICTS, figures_of, standing_of_line
from accreditation.legacy.taking_over import hand_in, name_columns, somebody_answered, take_back, take_in
from accreditation.people.roles import OFFICE
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.storage.sheets import READABLE, read_sheet
from accreditation.texts import N_
from accreditation.visibility import STATUS_READERS, imported_lines_visible_to
from accreditation.web import ledger
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.files import as_attachment, handed_in, takes_files, use_up
from accreditation.web.keyset import Key, page_of
from accreditation.web.language import said
from accreditation.web.limits import limited
from accreditation.web.rocb import blueprint

Answer = str | Response | tuple[str, int]


@blueprint.get("/imports")
@needs(*STATUS_READERS)
def imports() -> str:
    """The lists that were handed in, the newest first, and the form for one more."""
    return _lists()


def _lists(error: str = "") -> str:
    query = (
        select(ExpertImport)
        .where(ExpertImport.region_id == current_region().id)
        .options(joinedload(ExpertImport.handed_in_by))
        .order_by(ExpertImport.handed_in_at.desc(), ExpertImport.id.desc())
        .limit(50)
    )
    return render_template(
        "rocb/imports.html",
        lists=db.session.scalars(query).all(),
        error=error,
        may_change=bool(current_actor().roles() & set(OFFICE)),
        accepted=READABLE,
        most_lines=limit("sheet", "most_lines"),
        most_megabytes=limit("sheet", "most_bytes") // MEGABYTE,
    )


@blueprint.post("/imports")
@needs(*OFFICE)
@limited("upload")
@takes_files("file", opened_by=read_sheet)
def hand_in_list() -> Answer:
    """Reads the file; nobody is asked anything yet."""
    try:
        file = handed_in()
        if file is None:
            raise Invalid(N_("Choose a file first."), field="file")
        source = hand_in(db.session(), current_actor(), current_region().id, file.name, file.found)
        use_up(file)
    except Invalid as refusal:
        db.session.rollback()
        return _lists(said(refusal.reasons[0])), 422
    address = url_for("rocb.import_list", public_id=source.public_id)
    db.session.commit()
    return redirect(address)


def _found(public_id: str) -> ExpertImport:
    found: ExpertImport = row_by_public_id(ExpertImport, public_id)
    if found.region_id != current_region().id:
        raise NotPermitted
    return found


@blueprint.get("/imports/<public_id>")
@needs(*STATUS_READERS)
def import_list(public_id: str) -> str:
    """One list: which column says what, the report, and what became of each line."""
    return _page(_found(public_id))


def _page(
    source: ExpertImport, errors: Mapping[str, str] | None = None, chosen: Mapping[str, str] | None = None
) -> str:
    ledger.note_reading("expert_import", source.region_id, source.id)
    verdict = request.args.get("verdict", "")
    visible = imported_lines_visible_to(current_actor())
    query = select(ImportedLine).where(ImportedLine.import_id == source.id, visible)
    if verdict in VERDICTS:
        query = query.where(ImportedLine.verdict == verdict)
    query = query.options(joinedload(ImportedLine.administration), joinedload(ImportedLine.subject))
    page: Any = page_of(db.session(), query, [Key(ImportedLine.line), Key(ImportedLine.id)])
    figures = figures_of(db.session(), source, visible)
    return render_template(
        "rocb/import.html",
        source=source,
        page=page,
        figures=figures,
        taken=sum(figures.verdicts.get(each, 0) for each in ("kept", "changed")),
        verdicts=VERDICTS,
        verdict=verdict,
        fields=FIELDS,
        chosen=source.columns if chosen is None else chosen,
        remarks_of=remarks_of,
        standing_of=standing_of_line,
        may_change=bool(current_actor().roles() & set(OFFICE)),
        may_take_back=source.waits_for_answers and not somebody_answered(db.session(), source),
        errors=errors or {},
    )


@blueprint.post("/imports/<public_id>")
@needs(*OFFICE)
def change_list(public_id: str) -> Answer:
    """Names the columns, takes the list over, takes it back, or writes another address."""
    source, act = _found(public_id), request.form.get("act", "")
    chosen = {field: request.form.get(f"column-{field}", "") for field in FIELDS}
    chosen = {field: heading for field, heading in chosen.items() if heading}
    try:
        told = _act(source, act, chosen)
    except Invalid as refusal:
        if refusal.field == "report":
            db.session.commit()
        else:
            db.session.rollback()
        errors = {refusal.field or "report": said(refusal.reasons[0])}
        return _page(_found(public_id), errors, chosen if act == "columns" else None), 422
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("rocb.import_list", public_id=public_id))


def _act(source: ExpertImport, act: str, chosen: Mapping[str, str]) -> str:
    session, actor = db.session(), current_actor()
    if act == "columns":
        name_columns(session, actor, source, chosen)
        return _("Looked through. Nothing is taken over yet: read the report.")
    if act == "take_in":
        return _("Taken over, unverified: %(num)s people are asked.", num=take_in(session, actor, source))
    if act == "take_back":
        take_back(session, actor, source)
        return _("Taken back. What the list said of people is forgotten.")
    if act == "address":
        line = row_by_public_id(ImportedLine, request.form.get("line", ""))
        write_again(session, actor, source, line, request.form.get("email", ""))
        return _("A letter goes to the new address.")
    raise NotPermitted


@blueprint.get("/imports/<public_id>/report.csv")
@needs(*STATUS_READERS)
def import_report(public_id: str) -> Response:
    """The report as a file."""
    source = _found(public_id)
    if source.checked_at is None:
        raise NotPermitted
    ledger.note_reading("expert_import", source.region_id, source.id)
    visible = imported_lines_visible_to(current_actor())
    rows = db.session.scalars(
        select(ImportedLine).where(ImportedLine.import_id == source.id, visible).order_by(ImportedLine.line)
    ).all()
    return as_attachment(report_of(source, rows, said), "report.csv", "text/csv; charset=utf-8")

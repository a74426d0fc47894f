"""Practice dossiers for the office: writing one, agreeing with its levels, asking reviewers, and how it was scored."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import OFFICE
from accreditation.practice import keeping
from accreditation.practice.figures import (
    agreement_over,
    agreements_over_dossiers,
    by_criterion,
    distance_of,
    handed_in,
    reviewers_asked,
)
from accreditation.practice.models import PracticeDossier, PracticeReading
from accreditation.schemes.call_lists import schemes_in_force
from accreditation.schemes.earlier import EARLIER
from accreditation.schemes.models import Scheme
from accreditation.texts import LOCALES
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import typed_levels
from accreditation.web.language import current_locale, said
from accreditation.web.reviewer.scoring import seen_scores
from accreditation.web.rocb import blueprint

Page = str | Response | tuple[str, int]
# Rows that are offered beyond those that are filled.
FIRST_ROWS, FREE_ROWS = 5, 2


def _found(public_id: str) -> PracticeDossier:
    dossier: PracticeDossier = row_by_public_id(PracticeDossier, public_id)
    if dossier.region_id != current_region().id:
        raise NotPermitted
    return dossier


def _in_force() -> dict[str, Scheme]:
    return schemes_in_force(db.session(), current_region().id)


@blueprint.get("/office/practice")
@needs(*OFFICE)
def practices() -> str:
    """Every practice dossier, and agreement over those of each scheme."""
    session, region_id, schemes = db.session(), current_region().id, _in_force()
    columns = (PracticeReading.dossier_id, func.count(), func.count(PracticeReading.handed_in_at))
    counts = {row[0]: row[1:] for row in session.execute(select(*columns).group_by(PracticeReading.dossier_id))}
    rows = [(each, *counts.get(each.id, (0, 0))) for each in keeping.dossiers_of(session, region_id)]
    series = [
        (scheme.names, {each["key"]: each["names"] for each in scheme.scoring}, found)
        for code, scheme in schemes.items()
        if (found := agreements_over_dossiers(session, region_id, code))
    ]
    return render_template("rocb/practices.html", rows=rows, series=series, thin_below=EARLIER["agreement_cases"])


@blueprint.get("/office/practice/<public_id>")
@needs(*OFFICE)
def practice(public_id: str) -> str:
    """One dossier: text, expected levels, who was asked, and how it was scored."""
    return _page(_found(public_id))


def _page(dossier: PracticeDossier, errors: list[dict[str, str]] | None = None) -> str:
    session = db.session()
    readings = handed_in(session, dossier) if dossier.opened_at else []
    distances = [distance_of(dossier, reading) for reading in readings]
    return render_template(
        "rocb/practice.html",
        dossier=dossier,
        lacking=keeping.lacking(dossier),
        is_writer=dossier.written_by_id == current_actor().person_id,
        asked=reviewers_asked(session, dossier),
        askable=keeping.can_be_asked(session, dossier) if dossier.is_open else [],
        rows=by_criterion(dossier, readings) if readings else [],
        distances=sorted(distances, key=lambda each: each.mean),
        agreement=agreement_over(dossier, readings),
        errors=errors or [],
    )


@blueprint.post("/office/practice/<public_id>")
@needs(*OFFICE)
def practice_act(public_id: str) -> Page:
    """Opens, asks reviewers, or closes."""
    dossier = _found(public_id)
    try:
        told = _act(dossier, request.form.get("act", ""))
    except Invalid as refusal:
        errors = [{"text": said(reason), "href": f"#{refusal.field or 'main'}"} for reason in refusal.reasons]
        db.session.rollback()
        return _page(_found(public_id), errors), 422
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("rocb.practice", public_id=public_id))


def _act(dossier: PracticeDossier, act: str) -> str:
    session, actor = db.session(), current_actor()
    if act == "open":
        keeping.open_dossier(session, actor, dossier, seen=seen_scores() or 0)
        return _("Open. Now ask reviewers to score it.")
    if act == "close":
        keeping.close_dossier(session, actor, dossier)
        return _("Closed. Whoever handed in still reads how it was scored.")
    if act == "ask":
        count = keeping.ask(session, actor, dossier, request.form.getlist("reviewer"))
        return ngettext("%(num)s reviewer is asked by mail.", "%(num)s reviewers are asked by mail.", count)
    raise NotPermitted


@blueprint.route("/office/practice/new", methods=["GET", "POST"])
@needs(*OFFICE)
def new_practice() -> Page:
    """A draft for the edition in force of a scheme."""
    schemes = _in_force()
    scheme = schemes.get(request.form.get("scheme", "")) or next(iter(schemes.values()), None)
    if scheme is None:
        raise NotPermitted
    typed = _typed(scheme)
    if request.method == "GET":
        return _form(scheme, None, {"title": "", "language": current_locale(), "sections": [], "expected": {}})
    try:
        dossier = keeping.begin(db.session(), current_actor(), scheme, **typed)
    except Invalid as refusal:
        db.session.rollback()
        return _form(scheme, None, typed, refusal), 422
    return _kept(dossier)


def _kept(dossier: PracticeDossier) -> Response:
    public_id = dossier.public_id
    db.session.commit()
    flash(_("The draft is saved."), "success")
    return redirect(url_for("rocb.practice", public_id=public_id))


@blueprint.route("/office/practice/<public_id>/edit", methods=["GET", "POST"])
@needs(*OFFICE)
def edit_practice(public_id: str) -> Page:
    """Changes a draft; what was opened stays as it is."""
    dossier = _found(public_id)
    if dossier.opened_at is not None:
        return redirect(url_for("rocb.practice", public_id=public_id))
    if request.method == "GET":
        return _form(dossier.scheme, dossier, _written(dossier))
    typed = _typed(dossier.scheme)
    try:
        keeping.write(db.session(), current_actor(), dossier, **typed, seen=seen_scores() or 0)
    except (Invalid, ChangedMeanwhile) as refusal:
        db.session.rollback()
        dossier = _found(public_id)
        status = 422 if isinstance(refusal, Invalid) else 409
        return _form(dossier.scheme, dossier, typed, refusal), status
    return _kept(dossier)


def _typed(scheme: Scheme) -> dict[str, Any]:
    form = request.form
    return {
        "title": form.get("title", ""),
        "language": form.get("language", ""),
        "sections": list(zip(form.getlist("head"), form.getlist("text"), strict=False)),
        "expected": typed_levels("score", [criterion["key"] for criterion in scheme.scoring]),
    }


def _written(dossier: PracticeDossier) -> dict[str, Any]:
    return {
        "title": dossier.title,
        "language": dossier.language,
        "sections": [(section["title"], section["text"]) for section in dossier.sections],
        "expected": {key: (each["level"], each["reason"]) for key, each in dossier.expected.items()},
    }


def _form(
    scheme: Scheme, dossier: PracticeDossier | None, typed: dict[str, Any],
    refusal: Invalid | ChangedMeanwhile | None = None,
) -> str:  # fmt: skip
    filled = [pair for pair in typed["sections"] if any(part.strip() for part in pair)]
    rows = min(max(FIRST_ROWS, len(filled) + FREE_ROWS), keeping.MOST_SECTIONS)
    return render_template(
        "rocb/practice_form.html",
        scheme=scheme,
        schemes=list(_in_force().values()),
        dossier=dossier,
        version=dossier.version if dossier else 0,
        typed={**typed, "sections": filled + [("", "")] * (rows - len(filled))},
        written_in=LOCALES,
        error=said(refusal.reasons[0]) if refusal else "",
        field=(getattr(refusal, "field", None) or "title") if refusal else "",
    )

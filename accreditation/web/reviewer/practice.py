"""Practice: an invented dossier scored on the page of real ones, and then what was expected and how others scored."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.calibration.asking import number_of
from accreditation.errors import ChangedMeanwhile
from accreditation.extensions import db
from accreditation.practice.figures import by_criterion, distance_of, handed_in
from accreditation.practice.models import PracticeReading
from accreditation.practice.scoring import (
    hand_in,
    missing_before_hand_in,
    reading_of,
    readings_of,
    save,
)
from accreditation.reviews.scoring import EXTREMES, Typed, given_in
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.forms import typed_levels, typed_text
from accreditation.web.language import said
from accreditation.web.reviewer import blueprint
from accreditation.web.reviewer.scoring import LONGEST_VIEW, Page, apart_from, saved_line, seen_scores
from accreditation.workflow.actors import Role


def _own(public_id: str) -> PracticeReading:
    return reading_of(db.session(), current_region().id, public_id, current_actor())


@blueprint.get("/practice")
@needs(Role.REVIEWER)
def practices() -> str:
    """Whatever this reviewer was asked to practise on."""
    return render_template("reviewer/practices.html", readings=readings_of(db.session(), current_actor()))


@blueprint.get("/practice/<public_id>")
@needs(Role.REVIEWER)
def practice(public_id: str) -> Page:
    """The dossier beside the rubric; once handed in, or closed after it was, what came of it."""
    reading = _own(public_id)
    if reading.handed_in_at is not None:
        return _result(reading)
    if not reading.dossier.is_open:
        flash(_("This practice dossier was closed before you handed in."), "info")
        return redirect(url_for("reviewer.practices"))
    return _page(reading, given_in(reading), reading.overall_comment, {})


def _page(reading: PracticeReading, given: Typed, overall: str, missing: dict[str, str], **more: Any) -> str:
    return render_template(
        "reviewer/practice.html",
        dossier=reading.dossier,
        reading=reading,
        given=given,
        overall=overall,
        missing=missing,
        done=sum(level is not None for level, _comment in given.values()),
        extremes=EXTREMES,
        **more,
    )


def _result(reading: PracticeReading) -> str:
    session, dossier = db.session(), reading.dossier
    everybody = handed_in(session, dossier)
    least = number_of(session, dossier.region_id, dossier.scheme.code, "small_group_people")
    return render_template(
        "reviewer/practice_result.html",
        dossier=dossier,
        given=given_in(reading),
        rows=by_criterion(dossier, everybody),
        distance=distance_of(dossier, reading),
        others=len(everybody),
        least=least,
        shows_others=len(everybody) >= least,
    )


@blueprint.post("/practice/<public_id>")
@needs(Role.REVIEWER)
def save_practice(public_id: str) -> Page:
    """Keeps the levels as they are. "Hand in" asks for what is missing, then shows everything once more."""
    reading = _own(public_id)
    criteria = reading.dossier.scheme.scoring
    typed = typed_levels("score", [criterion["key"] for criterion in criteria])
    overall = typed_text("overall", LONGEST_VIEW)
    is_script = request.accept_mimetypes.best == "application/json"
    try:
        save(db.session(), current_actor(), reading, typed, overall, seen=seen_scores())
    except ChangedMeanwhile as told:
        if is_script:
            raise
        db.session.rollback()
        reading = _own(public_id)
        apart = apart_from(given_in(reading), typed, criteria)
        return _page(reading, typed, overall, {}, told=said(told.reasons[0]), apart=apart), 409
    version, given = reading.version, given_in(reading)
    missing = {key: said(text) for key, text in missing_before_hand_in(reading)}
    db.session.commit()
    if is_script:
        return jsonify(message=saved_line(given, criteria), fields={"version": str(version)})
    if request.form.get("act") != "hand_in":
        flash(_("Kept. Your scores are not handed in yet."), "info")
        return redirect(url_for("reviewer.practice", public_id=public_id))
    if missing:
        return _page(reading, given, overall, missing), 422
    return redirect(url_for("reviewer.practice_summary", public_id=public_id))


@blueprint.get("/practice/<public_id>/summary")
@needs(Role.REVIEWER)
def practice_summary(public_id: str) -> Page:
    """Everything once more, before it is final."""
    reading = _own(public_id)
    if reading.handed_in_at or not reading.dossier.is_open or missing_before_hand_in(reading):
        return redirect(url_for("reviewer.practice", public_id=public_id))
    return render_template(
        "reviewer/practice_summary.html", dossier=reading.dossier, reading=reading, given=given_in(reading)
    )


@blueprint.post("/practice/<public_id>/hand-in")
@needs(Role.REVIEWER)
def hand_in_practice(public_id: str) -> Response:
    """From now on the reviewer reads what was expected."""
    reading, seen = _own(public_id), seen_scores()
    if reading.handed_in_at or missing_before_hand_in(reading):
        return redirect(url_for("reviewer.practice", public_id=public_id))
    if seen is not None and seen != reading.version:
        flash(_("Your scores changed in another window. Read them once more."), "info")
        return redirect(url_for("reviewer.practice_summary", public_id=public_id))
    hand_in(db.session(), current_actor(), reading)
    db.session.commit()
    flash(_("Handed in. Here is what was expected."), "success")
    return redirect(url_for("reviewer.practice", public_id=public_id))

"""Scoring: the dossier and the rubric side by side, kept as one types, read once more, handed in."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.errors import ChangedMeanwhile
from accreditation.extensions import db
from accreditation.reviews.counting import Criteria, weighted_level
from accreditation.reviews.discussing import discussions_of, letter_of
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.scoring import (
    EXTREMES,
    Typed,
    comment_is_needed,
    given_in,
    hand_in,
    handed_in,
    levels_of,
    missing_before_hand_in,
    save_scores,
)
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.forms import typed_levels, typed_text
from accreditation.web.interests import InterestForm
from accreditation.web.language import hour, said
from accreditation.web.reviewer import blueprint, declaration_page, own_assignment
from accreditation.workflow import permissions

Page = str | Response | tuple[str, int]
LONGEST_VIEW = 4000


def criterion_keys(found: FoundCase) -> list[str]:
    return [criterion["key"] for criterion in found.application.scheme.scoring]


@blueprint.get("/cases/<number>/review")
@needs(permissions.SCORE)
def review(number: str) -> Page:
    """The file and the scores side by side; before the declaration only the declaration."""
    found = found_case(number, permissions.SCORE)
    assignment = own_assignment(found)
    if assignment.declared_at is None:
        return declaration_page(found, InterestForm())
    ledger.note_reading("dossier", found.application.region_id, found.application.id)
    return _page(found, assignment, given_in(assignment), assignment.overall_comment, {})


def _page(
    found: FoundCase, assignment: ReviewAssignment, given: Typed, overall: str, missing: dict[str, str], **more: Any
) -> str:
    criteria = found.application.scheme.scoring
    return render_template(
        "reviewer/review.html",
        assignment=assignment,
        seen_version=found.version,
        given=given,
        overall=overall,
        missing=missing,
        done=sum(level is not None for level, _comment in given.values()),
        extremes=EXTREMES,
        level=weighted_level({key: level for key, (level, _comment) in given.items() if level is not None}, criteria),
        discussions=discussions_of(db.session(), found.application) if assignment.handed_in_at else [],
        others=_others(found, assignment),
        **evidence_for(found),
        **more,
    )


def _others(found: FoundCase, assignment: ReviewAssignment) -> list[dict[str, Any]]:
    """What the other reviewers handed in, for who handed in, where the edition shows it."""
    if assignment.handed_in_at is None or not found.application.scheme.numbers.get("scores_shown_after"):
        return []
    everybody = handed_in(db.session(), found.application.id)
    return [
        {"name": _("Reviewer %(letter)s", letter=letter_of(each, everybody)), "given": given_in(each)}
        for each in everybody
        if each.id != assignment.id
    ]


def seen_scores() -> int | None:
    """The version of the scores that the page showed; 0, which none has, for nonsense; None where it says nothing."""
    typed = request.form.get("version")
    if typed is None:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() else 0


@blueprint.post("/cases/<number>/review")
@needs(permissions.SCORE)
def save(number: str) -> Page:
    """Keeps the levels as they are. "Hand in" asks for what is missing, then shows everything once more."""
    found = found_case(number, permissions.SCORE)
    assignment = own_assignment(found)
    typed, overall = typed_levels("score", criterion_keys(found)), typed_text("overall", LONGEST_VIEW)
    is_script = request.accept_mimetypes.best == "application/json"
    try:
        save_scores(db.session(), current_actor(), assignment, typed, overall, seen=seen_scores())
    except ChangedMeanwhile as told:
        if is_script:
            raise
        return _both(number, typed, overall, told)
    version, missing = assignment.version, {key: said(text) for key, text in missing_before_hand_in(assignment)}
    given = given_in(assignment)
    db.session.commit()
    if is_script:
        return jsonify(message=saved_line(given, found.application.scheme.scoring), fields={"version": str(version)})
    if request.form.get("act") != "hand_in":
        flash(_("Kept. Your scores are not handed in yet."), "info")
        return redirect(url_for("reviewer.review", number=number))
    if missing:
        return _page(found, assignment, given, overall, missing), 422
    return redirect(url_for("reviewer.summary", number=number))


def saved_line(given: Typed, criteria: Criteria) -> str:
    """What the page says after it saved by itself."""
    done = sum(level is not None for level, _comment in given.values())
    return _(
        "Saved at %(time)s. %(done)s of %(all)s criteria scored.",
        time=hour(clock.now()),
        done=done,
        all=len(criteria),
    )


def apart_from(saved: Typed, typed: Typed, criteria: Criteria) -> list[tuple[Any, Any, Any]]:
    """The criteria on which what was saved meanwhile is not what was typed here, with both."""
    pairs = [(each, saved.get(each["key"], (None, "")), typed[each["key"]]) for each in criteria]
    return [(criterion, kept, here) for criterion, kept, here in pairs if kept != here]


def _both(number: str, typed: Typed, overall: str, told: ChangedMeanwhile) -> tuple[str, int]:
    """What was typed here, still in the form, beside what was saved meanwhile: sending it again chooses it."""
    db.session.rollback()
    found = found_case(number, permissions.SCORE)
    assignment = own_assignment(found)
    apart = apart_from(given_in(assignment), typed, found.application.scheme.scoring)
    return _page(found, assignment, typed, overall, {}, told=said(told.reasons[0]), apart=apart), 409


@blueprint.get("/cases/<number>/review/summary")
@needs(permissions.SCORE)
def summary(number: str) -> Page:
    """Everything once more, before it is final."""
    found = found_case(number, permissions.SCORE)
    assignment = own_assignment(found)
    if assignment.declared_at is None or assignment.handed_in_at or missing_before_hand_in(assignment):
        return redirect(url_for("reviewer.review", number=number))
    scheme = found.application.scheme
    return render_template(
        "reviewer/summary.html",
        application=found.application,
        assignment=assignment,
        given=given_in(assignment),
        level=weighted_level(levels_of(assignment), scheme.scoring),
        comment_is_needed=comment_is_needed,
    )


@blueprint.post("/cases/<number>/review/hand-in")
@needs(permissions.SCORE)
def hand_in_scores(number: str) -> Page:
    """From now on the scores count."""
    found = found_case(number, permissions.SCORE)
    assignment = own_assignment(found)
    seen = seen_scores()
    if seen is not None and seen != assignment.version:
        flash(_("Your scores changed in another window. Read them once more."), "info")
        return redirect(url_for("reviewer.summary", number=number))
    if missing_before_hand_in(assignment):
        return redirect(url_for("reviewer.review", number=number))
    hand_in(db.session(), current_actor(), assignment)
    db.session.commit()
    flash(_("Your scores are handed in. Thank you."), "success")
    return redirect(url_for("cases.tasks"))

"""Screening a case: its conditions, and who reviews."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.applications.eligibility import findings_of
from accreditation.applications.screening import checks_of, earlier_results, reasons_for, record_check
from accreditation.conflicts.finding import conflicts_between
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.region.administrations import homes_of
from accreditation.reviews.actions import assign_reviewer, take_off
from accreditation.reviews.models import ReviewAssignment
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import FoundCase, found_case, row_by_public_id
from accreditation.web.cases.leading import page_to_act
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.replacing import proposed_for, words_on
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState


@blueprint.get("/cases/<number>/screen")
@needs(permissions.CHECK)
def screen(number: str) -> str:
    """Each condition of the call beside the dossier."""
    return _screen_page(found_case(number, permissions.CHECK), [])


def _screen_page(found: FoundCase, errors: list[dict[str, str]]) -> str:
    return render_template(
        "rocb/screen.html",
        checks=checks_of(db.session(), found.application),
        findings=findings_of(db.session(), found.application),
        reasons={key: reasons_for(found.application.scheme, key) for key in _keys(found)},
        earlier=earlier_results(db.session(), found.application),
        label_of=lambda case: APPLICATION.rule(case.state).label,
        errors=errors,
        **evidence_for(found),
    )


def _keys(found: FoundCase) -> list[str]:
    return [condition["key"] for condition in found.application.scheme.eligibility]


@blueprint.post("/cases/<number>/screen")
@needs(permissions.CHECK)
def save_checks(number: str) -> Response | tuple[str, int]:
    """Records every condition that was answered; a condition not met needs its evidence in words."""
    found = found_case(number, permissions.CHECK)
    errors = []
    for key in _keys(found):
        answer, seen = request.form.get(f"check-{key}"), request.form.get(f"evidence-{key}", "")[:1000]
        if answer not in ("yes", "no"):
            continue
        if answer == "no" and not seen.strip():
            errors.append({"text": _("Say what you saw where a condition is not met."), "href": f"#evidence-{key}"})
        reason = _reason_of(found, key) if answer == "no" else ""
        if answer == "no" and not reason and reasons_for(found.application.scheme, key):
            errors.append({"text": _("Choose the reason that the letter would give."), "href": f"#reason-{key}"})
        record_check(db.session(), current_actor(), found.application, key, answer == "yes", seen, reason)
    db.session.commit()
    if errors:
        return _screen_page(found, errors), 422
    flash(_("Kept."), "success")
    here, onward = url_for("rocb.screen", number=number), page_to_act(found_case(number))
    return redirect(onward if onward != here else url_for("cases.show", number=number))


def _reason_of(found: FoundCase, key: str) -> str:
    """The reason that was chosen; where the edition has only one for the condition, that one."""
    codes = [row["code"] for row in reasons_for(found.application.scheme, key)]
    return codes[0] if len(codes) == 1 else request.form.get(f"reason-{key}", "")


def _candidates(found: FoundCase) -> list[tuple[Person, Any]]:
    """Reviewers of the region with what stands against each: the check before anyone is asked."""
    people = holders(db.session(), [Role.REVIEWER], found.application.region_id)
    ties = conflicts_between(db.session(), [found.application], people)
    standing = {pair: [each.reason for each in conflicts if each.stands] for pair, conflicts in ties.items()}
    return [(person, next(iter(standing.get((found.application.id, person.id), [])), None)) for person in people]


@blueprint.get("/cases/<number>/reviewers")
@needs(permissions.ASSIGN)
def reviewers(number: str) -> str:
    """Who reviews, and who could."""
    return _reviewers_page(found_case(number, permissions.ASSIGN), "")


def _reviewers_page(found: FoundCase, error: str) -> str:
    query = select(ReviewAssignment).where(ReviewAssignment.application_id == found.application.id)
    assignments = db.session.scalars(query.order_by(ReviewAssignment.id)).all()
    standing = {row.reviewer_id for row in assignments if row.ended_at is None}
    candidates = [pair for pair in _candidates(found) if pair[0].id not in standing]
    proposed, nobody = proposed_for(found)
    people = [*(row.reviewer for row in assignments), *(person for person, _against in candidates)]
    return render_template(
        "rocb/reviewers.html",
        application=found.application,
        assignments=assignments,
        candidates=candidates,
        proposed=proposed,
        nobody=nobody,
        words={row.id: words_on(found, row) for row in assignments},
        homes=homes_of(db.session(), people),
        error=error,
    )


@blueprint.post("/cases/<number>/reviewers")
@needs(permissions.ASSIGN)
def change_reviewers(number: str) -> Response | tuple[str, int]:
    """Assigns those who were chosen, or takes one off; in screening the last one leads on to the review."""
    found = found_case(number, permissions.ASSIGN)
    session, actor = db.session(), current_actor()
    if taken := request.form.get("take_off"):
        assignment = row_by_public_id(ReviewAssignment, taken)
        if assignment.application_id != found.application.id:
            raise NotPermitted
        take_off(session, actor, found.application, assignment, "office")
    else:
        chosen = {person.public_id: person for person, _against in _candidates(found)}
        people = [chosen[public_id] for public_id in request.form.getlist("reviewer") if public_id in chosen]
        if not people:
            return _reviewers_page(found, _("Choose a reviewer.")), 422
        try:
            for person in people:
                assign_reviewer(session, actor, found.application, person)
        except Invalid as refusal:
            session.rollback()
            return _reviewers_page(found_case(number, permissions.ASSIGN), said(refusal.reasons[0])), 422
    session.commit()
    found = found_case(number)
    is_screened = found.application.state is ApplicationState.SCREENING and not taken
    return redirect(page_to_act(found) if is_screened else url_for("rocb.reviewers", number=number))

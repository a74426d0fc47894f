"""Who reviews a case: chosen and taken off by an officer."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.conflicts.finding import conflicts_between
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.region.administrations import homes_of
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assign_reviewer, take_off
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case, row_by_public_id
from accreditation.web.cases.leading import page_to_act
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.replacing import proposed_for, words_on
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState


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
    candidates.sort(key=lambda pair: (pair[0] not in proposed, pair[1] is not None))
    people = [*(row.reviewer for row in assignments), *(person for person, _against in candidates)]
    return render_template(
        "rocb/reviewers.html",
        application=found.application,
        assignments=assignments,
        candidates=candidates,
        proposed=proposed,
        nobody=nobody,
        declined={row.reviewer_id for row in assignments if row.ended_reason == "declined"},
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

"""Conflicts of interest in one case: found, dismissed and taken back, recorded, and scores voided for one found late."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.conflicts.among_reviewers import that_bear
from accreditation.conflicts.dismissing import dismiss, dismissals_in, take_back
from accreditation.conflicts.finding import bars, conflicts_between
from accreditation.conflicts.found_late import record_tie
from accreditation.conflicts.kinds import KIND_LABELS, Conflict
from accreditation.conflicts.log import log_of
from accreditation.conflicts.models import ConflictDismissal
from accreditation.conflicts.voiding import decided_on_voided, void_scores, voided_in
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.interests import INTEREST_LABELS
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.region.administrations import homes_of
from accreditation.reviews.models import ReviewAssignment
from accreditation.transition import refuse_if_stale
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase, found_case, row_by_public_id, seen_version
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role


@dataclass(frozen=True)
class Weighed:
    """A person at hand: with the assignment, if there is one, and what was found. `is_near`: to the officer who looks."""

    person: Person
    assignment: ReviewAssignment | None
    conflicts: tuple[Conflict, ...]
    is_near: bool

    @property
    def stands(self) -> bool:
        return bars(self.conflicts)

    @property
    def has_scored(self) -> bool:
        return self.assignment is not None and self.assignment.ended_at is None and bool(self.assignment.handed_in_at)

    @property
    def is_assigned(self) -> bool:
        return self.assignment is not None and self.assignment.ended_at is None


def people_at_hand(found: FoundCase) -> list[Weighed]:
    """Whoever reviews, reviewed or could review the case: those assigned first, then those with a conflict."""
    session, actor = db.session(), current_actor()
    query = select(ReviewAssignment).where(ReviewAssignment.application_id == found.application.id)
    assigned = {row.reviewer_id: row for row in session.scalars(query.order_by(ReviewAssignment.id))}
    reviewers = holders(session, [Role.REVIEWER], found.application.region_id)
    people = {person.id: person for person in (*(row.reviewer for row in assigned.values()), *reviewers)}
    ties = conflicts_between(session, [found.application], list(people.values()))
    rows = [
        Weighed(
            person,
            assigned.get(person.id),
            that_bear(found.application, ties.get((found.application.id, person.id), ())),
            person.id == actor.person_id or person.id in actor.related_to,
        )
        for person in people.values()
    ]
    return sorted(rows, key=lambda row: (not row.is_assigned, not row.conflicts, row.person.register_name))


@blueprint.get("/cases/<number>/conflicts")
@needs(permissions.WEIGH_CONFLICTS)
def conflicts(number: str) -> str:
    """Who is tied to the case and by what, and what the office made of it."""
    return _page(found_case(number, permissions.WEIGH_CONFLICTS))


def _page(found: FoundCase, error: str = "", at: str = "") -> str:
    """`at`: the form that was refused, whose text is kept."""
    application, session = found.application, db.session()
    ledger.note_reading("conflicts", application.region_id, application.id)
    rows = people_at_hand(found)
    back = {
        (row.person_id, row.kind, row.evidence): row for row in dismissals_in(session, application) if not row.undone_at
    }
    return render_template(
        "rocb/conflicts.html",
        application=application,
        rows=rows,
        homes=homes_of(session, [row.person for row in rows]),
        labels=KIND_LABELS,
        ties_said=list(INTEREST_LABELS.items()),
        back=back,
        log=log_of(session, application),
        voided=voided_in(session, application),
        decided=decided_on_voided(session, application),
        error=error,
        at=at,
        typed=request.form,
    )


def _act(found: FoundCase, act: str) -> str:
    """Carries one act out; the sentence that is shown afterwards."""
    session, actor, application, form = db.session(), current_actor(), found.application, request.form
    if act == "take_back":
        take_back(session, actor, application, row_by_public_id(ConflictDismissal, form.get("dismissal", "")))
        return _("Taken back. The conflict stands again.")
    person = row_by_public_id(Person, form.get("person", ""))
    if act == "dismiss":
        dismiss(
            session, actor, application, person, form.get("kind", ""), form.get("evidence", ""), form.get("reason", "")
        )
        return _("Dismissed. Your reason is on record.")
    if act == "record":
        record_tie(session, actor, application, person, form.get("tie", ""), form.get("words", ""))
        return _("Recorded. The case is closed to this person.")
    if act == "void":
        refuse_if_stale(session, application, actor, seen_version())
        query = select(ReviewAssignment).where(
            ReviewAssignment.application_id == application.id, ReviewAssignment.reviewer_id == person.id
        )
        assignment = session.scalars(query).one_or_none()
        if assignment is None:
            raise NotPermitted
        void_scores(session, actor, application, assignment, form.get("reason", ""))
        return _("The scores are voided. They count nowhere any more.")
    raise NotPermitted


@blueprint.post("/cases/<number>/conflicts")
@needs(permissions.WEIGH_CONFLICTS)
def weigh_conflict(number: str) -> Response | tuple[str, int]:
    """Dismisses, takes back, records a tie, or voids scores."""
    found = found_case(number, permissions.WEIGH_CONFLICTS)
    try:
        told = _act(found, request.form.get("act", ""))
    except Invalid as refusal:
        return _page(found, said(refusal.reasons[0]), request.form.get("at", "")), 422
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("rocb.conflicts", number=number))

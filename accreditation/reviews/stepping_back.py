"""A reviewer who cannot do it: declines with a reason, or hands over to a deputy, who inherits the task, never the conflicts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.reviews.asking import invite_reviewer
from accreditation.reviews.models import ReviewAssignment
from accreditation.reviews.reviewers import assignment_of, conflicts_of
from accreditation.reviews.scoring import own_review
from accreditation.texts import N_
from accreditation.transition import touch
from accreditation.workflow.actors import Actor, Role

REASONS = "review_declined"


def decline_review(session: Session, actor: Actor, assignment: ReviewAssignment, reason: str, note: str) -> None:
    """The office reads why, and asks somebody else. `reason`: a code of the scheme's list, where the edition has one."""
    application = own_review(session, actor, assignment)
    codes = {each["code"] for each in application.scheme.reasons.get(REASONS, [])}
    if assignment.handed_in_at is not None:
        raise Invalid(N_("Your scores are handed in already."), "reason")
    if codes and reason not in codes:
        raise Invalid(N_("Choose a reason."), "reason")
    if not codes and not note.strip():
        raise Invalid(N_("Say why in a few words."), "note")
    assignment.ended_at, assignment.ended_reason = clock.now(), "declined"
    assignment.decline_reason, assignment.ended_note = reason if codes else "", note.strip()
    touch(application)
    session.flush()


def deputies_of(session: Session, actor: Actor, assignment: ReviewAssignment) -> Sequence[Person]:
    """Who stands in today for the actor as a reviewer of the region of the case."""
    today = clock.today()
    query = (
        select(Person)
        .join(Deputy, Deputy.person_id == Person.id)
        .join(RoleGrant, RoleGrant.id == Deputy.grant_id)
        .where(
            RoleGrant.person_id == actor.person_id,
            RoleGrant.role == Role.REVIEWER,
            RoleGrant.scope_id == assignment.region_id,
            in_force(),
            Deputy.starts_on <= today,
            Deputy.ends_on >= today,
            Person.disabled_at.is_(None),
        )
        .order_by(Person.register_name, Person.id)
        .distinct()
    )
    return session.scalars(query).all()


def hand_over(session: Session, actor: Actor, assignment: ReviewAssignment, deputy: Person) -> ReviewAssignment:
    """The deputy is asked in the actor's place and signs a declaration of their own; no score passes over.

    Invalid: something stands against the deputy in this case. What it is, the actor does not learn.
    """
    application = own_review(session, actor, assignment)
    if assignment.handed_in_at is not None:
        raise Invalid(N_("Your scores are handed in already."), "deputy")
    if deputy not in deputies_of(session, actor, assignment):
        raise NotPermitted
    known = assignment_of(session, application, deputy.id)
    if known is not None or conflicts_of(session, application, deputy) is not None:
        raise Invalid(
            N_("This deputy cannot review this application. Decline instead; the office finds somebody."), "deputy"
        )
    inherited = ReviewAssignment(
        region_id=application.region_id,
        application_id=application.id,
        reviewer_id=deputy.id,
        assigned_by_id=assignment.assigned_by_id,
        handed_over_by_id=actor.person_id,
        asked_at=clock.now(),
    )
    session.add(inherited)
    assignment.ended_at, assignment.ended_reason = clock.now(), "handed_over"
    touch(application)
    session.flush()
    invite_reviewer(session, application, inherited)
    return inherited

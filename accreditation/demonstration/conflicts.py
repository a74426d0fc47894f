"""Conflicts of interest in the demo: one that the office dismissed, one declared after the scores were in, one to be weighed."""

from collections.abc import Sequence

from sqlalchemy import select

from accreditation.conflicts.dismissing import dismiss
from accreditation.conflicts.found_late import own_up, record_tie
from accreditation.conflicts.kinds import Kind
from accreditation.demonstration.selection import Case
from accreditation.people.interests import InterestKind
from accreditation.people.models import Person
from accreditation.reviews.models import ReviewAssignment

_YESTERDAY = -1


def weigh(reviewed: Sequence[Case], before_panel: Sequence[Case]) -> None:
    """In calls with cases enough that some are left in the state they were brought to."""
    if len(reviewed) > 1:
        _dismissed(reviewed[0])
    if len(before_panel) > 2:
        _declared_late(before_panel[-1], InterestKind.RELATIVE, "Demo: me enteré ayer de que es primo de mi esposa.")
        _declared_late(before_panel[-2], InterestKind.COLLEAGUE, "Demo: redactamos juntos un informe en 2021.")


def _dismissed(case: Case) -> None:
    """An officer records what was heard; another looks into it and finds nothing in it."""
    with case.stage.at(case.stage.moment(_YESTERDAY, 9)) as session:
        reviewer = session.get_one(Person, case.stage.people[case.reviewers()[1]])
        application, actor = case.application(session), case.stage.actor(session, "oficial")
        heard = "Demo: la persona postulante lo mencionó por teléfono."
        tie = record_tie(session, actor, application, reviewer, InterestKind.COLLEAGUE, heard)
        session.flush()
        looked_into = "Demo: dos reuniones de un grupo de treinta personas en 2019; nunca trabajaron en lo mismo."
        second = case.stage.actor(session, "oficial2")
        dismiss(session, second, application, reviewer, Kind.DECLARED, tie.public_id, looked_into)


def _declared_late(case: Case, kind: InterestKind, note: str) -> None:
    with case.stage.at(case.stage.moment(_YESTERDAY, 11)) as session:
        query = select(ReviewAssignment.reviewer_id).where(
            ReviewAssignment.application_id == case.application_id, ReviewAssignment.ended_at.is_(None)
        )
        reviewers = set(session.scalars(query))
        key = next(key for key in case.reviewers() if case.stage.people[key] in reviewers)
        own_up(session, case.stage.actor(session, key), case.application(session), kind, note)

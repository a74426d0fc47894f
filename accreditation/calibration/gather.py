"""Which levels are held against each other: scores handed in and marks given, once nobody can add one to the case.

Cases of persons to whom a reader of the figures is close are left out, so that the figures tell no reader about them.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.calibration.models import Stage
from accreditation.people.interests import related_to
from accreditation.people.models import Person
from accreditation.people.roles import holders
from accreditation.reviews.models import ReviewAssignment, Score
from accreditation.schemes.models import Scheme
from accreditation.training.marking_models import Mark
from accreditation.training.models import Workshop
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState

# Whoever may open the page of figures; a deputy of one of them sees through the one who is absent.
READERS = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.WCO_LIAISON, Role.AUDITOR)
_S = ApplicationState
_STILL_JUDGED = {
    Stage.DESK: (_S.SCREENING, _S.INFORMATION_REQUESTED, _S.UNDER_REVIEW),
    Stage.WORKSHOP: (_S.IN_WORKSHOP,),
}


@dataclass(frozen=True)
class Rated:
    """One level with all that is asked of it; `home_id` is the rater's administration, or the training centre."""

    application_id: uuid.UUID
    call_id: uuid.UUID
    scheme_id: uuid.UUID
    rater_id: uuid.UUID
    home_id: uuid.UUID | None
    criterion: str
    level: int


def standing_scores() -> ColumnElement[bool]:
    """Handed in, and the assignment was not ended since."""
    return ReviewAssignment.handed_in_at.is_not(None) & ReviewAssignment.ended_at.is_(None)


def standing_marks() -> ColumnElement[bool]:
    """Not voided, and of the workshop that counts for the case."""
    return Mark.voided_at.is_(None) & (Mark.workshop_id == Application.workshop_id)


def _of_desk(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Score)
        .join(ReviewAssignment, ReviewAssignment.id == Score.assignment_id)
        .join(Application, Application.id == ReviewAssignment.application_id)
        .join(Person, Person.id == ReviewAssignment.reviewer_id)
        .where(standing_scores())
    )


def _of_workshop(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Mark)
        .join(Application, Application.id == Mark.application_id)
        .join(Workshop, Workshop.id == Mark.workshop_id)
        .where(standing_marks())
    )


def levels_that_count(stage: Stage, *columns: Any) -> Select[Any]:
    """These columns of every level that counts: of Application, and of ReviewAssignment and Score, or of Workshop and Mark."""
    return _of_desk(*columns) if stage is Stage.DESK else _of_workshop(*columns)


_CASE = (Application.id, Application.call_id, Application.scheme_id)
_COLUMNS: Mapping[Stage, tuple[Any, ...]] = {
    Stage.DESK: (*_CASE, ReviewAssignment.reviewer_id, Person.administration_id, Score.criterion, Score.level),
    Stage.WORKSHOP: (*_CASE, Mark.assessor_id, Workshop.centre_id, Mark.criterion, Mark.level),
}


def _of_series(stage: Stage, region_id: uuid.UUID, code: str) -> tuple[ColumnElement[bool], ...]:
    of_scheme = select(Scheme.id).where(Scheme.region_id == region_id, Scheme.code == code)
    judged = Application.state.not_in(_STILL_JUDGED[stage])
    return Application.region_id == region_id, Application.scheme_id.in_(of_scheme), judged


def close_to_readers(session: Session, region_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The readers of the region's figures and everybody tied to one of them. Two queries."""
    readers = [person.id for person in holders(session, READERS, region_id)]
    return frozenset(readers).union(*related_to(session, readers).values())


def ratings_given(session: Session, region_id: uuid.UUID, code: str, stage: Stage) -> Sequence[Rated]:
    """Every level that counts, for a scheme in all its editions. Three queries."""
    query = levels_that_count(stage, *_COLUMNS[stage], Application.applicant_id).where(
        *_of_series(stage, region_id, code)
    )
    close = close_to_readers(session, region_id)
    return [Rated(*row) for *row, applicant_id in session.execute(query) if applicant_id not in close]


def levels_on(session: Session, stage: Stage, application_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How many levels count for each of these cases now."""
    query = levels_that_count(stage, Application.id, func.count()).where(Application.id.in_(application_ids))
    return dict(session.execute(query.group_by(Application.id)).all())


def series_with_levels(session: Session) -> Sequence[tuple[uuid.UUID, str, Stage]]:
    """Region, code of scheme and stage wherever somebody gave a level."""
    return [
        (region_id, code, stage)
        for stage in Stage
        for region_id, code in session.execute(
            levels_that_count(stage, Scheme.region_id, Scheme.code)
            .join(Scheme, Scheme.id == Application.scheme_id)
            .distinct()
            .order_by(Scheme.region_id, Scheme.code)
        )
    ]

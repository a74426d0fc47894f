"""How many seats of a workshop a candidate may count on: those left, one above the number, or one that was kept."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.training.models import SeatPromise, Workshop
from accreditation.workflow.states import SEATED, ApplicationState


@dataclass(frozen=True)
class Seats:
    """`taken` per workshop without seats above its number; promises per candidate; how many are kept per call."""

    taken: Counter[uuid.UUID]
    promises: dict[uuid.UUID, SeatPromise]
    kept: Counter[uuid.UUID]

    def left_for(self, application: Application, workshop: Workshop) -> int:
        """Seats this candidate could take now. What is kept for others is not theirs; what is promised to them is."""
        left = workshop.seats - self.taken[workshop.id]
        promise = self.promises.get(application.id)
        if promise is not None and promise.workshop_id == workshop.id:
            return max(1, left)
        if promise is not None and promise.choice == "next" and promise.passed_over_id != workshop.id:
            return left
        return left - self.kept[application.call_id]


def seats_taken(session: Session, workshop_ids: set[uuid.UUID]) -> Counter[uuid.UUID]:
    """Per workshop the candidates seated in it, those in a seat above the number left out."""
    if not workshop_ids:
        return Counter()
    above = select(SeatPromise.application_id).where(SeatPromise.workshop_id == Application.workshop_id)
    query = select(Application.workshop_id, func.count()).where(
        Application.workshop_id.in_(workshop_ids), Application.state.in_(SEATED), Application.id.not_in(above)
    )
    return Counter(dict(session.execute(query.group_by(Application.workshop_id)).all()))


def seats_of(session: Session, workshop_ids: set[uuid.UUID], applications: Sequence[Application]) -> Seats:
    """The seats of some workshops, as their candidates may count on them. Three queries."""
    mine = select(SeatPromise).where(SeatPromise.application_id.in_([row.id for row in applications]))
    kept = (
        select(SeatPromise.call_id, func.count())
        .join(Application, Application.id == SeatPromise.application_id)
        .where(
            SeatPromise.call_id.in_({row.call_id for row in applications}),
            SeatPromise.choice == "next",
            Application.state == ApplicationState.SHORTLISTED,
        )
        .group_by(SeatPromise.call_id)
    )
    return Seats(
        taken=seats_taken(session, workshop_ids),
        promises={row.application_id: row for row in session.scalars(mine)},
        kept=Counter(dict(session.execute(kept).all())),
    )

"""The panels of a page of cases: who may vote on each today, and the votes since it came before them. Two queries."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.people.models import Person
from accreditation.reviews.panel_models import PanelSeat, PanelVote
from accreditation.workflow.actors import DISQUALIFYING
from accreditation.workflow.involvement import Involvement, Involvements
from accreditation.workflow.panel import panel_votes
from accreditation.workflow.panel_facts import Panel
from accreditation.workflow.states import ApplicationState

BEFORE_A_PANEL = frozenset({ApplicationState.AWAITING_SHORTLISTING, ApplicationState.WAITLISTED})


def seat_in_force() -> ColumnElement[bool]:
    today = clock.today()
    return and_(
        PanelSeat.ended_at.is_(None),
        PanelSeat.starts_on <= today,
        or_(PanelSeat.ends_on.is_(None), PanelSeat.ends_on >= today),
    )


def has_a_panel(application: Application) -> bool:
    """Whether members vote on it where it stands now; elsewhere there is no vote to count."""
    return application.state in BEFORE_A_PANEL and panel_votes(application.scheme.numbers)


def panels_of(
    session: Session, applications: Sequence[Application], involvements: Mapping[uuid.UUID, Involvements]
) -> Mapping[uuid.UUID, Panel]:
    """By application, its panel; only where the edition demands a vote and the case is before the panel."""
    voted = [row for row in applications if has_a_panel(row)]
    if not voted:
        return {}
    seats: dict[uuid.UUID, list[PanelSeat]] = defaultdict(list)
    found = select(PanelSeat).join(PanelSeat.person).options(joinedload(PanelSeat.person))
    here = PanelSeat.call_id.in_({row.call_id for row in voted})
    for seat in session.scalars(found.where(here, seat_in_force(), Person.disabled_at.is_(None))):
        seats[seat.call_id].append(seat)
    votes: dict[uuid.UUID, list[PanelVote]] = defaultdict(list)
    cast = select(PanelVote).where(
        PanelVote.application_id.in_([row.id for row in voted]), PanelVote.replaced_at.is_(None)
    )
    for vote in session.scalars(cast):
        votes[vote.application_id].append(vote)
    return {row.id: _panel(row, seats[row.call_id], votes[row.id], involvements[row.id]) for row in voted}


def _panel(
    application: Application, seats: Sequence[PanelSeat], votes: Sequence[PanelVote], parts: Involvements
) -> Panel:
    barred = DISQUALIFYING | {Involvement.APPLICANT}
    interested = frozenset(
        seat.person_id
        for seat in seats
        if parts.get(seat.person_id, frozenset()) & barred
        or seat.person.administration_id == application.administration_id
    )
    today = clock.today()
    return Panel(
        entitled=frozenset(seat.person_id for seat in seats) - interested,
        interested=interested,
        away=frozenset(
            seat.person_id for seat in seats if seat.away_from and seat.away_from <= today <= (seat.away_until or today)
        ),
        chair_id=next((seat.person_id for seat in seats if seat.duty == "chair"), None),
        deputy_id=next((seat.person_id for seat in seats if seat.duty == "deputy"), None),
        votes={vote.person_id: vote.choice for vote in votes if vote.cast_at >= application.state_since},
    )

"""A call whose edition demands votes, its panel, and cases before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.reviews.decisions import record_decision
from accreditation.reviews.panel_models import PanelSeat
from accreditation.reviews.panel_seats import seat_on_panel
from accreditation.reviews.voting import vote
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState
from tests import staging

HEAD, CHAIR, DEPUTY, MEMBER = "direccion", "panel", "panel2", "auditoria"


@dataclass
class Bench:
    """The panel of one call by the keys of its people."""

    session: Session
    case: Application

    def person(self, key: str) -> Person:
        return self.session.scalars(select(Person).where(Person.email == f"{key}@demo.example")).one()

    def actor(self, key: str) -> Actor:
        return actor_of(self.session, self.person(key))

    def demand_votes(self, quorum: int = 3) -> None:
        """As if the call had been opened under an edition with a quorum."""
        scheme = self.case.scheme
        scheme.numbers = {**scheme.numbers, "panel_quorum": quorum}
        self.session.flush()

    def seat(self, key: str, duty: str = "member") -> PanelSeat:
        return seat_on_panel(
            self.session, self.actor(HEAD), self.case.call, self.person(key), duty,
            starts_on=clock.today(), ends_on=None,
        )  # fmt: skip

    def vote(self, key: str, choice: str, reason: str = "") -> Any:
        case = self.case
        return vote(self.session, self.actor(key), case, choice, reason, seen_version=case.version)

    def record(self, key: str, outcome: str = "shortlist", **more: Any) -> Any:
        reasons = {"waitlist": ["seats"], "not_select": ["experience"]}.get(outcome, [])
        given = {"reasons": reasons, "statement": "", "seen_version": self.case.version, **more}
        return record_decision(self.session, self.actor(key), self.case, outcome, **given)


def before_the_panel(session: Session) -> Application:
    query = select(Application).where(Application.state == ApplicationState.AWAITING_SHORTLISTING)
    return session.scalars(query.order_by(Application.id)).first()


@pytest.fixture
def bench(peopled: Any) -> Iterator[Bench]:
    """Three seats: chair, deputy and a member; the edition demands three."""
    with clock.at(staging.TODAY), peopled.app_context():
        found = Bench(db.session(), before_the_panel(db.session()))
        found.demand_votes()
        for key, duty in ((CHAIR, "chair"), (DEPUTY, "deputy"), (MEMBER, "member")):
            found.seat(key, duty)
        yield found
        db.session.rollback()

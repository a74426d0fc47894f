"""Counts per state from the region's tally are exactly those that one would count, for whoever asks."""

from typing import Any

from sqlalchemy import delete, select

from accreditation import clock
from accreditation.applications.lists import Filter, counts_by_state
from accreditation.applications.models import Application
from accreditation.applications.tally import fold_changes
from accreditation.applications.tally_models import StateTally
from accreditation.counts import visible_counts
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person
from accreditation.visibility import applications_visible_to
from accreditation.worker import session_factory
from tests import staging


def differences() -> list[str]:
    """Everybody for whom the short way and the long way differ."""
    session, found = db.session(), []
    for person in session.scalars(select(Person)).all():
        actor = actor_of(session, person)
        counted = counts_by_state(session, applications_visible_to(actor), Filter())
        if dict(visible_counts(session, actor, Filter())) != dict(counted):
            found.append(person.email)
    return found


def test_the_tally_tells_everybody_what_they_would_count(lived_in: Any) -> None:
    with clock.at(staging.TODAY), lived_in.app_context():
        assert differences() == []


def test_an_officer_learns_nothing_of_a_relative(lived_in: Any) -> None:
    with clock.at(staging.TODAY), lived_in.app_context():
        session = db.session()
        officer = session.scalars(select(Person).where(Person.email == "oficial@demo.example")).one()
        case = session.scalars(select(Application).where(Application.state != "draft").limit(1)).one()
        before = visible_counts(session, actor_of(session, officer), Filter())[case.state]
        session.add(
            Interest(region_id=case.region_id, person_id=officer.id, other_id=case.applicant_id, kind="relative")
        )
        session.commit()
        related = visible_counts(session, actor_of(session, officer), Filter())
        assert related.get(case.state, 0) < before
        assert differences() == []


def test_folding_changes_no_sum(lived_in: Any) -> None:
    with clock.at(staging.TODAY), lived_in.app_context():
        several = db.session.query(StateTally).count()
        db.session.remove()
        fold_changes(session_factory(lived_in))
        assert db.session.query(StateTally).count() < several
        assert differences() == []


def test_a_wrong_tally_is_named(lived_in: Any) -> None:
    with clock.at(staging.TODAY), lived_in.app_context():
        db.session.execute(delete(StateTally).where(StateTally.state == "screening"))
        assert any("cases screening, counted" in line for line in broken_rows(db.session()))

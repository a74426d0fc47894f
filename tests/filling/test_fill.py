"""`accreditation fill`: many cases at once that stand every check, the same for the same seed, and never among real people."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.beginning import begin_application
from accreditation.applications.models import Application
from accreditation.certificates.models import Certificate
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.filling.filling import Refused, fill
from accreditation.invariants import broken_rows
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.schemes.models import Call
from accreditation.transparency.models import LogLeaf
from accreditation.workflow.states import ApplicationState
from tests import staging

MANY = 320


@pytest.fixture
def filled(staffed: Any) -> Iterator[Any]:
    """The application with invented cases, seen on the day of the tests."""
    with clock.at(staging.TODAY):
        fill(staffed, MANY, 7)
        with staffed.app_context():
            yield staffed
            db.session.remove()


def heads() -> dict[str, str]:
    return dict(db.session.execute(select(Application.number, Application.history_head)).all())


def test_every_row_is_whole_and_every_state_has_its_cases(filled: Any) -> None:
    assert list(broken_rows(db.session())) == []
    states = dict(db.session.execute(select(Application.state, func.count()).group_by(Application.state)).all())
    track_of_the_other = {ApplicationState.RECOGNIZED, ApplicationState.ACCREDITED}
    assert set(ApplicationState) - set(states) <= track_of_the_other
    assert sum(states.values()) == MANY


def test_what_hangs_on_the_cases_is_there(filled: Any) -> None:
    session = db.session()
    administrations = session.scalar(select(func.count(Application.administration_id.distinct())))
    assert administrations > 20
    assert session.scalar(select(func.count(Accreditation.id)))
    issued = session.scalar(select(func.count(Certificate.id)).where(Certificate.issued_at.is_not(None)))
    assert issued and session.scalar(select(func.count(LogLeaf.id)).where(LogLeaf.event == "issue")) == issued
    assert session.scalar(select(func.count(Person.id)).where(~Person.is_demo)) == 0
    years = {call.opens_at.year for call in session.scalars(select(Call))}
    assert len(years) > 2


def test_the_same_seed_gives_the_same_cases(
    staffed: Any, make_app: Callable[..., Any], databases: Any, backend: str
) -> None:
    found = []
    with databases.copy(backend, "staffed") as url, clock.at(staging.TODAY):
        for app in (staffed, make_app(url)):
            fill(app, 60, 3)
            with app.app_context():
                found.append(heads())
                db.session.remove()
                db.engine.dispose()
    assert found[0] == found[1]


def test_a_seed_is_used_once(filled: Any) -> None:
    with pytest.raises(Refused, match="Seed 7"):
        fill(filled, 10, 7)


def test_another_filling_and_real_work_go_on_from_there(filled: Any) -> None:
    fill(filled, 60, 8)
    session = db.session()
    call = session.scalars(select(Call).where(Call.closes_at > clock.now()).limit(1)).one()
    taken = select(Application.applicant_id).where(Application.call_id == call.id)
    person = session.scalars(
        select(Person).where(Person.administration_id.is_not(None), Person.id.not_in(taken)).limit(1)
    ).one()
    with writing():
        begin_application(session, actor_of(session, person), person, call)
        session.commit()
    assert list(broken_rows(session)) == []


def test_production_with_real_people_stays_as_it_is(staffed: Any) -> None:
    with clock.at(staging.TODAY), staffed.app_context():
        somebody = db.session.scalars(select(Person).limit(1)).one()
        somebody.is_demo = False
        db.session.commit()
        staffed.config["ENV"] = "production"
        with pytest.raises(Refused, match="Real people"):
            fill(staffed, 10, 1)
        assert heads() == {}

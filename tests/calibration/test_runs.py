"""Runs over the cases of the house: what counts, who is left out, what is kept, and what a later change undoes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.calibration.asking import ask, ask_for_run
from accreditation.calibration.gather import ratings_given
from accreditation.calibration.models import CalibrationRun, CaseLevel, RaterSeverity, Stage
from accreditation.calibration.reading import adjusted_levels, holds_a_tie_in, runs_of, severities_in
from accreditation.calibration.running import calibrate, calibrate_all
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.people.actor import actor_of
from accreditation.people.models import Interest, Person
from accreditation.reviews.counting import weighted_level
from accreditation.reviews.models import ReviewAssignment
from accreditation.schemes.models import Scheme
from accreditation.training.marking_models import Mark
from accreditation.training.results import result_of
from accreditation.worker import run_until_idle, session_factory
from accreditation.workflow.states import ApplicationState
from tests import staging


@pytest.fixture
def house(lived_in: Any) -> Iterator[Session]:
    """A session on a small history, as of a night on which every series was worked out."""
    with clock.at(staging.TODAY), lived_in.app_context():
        work_out(lived_in)
        yield db.session()


def work_out(app: Any) -> None:
    db.session.commit()
    calibrate_all(session_factory(app))
    run_until_idle(app)
    db.session.expire_all()


def series(session: Session) -> tuple[Any, str]:
    return session.execute(select(Scheme.region_id, Scheme.code)).first()  # type: ignore[return-value]


def person(session: Session, key: str) -> Person:
    return session.scalars(select(Person).where(Person.email == f"{key}@demo.example")).one()


def run(session: Session, stage: Stage = Stage.DESK) -> CalibrationRun:
    found, _under_way = runs_of(session, *series(session), stage)
    assert found is not None
    return found


def one_in_figures(session: Session) -> Application:
    query = select(Application).join(CaseLevel, CaseLevel.application_id == Application.id)
    return session.scalars(query.where(CaseLevel.run_id == run(session).id).order_by(Application.number).limit(1)).one()


def test_the_raw_level_is_the_one_the_rule_book_reads(house: Session) -> None:
    cases = {
        row.application_id: row for row in house.scalars(select(CaseLevel).where(CaseLevel.run_id == run(house).id))
    }
    assert len(cases) > 3
    for application_id, level in adjusted_levels(house, list(cases)).items():
        handed_in = house.scalars(
            select(ReviewAssignment).where(
                ReviewAssignment.application_id == application_id,
                ReviewAssignment.handed_in_at.is_not(None),
                ReviewAssignment.ended_at.is_(None),
            )
        ).all()
        levels = [
            weighted_level({score.criterion: score.level for score in row.scores}, row.application.scheme.scoring)
            for row in handed_in
        ]
        assert level.raw == pytest.approx(sum(levels) / len(levels))  # type: ignore[arg-type]
        assert 1 <= level.low <= level.adjusted <= level.high <= 5


def test_the_raw_level_of_a_workshop_is_the_overall_mark(house: Session) -> None:
    rows = house.scalars(select(CaseLevel).where(CaseLevel.run_id == run(house, Stage.WORKSHOP).id)).all()
    assert rows
    for row in rows:
        application = house.get_one(Application, row.application_id)
        marks = house.execute(
            select(Mark.criterion, Mark.assessor_id, Mark.level).where(
                Mark.application_id == application.id, Mark.workshop_id == application.workshop_id
            )
        ).all()
        overall = result_of([tuple(mark) for mark in marks], application.scheme.rubric, 2).overall
        assert 20 * row.raw == pytest.approx(overall)


def test_a_review_that_is_not_over_does_not_count(house: Session) -> None:
    """So nobody learns from a figure what somebody else has handed in before them."""
    open_cases = set(
        house.scalars(
            select(Application.id)
            .join(ReviewAssignment, ReviewAssignment.application_id == Application.id)
            .where(Application.state == ApplicationState.UNDER_REVIEW, ReviewAssignment.handed_in_at.is_not(None))
        )
    )
    assert open_cases
    assert not open_cases & {row.application_id for row in ratings_given(house, *series(house), Stage.DESK)}


def test_whoever_a_reader_is_close_to_is_left_out(house: Session, lived_in: Any) -> None:
    """The tie of one officer takes the case out for all, and until then that officer is not shown the figures."""
    case, officer, before = one_in_figures(house), person(house, "oficial2"), run(house).figures["cases"]
    assert not holds_a_tie_in(house, actor_of(house, officer), run(house))
    house.add(Interest(region_id=case.region_id, person_id=case.applicant_id, other_id=officer.id, kind="business"))
    house.commit()
    assert holds_a_tie_in(house, actor_of(house, officer), run(house))
    assert not holds_a_tie_in(house, actor_of(house, person(house, "oficial")), run(house))
    work_out(lived_in)
    assert run(house).figures["cases"] == before - 1
    assert not holds_a_tie_in(house, actor_of(house, officer), run(house))
    assert not adjusted_levels(house, [case.id])


def test_a_level_is_not_told_any_more_once_a_score_behind_it_is_gone(house: Session) -> None:
    case = one_in_figures(house)
    assert adjusted_levels(house, [case.id])
    assignment = house.scalars(
        select(ReviewAssignment).where(
            ReviewAssignment.application_id == case.id, ReviewAssignment.handed_in_at.is_not(None)
        )
    ).first()
    assert assignment is not None
    assignment.ended_at = clock.now()
    house.flush()
    assert not adjusted_levels(house, [case.id])


def test_a_newer_run_replaces_the_one_before(house: Session, lived_in: Any) -> None:
    first = run(house).id
    rows = house.scalar(select(func.count()).select_from(RaterSeverity))
    work_out(lived_in)
    assert run(house).id != first
    assert house.scalar(select(func.count()).select_from(CalibrationRun)) == len(Stage)
    assert house.scalar(select(func.count()).select_from(RaterSeverity)) == rows


def test_asked_twice_it_runs_once(house: Session) -> None:
    officer = actor_of(house, person(house, "oficial"))
    one, other = (ask_for_run(house, officer, *series(house), Stage.DESK) for _ in range(2))
    assert one.id == other.id
    finished, under_way = runs_of(house, *series(house), Stage.DESK)
    assert finished is not None and under_way is one
    with pytest.raises(NotPermitted):
        ask_for_run(house, actor_of(house, person(house, "revisor")), *series(house), Stage.DESK)


def test_a_worker_that_comes_twice_changes_nothing(house: Session, lived_in: Any) -> None:
    asked = ask(house, *series(house), Stage.DESK)
    house.commit()
    row = house.scalars(select(OutboxRow).where(OutboxRow.subject_id == asked.id)).one()
    for _ in range(2):
        calibrate(session_factory(lived_in), row)
    house.expire_all()
    found = [(severity.rater.email, severity.value) for severity in severities_in(house, run(house))]
    assert len(found) == len({email for email, _value in found}) > 2
    assert found == sorted(found, key=lambda row: row[1])


@pytest.mark.parametrize("cases", [1, 30])
def test_levels_are_read_in_two_queries(
    house: Session, lived_in: Any, query_count: Callable[..., int], cases: int
) -> None:
    ids = house.scalars(select(CaseLevel.application_id).limit(cases)).all()
    assert query_count(lived_in, lambda: adjusted_levels(house, ids)) == 2

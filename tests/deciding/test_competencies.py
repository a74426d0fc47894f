"""Each competency with all its evidence: what covers it, what is missing, what is not due yet, and what no longer counts."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.referees.reading import shown_references
from accreditation.competencies import Competency, Kind, competencies_of
from accreditation.evidence import judgements_of
from accreditation.extensions import db
from accreditation.missions.models import Mission, MissionReport
from accreditation.training.marking_models import Mark
from accreditation.workflow.states import ApplicationState as S
from tests import staging


@pytest.fixture
def session(peopled: Any) -> Iterator[Session]:
    with clock.at(staging.TODAY), peopled.app_context():
        yield db.session()
        db.session.rollback()


def _case(session: Session, state: S) -> Application:
    return session.scalars(select(Application).where(Application.state == state).order_by(Application.id)).first()


def _matrix(session: Session, case: Application) -> dict[str, Competency]:
    found = competencies_of(session, case, judgements_of(session, case), shown_references(session, case))
    return {each.criterion["key"]: each for each in found}


def test_before_the_workshop_nobody_misses_its_marks(session: Session) -> None:
    found = _matrix(session, _case(session, S.AWAITING_SHORTLISTING))
    assert set(found) == {row["key"] for row in _case(session, S.AWAITING_SHORTLISTING).scheme.rubric}
    for each in found.values():
        assert Kind.MARKS not in each.expected and Kind.MISSION not in each.expected
    technical = found["technical"]
    assert Kind.REVIEWS in technical.covered and {piece.level for piece in technical.of(Kind.REVIEWS)} <= {
        1,
        2,
        3,
        4,
        5,
    }
    assert technical.of(Kind.DOSSIER)[0].words and technical.of(Kind.DOSSIER)[0].level


def test_a_mark_that_was_voided_never_appears(session: Session) -> None:
    case = _case(session, S.AWAITING_PRE_ACCREDITATION)
    before = _matrix(session, case)["technical"]
    assert len(before.of(Kind.MARKS)) == 2 and before.mean is not None and before.gaps == []
    marks = session.scalars(select(Mark).where(Mark.application_id == case.id, Mark.criterion == "technical")).all()
    for mark in marks:
        mark.voided_at = clock.now()
    session.flush()
    after = _matrix(session, case)["technical"]
    assert after.of(Kind.MARKS) == [] and after.gaps == [Kind.MARKS] and after.mean is None


def test_a_floor_that_is_not_reached_is_said(session: Session) -> None:
    case = _case(session, S.AWAITING_PRE_ACCREDITATION)
    query = select(Mark).where(Mark.application_id == case.id, Mark.criterion == "role", Mark.voided_at.is_(None))
    for mark in session.scalars(query):
        mark.level = 1
    session.flush()
    assert [key for key, each in _matrix(session, case).items() if each.is_below_floor] == ["role"]


def test_a_mission_that_shows_nothing_of_a_competency_leaves_a_gap(session: Session) -> None:
    case = _case(session, S.AWAITING_ACCREDITATION)
    assert Kind.MISSION in _matrix(session, case)["advice"].covered
    report = session.scalars(
        select(MissionReport).join(Mission, Mission.id == MissionReport.mission_id).where(
            Mission.application_id == case.id, MissionReport.handed_in_at.is_not(None)
        )
    ).first()  # fmt: skip
    report.levels = {key: level for key, level in report.levels.items() if key != "advice"}
    session.flush()
    advice = _matrix(session, case)["advice"]
    assert advice.gaps == [Kind.MISSION] and len(advice.covered) == len(advice.expected) - 1


def test_references_that_are_closed_to_the_reader_are_not_shown(session: Session) -> None:
    case = _case(session, S.AWAITING_SHORTLISTING)
    found = competencies_of(session, case, judgements_of(session, case), [])
    assert all(each.of(Kind.REFERENCES) == [] for each in found)


def test_the_page_names_coverage_and_gaps(peopled: Any, walk: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            number = _case(db.session(), S.AWAITING_PRE_ACCREDITATION).number
        head = walk(peopled, "direccion@demo.example", "en").open(f"/cases/{number}/decide?lang=en")
        assert "kinds of evidence" in head.text and "Technical expertise in the subject" in head.text
        assert head.page.select(".dots svg circle")

"""What the pages of agreement and severity show to whom, and how new figures are asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.calibration.models import CalibrationRun, CaseLevel, RaterSeverity, Stage
from accreditation.calibration.running import calibrate_all
from accreditation.extensions import db
from accreditation.people.models import Interest, Person
from accreditation.schemes.models import Scheme
from accreditation.worker import run_until_idle, session_factory
from tests import staging
from tests.walker import Walker

REVIEWERS = ("Rosa Demostración Guayacán", "Raúl Demostración Ahuehuete", "Ruth Demonstration Mahoe")


@pytest.fixture
def judged(peopled: Any) -> Iterator[Any]:
    """As of a morning after the figures were worked out."""
    with clock.at(staging.TODAY):
        calibrate_all(session_factory(peopled))
        run_until_idle(peopled)
        yield peopled


def seen(app: Any, key: str, path: str = "/calibration", expect: int = 200) -> Walker:
    english = path + ("&" if "?" in path else "?") + "lang=en"
    return Walker(app, f"{key}@demo.example", lang="en").open(english, expect=expect)


def known_from(app: Any, cases: int) -> None:
    """The edition calls a figure known from so many cases."""
    with app.app_context():
        scheme = db.session.scalars(select(Scheme)).one()
        scheme.numbers = {**scheme.numbers, "severity_cases": cases, "agreement_cases": cases}
        db.session.commit()


@pytest.mark.parametrize("key", ["oficial", "direccion", "auditoria", "enlace"])
def test_the_office_and_its_readers_see_every_reviewer(judged: Any, key: str) -> None:
    page = seen(judged, key)
    assert all(name in page.text for name in REVIEWERS)
    assert page.page.select("figure.chart svg.spans__line") and page.page.select("figure.chart table.figures")


@pytest.mark.parametrize("key", ["revisor", "evaluador", "panel", "contacto", "donante", "administracion"])
def test_nobody_else_opens_it(judged: Any, key: str) -> None:
    seen(judged, key, expect=404)


def test_thin_data_say_so(judged: Any) -> None:
    known_from(judged, 400)
    page = seen(judged, "oficial").text
    assert "too thin to say" in page and "thin, drawn to the mean" in page
    known_from(judged, 2)
    page = seen(judged, "oficial").text
    assert "too thin to say" not in page and "thin, drawn to the mean" not in page


def test_a_call_has_its_own_agreement(judged: Any) -> None:
    known_from(judged, 2)
    whole = seen(judged, "oficial")
    chips = [chip["href"] for chip in whole.page.select("a.chip") if "call=" in chip["href"]]
    assert len(chips) > 1
    one = seen(judged, "oficial", chips[0])

    def shown(page: Walker) -> list[str]:
        return [row.get_text(" ") for row in page.page.select("#alpha-title ~ * table.figures tbody tr")]

    assert shown(one) and shown(one) != shown(whole)
    seen(judged, "oficial", "/calibration?scheme=NONE", expect=404)


def test_a_tie_declared_since_hides_the_figures_until_they_are_worked_out_anew(judged: Any) -> None:
    with judged.app_context():
        case = db.session.scalars(
            select(Application).join(CaseLevel, CaseLevel.application_id == Application.id)
        ).first()
        officer = db.session.scalars(select(Person).where(Person.email == "oficial2@demo.example")).one()
        tie = Interest(region_id=case.region_id, person_id=officer.id, other_id=case.applicant_id, kind="business")
        db.session.add(tie)
        db.session.commit()
    page = seen(judged, "oficial2")
    assert "Somebody else must look" in page.text
    assert not any(name in page.text for name in REVIEWERS)
    assert REVIEWERS[0] in seen(judged, "oficial").text
    calibrate_all(session_factory(judged))
    run_until_idle(judged)
    assert REVIEWERS[0] in seen(judged, "oficial2").text


def test_new_figures_on_demand_with_their_progress(judged: Any) -> None:
    page = seen(judged, "oficial", "/calibration?stage=workshop")
    page.submit("/calibration/run")
    assert "New figures are being worked out" in page.text and "Waiting for its turn" in page.text
    with judged.app_context():
        before = db.session.scalars(
            select(CalibrationRun.public_id).where(CalibrationRun.finished_at.is_not(None))
        ).all()
    run_until_idle(judged)
    page.open("/calibration?stage=workshop")
    assert "New figures are being worked out" not in page.text
    with judged.app_context():
        after = db.session.scalars(select(CalibrationRun.public_id)).all()
    assert len(set(after) - set(before)) == 1 == len(set(before) - set(after))


def test_a_reviewer_sees_only_the_own_figure(judged: Any) -> None:
    known_from(judged, 400)
    assert "Not enough cases yet" in seen(judged, "revisor", "/calibration/own").text
    known_from(judged, 2)
    page = seen(judged, "revisor", "/calibration/own")
    assert "the mean of all" in page.text and len(page.page.select("svg.spans__line")) == 1
    assert not any(name in page.page.select_one("main").get_text() for name in REVIEWERS[1:])
    assert "Not enough cases yet" in seen(judged, "contacto", "/calibration/own").text


def test_with_one_other_alone_the_own_figure_would_tell_theirs(judged: Any) -> None:
    known_from(judged, 2)
    with judged.app_context():
        run = db.session.scalars(select(CalibrationRun).where(CalibrationRun.stage == Stage.DESK)).one()
        run.figures = {**run.figures, "circles": [2]}
        db.session.commit()
    assert "Not enough cases yet" in seen(judged, "revisor", "/calibration/own").text


def test_as_many_queries_for_one_rater_as_for_all(judged: Any, query_count: Callable[..., int]) -> None:
    page = seen(judged, "oficial")
    many = query_count(judged, lambda: page.open("/calibration"))
    with judged.app_context():
        first = db.session.scalars(select(RaterSeverity.id)).first()
        db.session.execute(delete(RaterSeverity).where(RaterSeverity.id != first))
        db.session.commit()
    assert query_count(judged, lambda: page.open("/calibration")) == many <= 16

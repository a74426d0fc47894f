"""Filling in once, on the pages: from an earlier application, from a Europass CV; looked at first, ticked, then checked."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.carrying.imports import FormImport
from accreditation.applications.models import Application, Section
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.schemes.models import Call
from accreditation.storage.files import storage_at
from accreditation.stored_files import sweep
from accreditation.worker import session_factory
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker
from tests.web.applicant import walker_in

CURRICULA = Path(__file__).parents[1] / "applications" / "curricula"


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def sections(house: Any, number: str) -> dict[str, Section]:
    with house.app_context():
        query = select(Section).join(Application, Application.id == Section.application_id)
        return {each.key: each for each in db.session.scalars(query.where(Application.number == number))}


@pytest.fixture
def second(house: Any) -> tuple[Walker, str, str]:
    """Somebody with an application on its way who begins another: the person, its number, that of the first."""
    applicant, earlier = walker_in(house, S.ON_MISSION)
    with house.app_context():
        me = select(Application.applicant_id).where(Application.number == earlier).scalar_subquery()
        mine = select(Application.call_id).where(Application.applicant_id == me)
        query = select(Call.reference).where(Call.closes_at > clock.now(), Call.published_at.is_not(None))
        reference = db.session.scalars(query.where(Call.id.not_in(mine))).first()
    applicant.open(f"/calls/{reference}?lang=en").submit(action="/apply")
    return applicant, applicant.at.split("/")[2].split("?")[0], earlier


def row_of(applicant: Walker, title: str) -> str:
    rows = applicant.page.select(".govuk-task-list__item")
    return next(row.get_text(" ", strip=True) for row in rows if row.get_text(strip=True).startswith(title))


def test_a_second_application_starts_filled_in_and_each_section_asks_to_be_checked(
    house: Any, second: tuple[Walker, str, str]
) -> None:
    applicant, number, earlier = second
    assert f"Taken over from your application {earlier} of" in row_of(applicant, "Education")
    assert "please check" in row_of(applicant, "Education") and "To check" in row_of(applicant, "Education")
    assert "Not begun" in row_of(applicant, "Consents") and "Not begun" in row_of(applicant, "Motivation")
    applicant.open(f"/applications/{number}/sections/education")
    assert f"Taken over from your application {earlier}" in applicant.text
    applicant.submit(having="version", act="continue")
    assert applicant.at.startswith(f"/applications/{number}/sections/experience"), "the next page of the form"
    applicant.open(f"/applications/{number}")
    assert "Complete" in row_of(applicant, "Education") and "please check" not in row_of(applicant, "Education")
    applicant.open(f"/applications/{number}/sections/education")
    assert "Taken over" not in applicant.page.select_one("main").get_text()


def test_an_earlier_application_is_looked_at_section_by_section(house: Any, second: tuple[Walker, str, str]) -> None:
    applicant, number, earlier = second
    applicant.open(f"/applications/{number}/take-over")
    assert earlier in applicant.text
    applicant.open(f"/applications/{number}/take-over/{earlier}")
    boxes = {box["value"]: box.has_attr("checked") for box in applicant.page.select('input[name="take"]')}
    assert boxes["motivation.statement"] is False and not any(name.startswith("consents") for name in boxes)
    assert not any(name.startswith("education") for name in boxes), "what is the same already is not offered"
    applicant.submit(having="take", take=["motivation.statement"])
    assert "Taken over into 1 section" in applicant.text
    assert sections(house, number)["motivation"].taken_name == earlier


def test_nothing_ticked_and_an_old_list_are_told(house: Any, second: tuple[Walker, str, str]) -> None:
    applicant, number, earlier = second
    here = f"/applications/{number}/take-over/{earlier}"
    applicant.open(here).submit(having="take", take=[], expect=422)
    assert applicant.errors == ["Tick at least one answer."]
    old = applicant.open(here).form(having="take")
    applicant.open(f"/applications/{number}/sections/motivation").submit(having="version", act="later", statement="Yo.")
    applicant.send(old, {"take": ["motivation.statement"]})
    assert applicant.status == 409 and "nothing was taken over" in applicant.text
    assert sections(house, number)["motivation"].answers["statement"] == "Yo."
    box = applicant.page.select_one('input[value="motivation.statement"]')
    assert box.has_attr("checked") and "Stands there now" in box.parent.get_text()


def hand_in(applicant: Walker, number: str, content: bytes, name: str, expect: int = 200) -> Walker:
    applicant.open(f"/applications/{number}/take-over?lang=en")
    return applicant.submit(action="/file", file=(io.BytesIO(content), name), expect=expect)


def test_a_europass_cv_is_read_looked_at_and_taken_over(house: Any) -> None:
    applicant, number = walker_in(house, S.DRAFT)
    before = sections(house, number)
    hand_in(applicant, number, CURRICULA.joinpath("passport.xml").read_bytes(), "mi cv.xml")
    assert "From the file “mi cv.xml”" in applicant.text and "Curso inventado de facilitación" in applicant.text
    assert "alemán" in applicant.text and "United Kingdom" in applicant.text
    assert {key: each.answers for key, each in sections(house, number).items()} == {
        key: each.answers for key, each in before.items()
    }
    boxes = {box["value"]: box.has_attr("checked") for box in applicant.page.select('input[name="take"]')}
    assert boxes["identity.given_names"] is False, "what was typed is not replaced unless it is ticked"
    assert "María Fernanda" in applicant.text and "Stands there now" in applicant.text
    rows = [name for name in boxes if name.startswith(("experience.rows", "education.rows"))]
    applicant.submit(having="take", take=rows)
    now = sections(house, number)
    posts = [row["post"] for row in now["experience"].answers["rows"]]
    assert posts[-2:] == ["Jefa de valoración, Aduana de Ejemplo", "Aforadora, Aduana de Ejemplo"]
    assert len(posts) == len(before["experience"].answers["rows"]) + 2 if "experience" in before else len(posts) == 2
    assert now["experience"].taken_from == "europass" and not now["experience"].is_complete
    assert "your Europass CV “mi cv.xml”: please check" in row_of(applicant, "Experience")


def test_what_is_no_cv_is_refused_beside_the_field(house: Any) -> None:
    applicant, number = walker_in(house, S.DRAFT)
    for content, words in ((b"hello", "something else"), (b"<!DOCTYPE a><a/>", "definitions of its own")):
        hand_in(applicant, number, content, "cv.xml", expect=422)
        assert any(words in each for each in applicant.errors)
        assert applicant.page.select_one("#file")["aria-describedby"] == "file-error"
    applicant.submit(action="/file", expect=422)
    assert "Choose a file first." in applicant.errors


def test_what_was_read_is_thrown_away_by_hand_and_by_time(house: Any) -> None:
    applicant, number = walker_in(house, S.DRAFT)
    content = CURRICULA.joinpath("candidate.xml").read_bytes()
    hand_in(applicant, number, content, "../cv.xml")
    applicant.submit(action="/forget")
    assert "thrown away" in applicant.text
    applicant.open(f"/applications/{number}/take-over/file/what-was-read")
    assert applicant.at.startswith(f"/applications/{number}/take-over")
    hand_in(applicant, number, content, "cv.xml")
    applicant.open(f"/applications/{number}/take-over")
    assert "“cv.xml” waits for you" in applicant.text
    with clock.at(staging.TODAY.replace(day=28)):
        sweep(session_factory(house), storage_at(house.config["STORAGE_URL"]))
        with house.app_context():
            assert db.session.scalars(select(FormImport)).all() == []


def test_nobody_else_reaches_it(house: Any, second: tuple[Walker, str, str]) -> None:
    _applicant, number, earlier = second
    stranger, foreign = walker_in(house, S.DRAFT)
    for path in (f"{number}/take-over", f"{number}/take-over/{earlier}", f"{foreign}/take-over/{earlier}"):
        stranger.open(f"/applications/{path}", expect=404)
    officer = Walker(house, "oficial@demo.example")
    officer.open(f"/applications/{number}/take-over", expect=404)


@pytest.mark.parametrize("many", [30])
def test_the_list_of_earlier_applications_asks_as_often_for_many(
    house: Any, second: tuple[Walker, str, str], query_count: Any, many: int
) -> None:
    applicant, number, earlier = second
    here = f"/applications/{number}/take-over"
    few = query_count(house, lambda: applicant.open(here))
    with house.app_context():
        old = db.session.scalars(select(Application).where(Application.number == earlier)).one()
        columns = {
            column.key: getattr(old, column.key) for column in Application.__table__.columns if column.key != "state"
        }
        for at in range(many):
            copy = Application(**{**columns, "id": None, "number": f"AMS-2020-VAL-{at:04}"})
            db.session.add(copy)
            db.session.flush()
            db.session.add(Section(application_id=copy.id, key="contact", answers={"phone": "+1"}))
        db.session.commit()
    assert len(applicant.open(here).page.select(".sources__one")) == many + 1
    assert query_count(house, lambda: applicant.open(here)) == few


def test_the_account_of_the_person_is_where_a_first_form_begins(house: Any) -> None:
    with house.app_context():
        without = select(Application.applicant_id)
        person = db.session.scalars(
            select(Person).where(
                Person.id.not_in(without), Person.administration_id.is_not(None), Person.email.like("%@demo.example")
            )
        ).first()
        email, name = person.email, person.given_names
        reference = db.session.scalars(
            select(Call.reference).where(Call.closes_at > clock.now(), Call.published_at.is_not(None))
        ).first()
    applicant = Walker(house, email, "en").open(f"/calls/{reference}?lang=en").submit(action="/apply")
    number = applicant.at.split("/")[2].split("?")[0]
    assert sections(house, number) == {}
    applicant.open(f"/applications/{number}/sections/identity")
    assert applicant.page.select_one("#given_names")["value"] == name
    assert "first application" in applicant.open(f"/applications/{number}/take-over").text


def test_the_form_is_saved_and_read_into_the_next_draft(house: Any, second: tuple[Walker, str, str]) -> None:
    applicant, number, earlier = second
    saved = {}
    for kind, media_type in (("pdf", "application/pdf"), ("json", "application/json")):
        link = applicant.open(f"/applications/{earlier}?lang=en").page.select_one(f'a[href$="form.{kind}"]')
        answer = applicant.client.get(link["href"])
        assert answer.status_code == 200 and answer.mimetype == media_type
        assert (
            f"{earlier}.{kind}" in answer.headers["Content-Disposition"]
            and "sandbox" in answer.headers["Content-Security-Policy"]
        )
        saved[kind] = answer.data
    with house.app_context():
        readings = db.session.scalars(select(ReadingReceipt).where(ReadingReceipt.what == "form")).all()
        assert len(readings) == 2
    for kind, content in saved.items():
        hand_in(applicant, number, content, f"form.{kind}")
        assert applicant.page.select_one('input[value="motivation.statement"]') is not None
        applicant.submit(action="/forget")
    hand_in(applicant, number, saved["json"], "form.json")
    applicant.submit(having="take", take=["motivation.statement"])
    assert "from the file “form.json”: please check" in row_of(applicant, "Motivation")


def test_whoever_may_read_the_dossier_may_save_the_pdf_but_not_the_data(
    house: Any, second: tuple[Walker, str, str]
) -> None:
    applicant, number, earlier = second
    officer, stranger = Walker(house, "oficial@demo.example"), walker_in(house, S.DRAFT)[0]
    assert officer.client.get(f"/applications/{earlier}/form.pdf").status_code == 200
    assert officer.client.get(f"/applications/{earlier}/form.json").status_code == 404
    assert officer.client.get(f"/applications/{number}/form.pdf").status_code == 404, "a draft is its applicant's alone"
    assert applicant.client.get(f"/applications/{number}/form.pdf").status_code == 200
    for kind in ("pdf", "json"):
        assert stranger.client.get(f"/applications/{earlier}/form.{kind}").status_code == 404

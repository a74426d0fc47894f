"""From a task straight to where it is done, and from what is done to the next of its kind; what is known is not asked again."""

from typing import Any

import pytest
from sqlalchemy import select, update

from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.region.models import Administration
from accreditation.texts import say
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState
from tests.walker import Walker


@pytest.fixture
def backend() -> str:
    """What is asked of the database is asked on both elsewhere."""
    return "sqlite"


def to_the_first(walker: Walker, state: ApplicationState) -> Walker:
    words = say(APPLICATION.rule(state).label, "es")
    row = next(row for row in walker.open("/tasks").page.select("main tbody tr") if words in row.get_text())
    return walker.open(str(row.select_one("a")["href"]))


def go_on(walker: Walker) -> Walker:
    """The link beside what was done."""
    return walker.open(str(walker.page.select_one(".notice--flash a")["href"]))


def number_at(walker: Walker) -> str:
    return walker.at.split("/")[2]


def test_an_officer_goes_from_task_to_task_without_a_detour(filled: Any) -> None:
    officer = to_the_first(Walker(filled, "oficial@demo.example"), ApplicationState.SCREENING)
    first = number_at(officer)
    assert officer.at == f"/cases/{first}/screen"
    met = {str(each["name"]): "yes" for each in officer.page.select('input[type=radio][value="yes"]')}
    officer.submit("/screen", **met)
    assert officer.at == f"/cases/{first}/reviewers"
    able = [str(box["value"]) for box in officer.page.select("input[name=reviewer]") if not box.has_attr("disabled")]
    officer.submit(having="reviewer", reviewer=able[:2])
    assert officer.at == f"/cases/{first}/steps/start_review"
    officer.submit()
    assert officer.at == f"/cases/{first}" and go_on(officer).at.endswith("/screen") and number_at(officer) != first


def test_who_endorses_again_finds_the_last_promise_but_signs_anew(filled: Any) -> None:
    with filled.app_context():
        home = select(Administration.id).where(Administration.iso2 == "GT").scalar_subquery()
        awaiting = update(Application).where(Application.state == ApplicationState.AWAITING_ENDORSEMENT)
        db.session.execute(awaiting.values(administration_id=home))
        db.session.commit()
    official = to_the_first(Walker(filled, "contacto@demo.example"), ApplicationState.AWAITING_ENDORSEMENT)
    first = number_at(official)
    given = {"missions_per_year": "3", "days_per_year": "12", "years": "2", "signed_position": "Enlace"}
    official.submit(having="signed_as", act="endorse", signed_as="Gabriel Demostración", **given)
    assert official.at == f"/cases/{first}" and go_on(official).at.endswith("/endorse")
    asked = {name: official.page.select_one(f"#{name}")["value"] for name in (*given, "signed_as")}
    assert asked == {**given, "signed_as": ""}


def test_a_step_that_was_nobodys_task_is_said_and_leads_nowhere(filled: Any) -> None:
    with filled.app_context():
        number = db.session.scalars(
            select(Application.number).where(Application.state == ApplicationState.CONFIRMED)
        ).first()
    officer = Walker(filled, "oficial@demo.example").open(f"/cases/{number}/steps/defer")
    officer.submit(note="Se aplaza.")
    assert officer.status == 200 and officer.at == f"/cases/{number}"
    said = officer.page.select_one(".notice--flash")
    assert said is not None and said.select_one("a") is None

"""Pages lead to each other: who is invited reads to what, a case and its missions, the menu below its pages, and what a list says."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.missions.models import Mission
from accreditation.texts import say_day
from accreditation.training.facts import next_workshop
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker

OFFICER = "oficial@demo.example"


def _in_state(session: Session, state: S) -> Application:
    return session.scalars(select(Application).where(Application.state == state).order_by(Application.id)).first()


def test_whoever_is_invited_reads_which_workshop_and_when_before_accepting(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            case = _in_state(db.session(), S.INVITED)
            workshop = next_workshop(db.session(), case.call_id)
            number, email, first_day = case.number, case.applicant.email, say_day(workshop.starts_on, "en")
        applicant = Walker(peopled, email, "en")
        for path in (f"/applications/{number}", f"/applications/{number}/steps/confirm"):
            assert "Your workshop" in applicant.open(f"{path}?lang=en").text and first_day in applicant.text


def test_a_case_and_its_mission_lead_to_each_other(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            mission = db.session.scalars(select(Mission).order_by(Mission.id)).first()
            case, there = f"/cases/{mission.application.number}", f"/missions/{mission.public_id}"
        officer = Walker(peopled, OFFICER, "en")
        assert officer.open(case).page.select_one(f'a[href="{there}"]') is not None
        assert officer.open(there).page.select_one(f'a[href="{case}"]') is not None


def test_the_menu_marks_where_one_is_also_below_a_page(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        with peopled.app_context():
            number = _in_state(db.session(), S.SCREENING).number
        officer = Walker(peopled, OFFICER, "en")
        for path, marked in (("/cases", "page"), (f"/cases/{number}", "true")):
            here = officer.open(f"{path}?lang=en").page.select(".navigation__link[aria-current]")
            assert [(link.get_text(strip=True), link["aria-current"]) for link in here] == [("Cases", marked)]


def test_what_is_past_is_not_said_as_a_deadline_to_come(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        case = _in_state(db.session(), S.SCREENING)
        number, due = case.number, case.due_at
    for moment, wanted in ((due, "Deadline"), (due + timedelta(days=3), "Was due")):
        with clock.at(moment):
            officer = Walker(peopled, OFFICER, "en").open(f"/cases/{number}?lang=en")
            assert wanted in [term.get_text(strip=True) for term in officer.page.select(".turn dt")]


def test_the_list_of_cases_says_how_far_a_deadline_is_and_of_what_each_call_is(peopled: Any) -> None:
    with clock.at(staging.TODAY), peopled.app_context():
        case = _in_state(db.session(), S.SCREENING)
        number, due, call = case.number, case.due_at, case.call
        label, subject = call.reference, call.subject.names["en"]
    for moment, wanted in ((due, "today"), (due + timedelta(days=3), "3 days ago")):
        with clock.at(moment):
            page = Walker(peopled, OFFICER, "en").open(f"/cases?q={number}&lang=en").page
            assert page.select_one('td[data-label="Deadline"] .desk__note').get_text(strip=True) == wanted
            assert f"{label} {subject}" in [chip.get_text(" ", strip=True) for chip in page.select(".chip")]


def test_a_source_of_the_standing_data_is_named_as_the_document_it_is(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        page = Walker(peopled, "administracion@demo.example", "en").open("/standing-data/categories").page
    said = {link.get_text(strip=True): link["href"] for link in page.select('a[rel="noreferrer"]')}
    assert said["WCO Expert Guidelines (2018), contents page"].startswith("https://")
    assert "www.wcoomd.org" in said

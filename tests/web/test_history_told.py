"""What happened is told as what was done, in every language and to everybody; the button's words stay on the button."""

from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.missions.models import Mission
from accreditation.texts import LOCALES, say
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.states import MissionState
from tests import staging
from tests.walker import Walker

OFFICER, AUDITOR = "oficial@demo.example", "auditoria@demo.example"


def _done(app: Any, table: Any, state: Any, lifecycle: str, address: str) -> tuple[str, list[Any]]:
    """The address of the first case in that state, and what was done in it, the latest first."""
    with app.app_context():
        row = db.session.scalars(select(table).where(table.state == state).limit(1)).one()
        steps = timeline_of(db.session(), row.id)
        done = [LIFECYCLES[lifecycle].transition(step.transition).done for step in steps if step.from_state]
        return str(getattr(row, address)), done[::-1]


def _titles(walker: Walker) -> list[str]:
    return [tag.get_text(strip=True) for tag in walker.page.select(".timeline__title")]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_case_and_a_mission_tell_what_was_done(peopled: Any, locale: str) -> None:
    with clock.at(staging.TODAY):
        number, of_case = _done(peopled, Application, S.SHORTLISTED, "application", "number")
        address, of_mission = _done(peopled, Mission, MissionState.REPORTED, "mission", "public_id")
        officer = Walker(peopled, OFFICER, locale)
        for path, done in ((f"/cases/{number}", of_case), (f"/missions/{address}", of_mission)):
            titles = _titles(officer.open(f"{path}?lang={locale}"))
            assert len(done) > 2 and titles[:-1] == [say(each, locale) for each in done]


def test_the_log_of_every_step_tells_what_was_done(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        auditor = Walker(peopled, AUDITOR, "en").open("/audit?lang=en")
        told = {cell.get_text(strip=True) for cell in auditor.page.select("tbody tr td:nth-of-type(2)")}
    steps = [step for book in LIFECYCLES.values() for step in book.transitions]
    assert told and told <= {say(step.done, "en") for step in steps} | {"Beginning"}
    assert "automatically" in auditor.text and "by itself" not in auditor.text

"""A deputy acts under another's role between two days; the history says on whose behalf."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted, TransitionRefused
from accreditation.extensions import db
from accreditation.history import last_of
from accreditation.people.actor import actor_of
from accreditation.people.deputizing import name_deputy
from accreditation.people.models import Person, RoleGrant
from accreditation.transition import perform_transition
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState
from tests import staging
from tests.walker import Walker
from tests.web.actors import holder_of, the_case

DEPUTY = "oficial@demo.example"


def lend(browser: Walker, days: tuple[str, str], email: str = DEPUTY) -> Walker:
    """The administrator names somebody deputy of the head of the office."""
    return browser.submit(having="lend-grant", lend__deputy=email, lend__starts_on=days[0], lend__ends_on=days[1])


@pytest.fixture
def page(house: Any) -> Walker:
    with house.app_context():
        head = holder_of(Role.ROCB_HEAD).public_id
    return Walker(house, "administracion@demo.example").open(f"/people/{head}")


def test_a_deputy_holds_a_case_on_behalf_of_the_head_and_the_history_says_so(house: Any, page: Walker) -> None:
    with house.app_context():
        number, head = the_case().number, holder_of(Role.ROCB_HEAD).display_name
    officer = Walker(house, DEPUTY)
    assert f"/cases/{number}/steps/hold" not in str(officer.open(f"/cases/{number}").page)
    lend(page, ("2026-11-24", "2026-11-30"))
    officer.open(f"/cases/{number}/steps/hold").submit(having="note", note="An allegation.", reasons=["integrity"])
    assert head in officer.open(f"/cases/{number}").text
    with house.app_context():
        change = db.session.scalars(last_of(the_case().id)).one()
        assert (change.transition, change.actor.email, change.on_behalf_of.display_name) == ("hold", DEPUTY, head)
    for day in (timedelta(days=7), timedelta(days=-2)):
        with clock.at(staging.TODAY + day), house.app_context():
            deputy = db.session.scalars(select(Person).where(Person.email == DEPUTY)).one()
            assert Role.ROCB_HEAD not in actor_of(db.session(), deputy).roles()


def test_what_the_deputy_does_by_their_own_role_is_their_own(house: Any, page: Walker) -> None:
    lend(page, ("2026-11-24", "2026-11-30"))
    with house.app_context():
        deputy = db.session.scalars(select(Person).where(Person.email == DEPUTY)).one()
        case = db.session.scalars(select(Application).where(Application.state == ApplicationState.CONFIRMED)).first()
        actor = actor_of(db.session(), deputy)
        change = perform_transition(
            db.session(), case, "defer", actor=actor, note="Own role.", seen_version=case.version
        )
        assert Role.ROCB_HEAD in actor.roles()
        assert change.on_behalf_of_id is None


def test_the_page_refuses_a_stranger_and_an_impossible_period(house: Any, page: Walker) -> None:
    address = page.at
    for days, email in (
        (("2026-11-30", "2026-11-24"), DEPUTY),
        (("2026-11-01", "2026-11-02"), DEPUTY),
        (("2026-11-24", "never"), DEPUTY),
        (("2026-11-24", "2026-11-30"), "nobody@demo.example"),
        (("2026-11-24", "2026-11-30"), "direccion@demo.example"),
    ):
        lent = {"lend__deputy": email, "lend__starts_on": days[0], "lend__ends_on": days[1]}
        page.open(address).submit(having="lend-grant", **lent, expect=422)
        assert page.errors, (days, email)
        kept = page.form(having="lend-grant")
        assert kept.select_one(".govuk-form-group--error") and kept.select_one('[name="lend-deputy"]')["value"] == email


def test_a_role_that_cannot_be_granted_is_refused_beside_its_field_and_nothing_typed_is_lost(page: Walker) -> None:
    page.submit(having="case", role="mentor", case="26-NONE-001", starts_on=["1", "3", "2027"], expect=422)
    form = page.form(having="case")
    assert form.select_one('[name="case"]')["value"] == "26-NONE-001"
    assert form.select_one("#case-error") and form.select_one("#role option[selected]")["value"] == "mentor"
    assert [each["value"] for each in form.select('[name="starts_on"]')] == ["1", "3", "2027"]


def test_only_staff_name_deputies_and_never_themselves(house: Any) -> None:
    with house.app_context():
        session = db.session()
        grant = session.scalars(select(RoleGrant).where(RoleGrant.role == Role.ROCB_HEAD)).one()
        today, person = clock.today(), session.scalars(select(Person).where(Person.email == DEPUTY)).one()
        admin = holder_of(Role.ADMINISTRATOR)
        with pytest.raises(NotPermitted):
            name_deputy(session, actor_of(session, person), grant, admin, starts_on=today, ends_on=today)
        with pytest.raises(TransitionRefused):
            name_deputy(session, actor_of(session, admin), grant, admin, starts_on=today, ends_on=today)
        with pytest.raises(Invalid):
            name_deputy(
                session, actor_of(session, admin), grant, person, starts_on=today, ends_on=today - timedelta(days=1)
            )

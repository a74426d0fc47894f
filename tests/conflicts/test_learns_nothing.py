"""Whoever holds an interest in a case learns nothing of it by a side door: mails to the office, figures, the audit."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.jobs.models import OutboxRow
from accreditation.notifications import recipients as to
from accreditation.notifications.cases import Case, case_of
from accreditation.people.models import Interest, Person, RoleGrant
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.conflicts.conftest import HEAD, OFFICER, OTHER_OFFICER, Desk


def _case(desk: Desk) -> Case:
    query = select(OutboxRow).where(OutboxRow.lifecycle == "application", OutboxRow.subject_id == desk.case.id)
    row = desk.session.scalars(query.order_by(OutboxRow.id)).first()
    assert row is not None
    case = case_of(desk.session, row)
    assert case is not None
    return case


def _written_to(desk: Desk, *rules: Any) -> set[str]:
    return {reader.email for reader in to.addressed(desk.session, _case(desk), rules)}


def test_mails_to_the_office_pass_by_whoever_is_tied(either_desk: Desk) -> None:
    """And where every officer is, the head is written to, not nobody."""
    desk = either_desk
    assert _written_to(desk, to.officers) == {OFFICER, OTHER_OFFICER}
    desk.ties("relative", person_id=desk.person(OFFICER).id)
    assert _written_to(desk, to.officers) == _written_to(desk, to.correspondents) == {OTHER_OFFICER}
    desk.ties("relative", person_id=desk.case.applicant_id, other_id=desk.person(OTHER_OFFICER).id)
    assert _written_to(desk, to.officers) == _written_to(desk, to.correspondents) == {HEAD}


def test_a_tied_panel_passes_the_question_on(desk: Desk) -> None:
    query = select(RoleGrant.person_id).where(RoleGrant.role == Role.PANEL_MEMBER)
    for person_id in set(desk.session.scalars(query)):
        desk.ties("relative", person_id=person_id)
    assert _written_to(desk, to.panel) == {HEAD}


@pytest.fixture
def house(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY):
        yield peopled


def _tie(email: str, application: Application) -> None:
    person = db.session.scalars(select(Person).where(Person.email == email)).one()
    pair = {"person_id": person.id, "other_id": application.applicant_id}
    db.session.add(Interest(region_id=person.region_id, kind="relative", **pair))


def test_figures_are_those_of_a_region_without_the_case(house: Any, walk: Any) -> None:
    """Five cases in a state, one of a relative: to the officer they are four, and four are not told."""
    with house.app_context():
        cases = db.session.scalars(select(Application).where(Application.state == S.NOT_SELECTED)).all()
        others = db.session.scalars(
            select(Application).where(Application.state.in_((S.DRAFT, S.SCREENING, S.INVITED, S.SHORTLISTED)))
        ).all()
        for case in others[: 5 - len(cases)]:
            db.session.connection().exec_driver_sql(
                "UPDATE application SET state = 'not_selected' WHERE id = ?", (case.id.hex,)
            )
        db.session.commit()
        related = db.session.scalars(select(Application).where(Application.state == S.NOT_SELECTED)).all()
        assert len(related) == 5
        _tie(OFFICER, related[0])
        db.session.commit()
    rows = {email: walk(house, email, lang="en").open("/figures?lang=en").text for email in (OFFICER, HEAD)}
    assert re.search(r"Not selected\s+5", rows[HEAD]) and not re.search(r"Not selected\s+\d", rows[OFFICER])


def test_the_audit_has_no_step_of_a_relatives_case(house: Any, walk: Any) -> None:
    auditor = walk(house, "auditoria@demo.example", lang="en").open("/audit")
    before = len(auditor.page.select("main tbody tr, main .rows__row, main .timeline__entry"))
    with house.app_context():
        for case in db.session.scalars(select(Application)).all():
            _tie("auditoria@demo.example", case)
        db.session.commit()
    auditor.open("/audit")
    left = auditor.page.select("main tbody tr, main .rows__row, main .timeline__entry")
    assert before > len(left)

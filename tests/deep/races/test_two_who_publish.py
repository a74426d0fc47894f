"""Two who publish the same cohort, and two who turn the second key, at the same instant: it happens once."""

from sqlalchemy import func, select

from accreditation.accreditations.models import Accreditation
from accreditation.applications.models import Application
from accreditation.history import StateChange
from accreditation.invariants import broken_rows
from accreditation.jobs.models import OutboxRow
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.reviews.decisions import record_decision
from accreditation.two_keys.turning import ask
from accreditation.workflow.states import AccreditationState
from accreditation.workflow.states import ApplicationState as S
from tests.deep.races.conftest import House, at_once
from tests.walker import Walker

HEAD, PANEL, LIAISON, AUDITOR = (f"{key}@demo.example" for key in ("direccion", "panel", "enlace", "auditoria"))


def _actor(session: object, email: str) -> object:
    return actor_of(session, session.scalars(select(Person).where(Person.email == email)).one())  # type: ignore[attr-defined]


def test_two_publish_one_cohort(house: House) -> None:
    with house.session() as session:
        case = session.scalars(select(Application).where(Application.state == S.AWAITING_SHORTLISTING)).first()
        record_decision(
            session, _actor(session, PANEL), case, "shortlist", reasons=[], statement="", seen_version=case.version
        )
        page, number = f"/office/calls/{case.call.reference}/decisions", case.number
    one, other = Walker(house.app, HEAD), Walker(house.app, PANEL)
    for _ in house.rounds():
        forms = [walker.open(page).form(having="case") for walker in (one, other)]
        at_once(
            lambda: one.send(forms[0], {"act": "publish"}),  # noqa: B023
            lambda: other.send(forms[1], {"act": "publish"}),  # noqa: B023
        )
        assert sorted((one.status, other.status)) == [200, 422]
        with house.session() as session:
            steps = select(StateChange.id).where(StateChange.transition == "shortlist")
            mine = session.scalars(select(Application.id).where(Application.number == number)).one()
            (step,) = session.scalars(steps.where(StateChange.subject_id == mine)).all()
            assert session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.change_id == step)) == 1
            assert list(broken_rows(session)) == []


def test_two_turn_the_second_key(house: House) -> None:
    with house.session() as session:
        held = session.scalars(select(Accreditation).where(Accreditation.state == AccreditationState.ACTIVE)).first()
        asked = {"reasons": ["misconduct"], "note": "Se probó.", "seen_version": held.version}
        page = f"/keys/{ask(session, _actor(session, HEAD), 'withdraw_accreditation', held, **asked).public_id}"
        held_id = held.id
    one, other = Walker(house.app, LIAISON), Walker(house.app, AUDITOR)
    for _ in house.rounds():
        forms = [walker.open(page).form() for walker in (one, other)]
        at_once(
            lambda: one.send(forms[0], {"act": "turn"}),  # noqa: B023
            lambda: other.send(forms[1], {"act": "turn"}),  # noqa: B023
        )
        assert sorted((one.status, other.status)) == [200, 409]
        with house.session() as session:
            taken = select(func.count()).select_from(StateChange).where(StateChange.subject_id == held_id)
            assert session.scalar(taken.where(StateChange.transition == "withdraw_accreditation")) == 1
            assert list(broken_rows(session)) == []

"""The door: whole or not at all, one winner, and a record that shows tampering. On both databases."""

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.errors import ChangedMeanwhile, TransitionRefused
from accreditation.extensions import db
from accreditation.history import StateChange, breaks_in, timeline_of
from accreditation.jobs.models import OutboxRow
from accreditation.people.actor import actor_of
from accreditation.people.models import Person, RoleGrant
from accreditation.transition import lifecycle_of, perform_transition
from accreditation.workflow.actors import NOBODY, Actor
from accreditation.workflow.states import ApplicationState as S
from tests import staging

OFFICERS = ("oficial@demo.example", "oficial2@demo.example")
HEAD = "direccion@demo.example"


@pytest.fixture
def sessions(lived_in: Any) -> Iterator[Callable[[], Session]]:
    with clock.at(staging.TODAY), lived_in.app_context():
        yield sessionmaker(db.engine)


@pytest.fixture
def case_id(sessions: Any) -> uuid.UUID:
    """A candidate whose seat or mission hangs on the case."""
    with sessions() as session:
        query = select(Application.id).where(Application.state.in_([S.ON_MISSION, S.CONFIRMED, S.UNDER_REVIEW]))
        return session.scalars(query.order_by(Application.number)).first()


def applicant(session: Session, case_id: uuid.UUID) -> Actor:
    return actor_of(session, session.get_one(Application, case_id).applicant)


def officer(session: Session, email: str = OFFICERS[0]) -> Actor:
    return actor_of(session, session.scalars(select(Person).where(Person.email == email)).one())


def record(session: Session, case_id: uuid.UUID) -> tuple[Any, ...]:
    """All that a step could leave behind."""
    case = session.get_one(Application, case_id, populate_existing=True)
    written = [session.scalar(select(func.count()).select_from(table)) for table in (StateChange, OutboxRow)]
    return (case.state, case.version, case.history_head, case.due_at, case.workshop_id, *written)


def withdraw(session: Session, case_id: uuid.UUID, **changed: Any) -> StateChange:
    case = session.get_one(Application, case_id)
    arguments = {"actor": applicant(session, case_id), "seen_version": case.version, "note": "Me retiro.", **changed}
    return perform_transition(session, case, "withdraw", **arguments)


def test_a_step_leaves_a_link_and_one_outbox_row_for_each_effect(sessions: Any, case_id: uuid.UUID) -> None:
    with writing(), sessions() as session:
        case = session.get_one(Application, case_id)
        before = case.history_length
        change = withdraw(session, case_id)
        session.commit()
        assert case.state is S.WITHDRAWN and case.history_length == before + 1 and case.due_at is None
        effects = session.scalars(select(OutboxRow.effect).where(OutboxRow.change_id == change.id)).all()
        promised = lifecycle_of(case).transition("withdraw").effects
        assert sorted(effects) == sorted(effect.value for effect in promised) != []
        assert breaks_in(timeline_of(session, case_id)) == []


def test_a_stale_page_is_told_who_did_what_and_changes_nothing(sessions: Any, case_id: uuid.UUID) -> None:
    with sessions() as session:
        before = record(session, case_id)
        with pytest.raises(ChangedMeanwhile) as told:
            withdraw(session, case_id, seen_version=before[1] - 1)
        session.rollback()
        assert "step" in told.value.reasons[0].values
        assert record(session, case_id) == before


def test_nobody_else_withdraws_it(sessions: Any, case_id: uuid.UUID) -> None:
    with sessions() as session:
        before = record(session, case_id)
        for stranger in (officer(session), NOBODY):
            with pytest.raises(TransitionRefused):
                withdraw(session, case_id, actor=stranger)
        session.rollback()
        assert record(session, case_id) == before


def test_a_hold_needs_a_note_and_a_reason(sessions: Any, case_id: uuid.UUID) -> None:
    with sessions() as session:
        case, actor = session.get_one(Application, case_id), officer(session, HEAD)
        for missing in ({"note": "", "reasons": ["complaint"]}, {"note": "Una queja.", "reasons": []}):
            with pytest.raises(TransitionRefused):
                perform_transition(session, case, "hold", actor=actor, seen_version=case.version, **missing)


def test_a_state_cannot_be_set_beside_the_door(sessions: Any, case_id: uuid.UUID) -> None:
    with sessions() as session, pytest.raises(RuntimeError, match="only through the door"):
        session.get_one(Application, case_id).state = S.ACCREDITED


def test_of_two_officers_at_once_one_wins(sessions: Any, case_id: uuid.UUID) -> None:
    with sessions() as session:
        head = session.scalars(select(Person).where(Person.email == HEAD)).one()
        second = session.scalars(select(Person).where(Person.email == OFFICERS[0])).one()
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == head.id)).first()
        copied = {
            name: getattr(grant, name)
            for name in ("role", "region_id", "scope", "scope_id", "starts_on", "granted_by_id")
        }
        session.add(RoleGrant(person_id=second.id, **copied))
        session.commit()
        seen = session.get_one(Application, case_id).version
        length = session.get_one(Application, case_id).history_length
    heads = (HEAD, OFFICERS[0])
    together, outcomes = threading.Barrier(2, timeout=120), {}

    def hold(email: str) -> None:
        with clock.at(staging.TODAY), writing(), sessions() as session:
            together.wait()
            try:
                case, actor = session.get_one(Application, case_id), officer(session, email)
                arguments = {"note": "Una queja.", "reasons": ["complaint"], "seen_version": seen}
                perform_transition(session, case, "hold", actor=actor, **arguments)
                session.commit()
                outcomes[email] = "done"
            except ChangedMeanwhile as told:
                outcomes[email] = told.reasons[0].values.get("who", "")

    threads = [threading.Thread(target=hold, args=(email,)) for email in heads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(outcomes) == sorted(heads)
    (winner,) = [email for email in heads if outcomes[email] == "done"]
    (loser,) = set(heads) - {winner}
    with sessions() as session:
        name = session.scalars(select(Person).where(Person.email == winner)).one().display_name
        assert outcomes[loser] == name, "the other reads who did it"
        assert session.get_one(Application, case_id).history_length == length + 1


class Broken(Exception):
    """The machine dies here."""


def test_broken_at_any_statement_nothing_is_left_behind(sessions: Any, case_id: uuid.UUID) -> None:
    engine = db.engine
    with sessions() as session:
        before = record(session, case_id)
    statements, points = 0, 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1
        if statements == points:
            raise Broken

    while True:
        statements, points = 0, points + 1
        event.listen(engine, "before_cursor_execute", count)
        try:
            with writing(), sessions() as session:
                withdraw(session, case_id)
                session.commit()
            break
        except Broken:
            pass
        finally:
            event.remove(engine, "before_cursor_execute", count)
        with sessions() as session:
            assert record(session, case_id) == before, f"something was left behind by statement {points}"
    with sessions() as session:
        assert record(session, case_id)[0] is S.WITHDRAWN
    assert points > 10

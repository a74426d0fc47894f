"""The outbox: one worker at a time, leases, back-off for more than three days, parking, order within a case."""

import itertools
import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.database import new_id
from accreditation.jobs import backlog, outbox
from accreditation.jobs.carry_out import TryLater, own_transaction, run_all_waiting, run_row
from accreditation.jobs.models import OutboxRow
from accreditation.workflow.actors import Actor

Factory = sessionmaker[Session]
START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def put(factory: Factory, effect: str = "good", subject_id: uuid.UUID | None = None, **payload: object) -> uuid.UUID:
    with own_transaction(factory) as session:
        row = outbox.put(session, effect=effect, lifecycle="application", subject_id=subject_id, payload=payload)
        session.flush()
        return row.id


def row_of(factory: Factory, row_id: uuid.UUID) -> OutboxRow:
    with factory() as session:
        return session.get_one(OutboxRow, row_id)


def never(_factory: Factory, row: OutboxRow) -> None:
    raise RuntimeError(f"poison {row.id}")


def recorder(seen: list[uuid.UUID]) -> Callable[[Factory, OutboxRow], None]:
    return lambda _factory, row: seen.append(row.id)


def test_of_two_claims_one_wins(factory: Factory) -> None:
    with clock.at(START):
        row_id = put(factory)
        with own_transaction(factory) as session:
            assert outbox.claim(session, row_id, clock.now()) is not None
        with own_transaction(factory) as session:
            assert outbox.claim(session, row_id, clock.now()) is None


def test_a_second_delivery_does_nothing(factory: Factory) -> None:
    seen: list[uuid.UUID] = []
    row_id = put(factory)
    for _ in range(3):
        run_row(factory, row_id, {"good": recorder(seen)})
    assert seen == [row_id]
    assert row_of(factory, row_id).done_at is not None


def test_after_a_crash_the_lease_runs_out_and_another_worker_finishes(factory: Factory) -> None:
    seen: list[uuid.UUID] = []
    with clock.at(START):
        row_id = put(factory)

        def dies(_factory: Factory, _row: OutboxRow) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_row(factory, row_id, {"good": dies})
        run_all_waiting(factory, {"good": recorder(seen)})
        assert seen == []
    with clock.at(START + outbox.LEASE):
        assert run_all_waiting(factory, {"good": recorder(seen)}) == 1
    assert seen == [row_id]


def test_a_worker_that_lost_its_lease_changes_nothing(factory: Factory) -> None:
    with clock.at(START), own_transaction(factory) as session:
        row = outbox.put(session, effect="good", lifecycle="application")
        session.flush()
        slow = outbox.claim(session, row.id, clock.now())
        assert slow is not None
        session.flush()
        session.expunge(slow)
    with clock.at(START + outbox.LEASE):
        with own_transaction(factory) as session:
            assert outbox.claim(session, slow.id, clock.now()) is not None
        with own_transaction(factory) as session:
            assert not outbox.finish(session, slow, clock.now())
            assert outbox.fail(session, slow, clock.now(), "late") is None
    assert row_of(factory, slow.id).done_at is None


def test_workers_that_die_again_and_again_park_the_row(factory: Factory) -> None:
    moment = START
    with clock.at(moment):
        row_id = put(factory)
    for _ in range(len(outbox.BACK_OFF) + 2):
        with own_transaction(factory) as session:
            outbox.claim(session, row_id, moment)
        moment += outbox.LEASE
    assert row_of(factory, row_id).dead_at is not None


def test_retries_go_on_for_three_days_and_then_the_row_is_parked_and_staff_may_retry(factory: Factory) -> None:
    with clock.at(START):
        row_id = put(factory, "poison")
    moment, tries = START, 0
    while (row := row_of(factory, row_id)).dead_at is None:
        moment, tries = row.next_try_at, tries + 1
        with clock.at(moment):
            run_row(factory, row_id, {"poison": never})
    assert moment - START >= timedelta(hours=72)
    assert tries == len(outbox.BACK_OFF) + 1
    assert "poison" in row.last_error
    seen: list[uuid.UUID] = []
    officer = Actor(person_id=new_id())
    with clock.at(moment):
        with own_transaction(factory) as session:
            backlog.retry(session, officer, session.get_one(OutboxRow, row_id))
        run_row(factory, row_id, {"poison": recorder(seen)})
    after = row_of(factory, row_id)
    assert seen == [row_id] and after.done_at and not after.dead_at
    assert after.payload["retried"][0]["by"] == str(officer.person_id)


def test_a_poison_row_does_not_stop_a_hundred_good_ones(factory: Factory) -> None:
    seen: list[uuid.UUID] = []
    with clock.at(START):
        case = new_id()
        first = put(factory, "poison", case)
        good = [put(factory, "good", case), *(put(factory) for _ in range(99))]
        run_all_waiting(factory, {"good": recorder(seen), "poison": never})
    assert sorted(seen) == sorted(good)
    poison = row_of(factory, first)
    assert poison.attempts == 1 and poison.next_try_at == START + outbox.BACK_OFF[0]


def test_whatever_the_order_of_delivery_a_case_is_told_in_its_own_order(factory: Factory) -> None:
    for order in itertools.permutations(range(4)):
        seen: list[uuid.UUID] = []
        case = new_id()
        rows = [put(factory, "good", case) for _ in range(4)]
        for place in order:
            run_row(factory, rows[place], {"good": recorder(seen)})
            run_row(factory, rows[random.choice(order)], {"good": recorder(seen)})
        assert seen == rows


def test_while_the_world_does_not_answer_the_order_is_kept(factory: Factory) -> None:
    """Three rows of a case over a day of silence: no later one overtakes an earlier one, none is parked."""
    silent, seen = True, []
    case = new_id()

    def send(_factory: Factory, row: OutboxRow) -> None:
        if silent:
            raise TryLater("refused")
        seen.append(row.id)

    rows = []
    for minute in range(0, 24 * 60, 7):
        with clock.at(START + timedelta(minutes=minute)):
            if minute in (0, 7, 700):
                rows.append(put(factory, "good", case))
            run_all_waiting(factory, {"good": send})
    silent = False
    with clock.at(START + timedelta(hours=25, minutes=1)):
        run_all_waiting(factory, {"good": send})
    assert seen == rows


def test_a_link_does_not_stay_in_the_outbox(factory: Factory) -> None:
    row_id = put(factory, kind="reset_password", path="/password/new/secret", token="secret")
    run_row(factory, row_id, {"good": lambda _factory, _row: None})
    assert row_of(factory, row_id).payload == {"kind": "reset_password"}


def test_the_backlog_says_how_long_the_oldest_waits(factory: Factory) -> None:
    with clock.at(START):
        put(factory)
        put(factory)
    with factory() as session:
        found = backlog.backlog(session, START + timedelta(hours=1))
        assert (found.waiting, found.oldest_at, found.dead) == (2, START, 0)
        assert session.scalars(select(OutboxRow.id)).all()

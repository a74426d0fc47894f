"""Recurring work: each round once, whoever gets it first; a round whose worker died is done by another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from sqlalchemy.orm import Session, sessionmaker

from accreditation import clock
from accreditation.jobs import recurring
from accreditation.jobs.recurring import Timer, run_due

Factory = sessionmaker[Session]
START = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_two_workers_do_one_round_once(factory: Factory) -> None:
    rounds: list[datetime] = []
    timer = Timer("count", MINUTE, lambda _factory: rounds.append(clock.now()))
    for seconds in range(0, 180, 10):
        with clock.at(START + timedelta(seconds=seconds)):
            for _worker in range(2):
                run_due(factory, [timer])
    assert [moment.strftime("%H:%M") for moment in rounds] == ["12:00", "12:01", "12:02", "12:03"]


def test_of_eight_workers_at_the_same_instant_one_gets_the_round(factory: Factory) -> None:
    gate = Barrier(8)

    def claim(_worker: int) -> bool:
        gate.wait()
        return recurring.claim_round(factory, "count", START, START)

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(claim, range(8))) == 1


def test_a_round_whose_worker_died_is_taken_over(factory: Factory) -> None:
    due_at = START.replace(second=0)
    assert recurring.claim_round(factory, "nightly", due_at, START)
    assert not recurring.claim_round(factory, "nightly", due_at, START + MINUTE)
    later = START + recurring.LEASE
    assert recurring.claim_round(factory, "nightly", due_at, later)
    assert not recurring.claim_round(factory, "nightly", due_at, later)
    with clock.at(later):
        recurring.finish_round(factory, "nightly", due_at)
    assert not recurring.claim_round(factory, "nightly", due_at, later + timedelta(days=1))


def test_one_that_fails_does_not_stop_the_others(factory: Factory) -> None:
    def fails(_factory: Factory) -> None:
        raise RuntimeError

    done: list[str] = []
    timers = [Timer("bad", MINUTE, fails), Timer("good", MINUTE, lambda _factory: done.append("good"))]
    with clock.at(START):
        assert run_due(factory, timers) == ["good"]
    assert done == ["good"]


def test_a_nightly_round_is_due_at_its_hour() -> None:
    timer = Timer("nightly", timedelta(days=1), lambda _factory: None, offset=timedelta(hours=7))
    assert timer.round_at(datetime(2026, 3, 2, 6, 59, tzinfo=UTC)) == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert timer.round_at(datetime(2026, 3, 2, 7, 0, tzinfo=UTC)) == datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_old_rounds_are_forgotten(factory: Factory) -> None:
    recurring.claim_round(factory, "minute", START, START)
    recurring.claim_round(factory, "remind:abc", START, START)
    with clock.at(START + recurring.KEPT + MINUTE):
        recurring.forget_old_rounds(factory)
    assert recurring.claim_round(factory, "minute", START, START)
    assert not recurring.claim_round(factory, "remind:abc", START, START)

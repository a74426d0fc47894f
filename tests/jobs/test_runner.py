"""The hand-over after commit: ids only, as JSON, and never in the way of the act that caused them."""

import json
import uuid
from pathlib import Path

import pytest
from huey import MemoryHuey
from sqlalchemy.orm import Session, sessionmaker

from accreditation.jobs import outbox, runner
from accreditation.jobs.carry_out import own_transaction

Factory = sessionmaker[Session]


@pytest.fixture
def queue(tmp_path: Path):
    found = runner.open_queue("", tmp_path)
    yield found
    found.storage.close()


@pytest.fixture
def carried_out(queue):
    """What reached the worker's side."""
    seen: list[uuid.UUID] = []
    runner.connect(runner.Runner(lambda: queue, seen.append))
    yield seen
    runner.connect(None)


def put(session: Session) -> uuid.UUID:
    row = outbox.put(session, effect="good", lifecycle="application")
    session.flush()
    return row.id


def work_off(queue) -> None:
    while (task := queue.dequeue()) is not None:
        queue.execute(task)


def test_rows_are_handed_over_after_commit_and_only_then(factory: Factory, queue, carried_out) -> None:
    with own_transaction(factory) as session:
        one, two = put(session), put(session)
        assert queue.pending_count() == 0
    entries = [json.loads(entry) for entry in queue.storage.enqueued_items()]
    assert [entry[6] for entry in entries] == [[str(one)], [str(two)]]
    work_off(queue)
    assert carried_out == [one, two]


def test_what_was_rolled_back_is_not_handed_over(factory: Factory, queue, carried_out) -> None:
    with pytest.raises(ZeroDivisionError), own_transaction(factory) as session:
        put(session)
        raise ZeroDivisionError
    with own_transaction(factory) as session:
        kept = put(session)
    work_off(queue)
    assert carried_out == [kept]


def test_a_savepoint_hands_nothing_over_before_the_end(factory: Factory, queue, carried_out) -> None:
    with own_transaction(factory) as session:
        with session.begin_nested():
            row_id = put(session)
        assert queue.pending_count() == 0
    work_off(queue)
    assert carried_out == [row_id]


def test_a_broken_queue_does_not_break_the_act_and_the_sweep_finds_the_row(factory: Factory, queue) -> None:
    def broken() -> MemoryHuey:
        raise OSError("no queue")

    runner.connect(runner.Runner(broken))
    try:
        with own_transaction(factory) as session:
            row_id = put(session)
    finally:
        runner.connect(None)
    seen: list[uuid.UUID] = []
    runner.Runner(lambda: queue, seen.append).sweep(factory)
    work_off(queue)
    assert seen == [row_id]


def test_the_queue_never_holds_pickles(queue) -> None:
    found = queue.serializer.serialize(["id", "name", None, 0])
    assert json.loads(found) == ["id", "name", None, 0]
    with pytest.raises(UnicodeDecodeError):
        queue.serializer.deserialize(b"\x80\x04K\x01.")

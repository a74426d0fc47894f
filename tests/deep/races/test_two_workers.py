"""Two workers and one piece of work: an outbox row, a deadline, a round of a timer. Each is done once."""

from datetime import timedelta

from sqlalchemy import func, select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.history import StateChange
from accreditation.invariants import broken_rows
from accreditation.jobs.carry_out import run_row
from accreditation.jobs.models import OutboxRow, RecurringRun
from accreditation.jobs.recurring import Timer, run_due
from accreditation.notifications.mail_folder import list_messages
from accreditation.notifications.mailbox import Mailbox
from accreditation.overdue import pass_deadlines
from accreditation.transition import perform_by_system
from accreditation.worker import handlers_of, session_factory
from accreditation.workflow.states import ApplicationState as S
from tests.deep.races.conftest import House, at_once


def test_two_workers_on_one_outbox_row(house: House, mailbox: Mailbox) -> None:
    factory, handlers = session_factory(house.app), handlers_of(house.app)
    for _ in house.rounds():
        before = len(list_messages(mailbox.folder, limit=100_000))
        with writing(), factory() as session:
            case = session.scalars(select(Application).where(Application.state == S.CONFIRMED)).first()
            perform_by_system(session, case, "return_seat")
            session.commit()
            query = select(OutboxRow.id).where(OutboxRow.subject_id == case.id, OutboxRow.done_at.is_(None))
            row_ids = session.scalars(query).all()
        assert row_ids
        at_once(*[lambda: [run_row(factory, row_id, handlers) for row_id in row_ids]] * 2)  # noqa: B023
        with factory() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.id.in_(row_ids))).all()
            assert all(row.done_at is not None and row.attempts == 1 for row in rows)
        assert len(list_messages(mailbox.folder, limit=100_000)) - before == len(row_ids)


def test_two_timers_on_one_deadline(house: House) -> None:
    factory = session_factory(house.app)
    for _ in house.rounds():
        with factory() as session:
            asked = session.scalars(select(Application).where(Application.state == S.INFORMATION_REQUESTED)).one()
            case_id, late = asked.id, asked.due_at + timedelta(seconds=1)
        with clock.at(late):
            at_once(*[lambda: pass_deadlines(factory)] * 2)
        with factory() as session:
            lapses = StateChange.subject_id == case_id, StateChange.transition == "lapse"
            assert session.scalar(select(func.count()).select_from(StateChange).where(*lapses)) == 1
            with clock.at(late):
                assert list(broken_rows(session)) == []


def test_two_workers_on_one_round_of_a_timer(house: House) -> None:
    factory = session_factory(house.app)
    for _ in house.rounds():
        done: list[str] = []
        timer = Timer("count", timedelta(minutes=1), lambda _factory: done.append("once"))  # noqa: B023
        at_once(*[lambda: run_due(factory, [timer])] * 2)  # noqa: B023
        assert done == ["once"]
        with factory() as session:
            claims = select(func.count()).select_from(RecurringRun).where(RecurringRun.job == "count")
            assert session.scalar(claims) == 1

"""What the clock brings about, through the door: deadlines that pass, and nominations that nobody answers."""

import logging
import uuid
from collections.abc import Sequence

from sqlalchemy import Select, exists, select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.applications.nominating import escalate
from accreditation.applications.nomination_models import Nomination
from accreditation.errors import HouseError
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.transition import board, perform_by_system
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import Deadline, Lifecycle
from accreditation.workflow.states import ApplicationState

log = logging.getLogger(__name__)


def pass_deadlines(factory: SessionFactory) -> None:
    """Every lifecycle, oldest deadline first, one transaction a case: one that fails or is refused stops no other."""
    for lifecycle in LIFECYCLES.values():
        for row_id in _overdue(factory, lifecycle):
            try:
                _pass_one(factory, lifecycle, row_id)
            except HouseError as refusal:
                log.info("%s %s stays past its deadline: %s", lifecycle.name, row_id, refusal)
            except Exception:
                log.exception("the deadline of %s %s could not be passed", lifecycle.name, row_id)


def _steps(lifecycle: Lifecycle) -> dict[object, str]:
    """The step that the system takes when time is over, per state."""
    return {
        rule.state: rule.deadline.then
        for rule in lifecycle.rules
        if isinstance(rule.deadline, Deadline) and rule.deadline.then
    }


def _overdue(factory: SessionFactory, lifecycle: Lifecycle) -> Sequence[uuid.UUID]:
    steps = _steps(lifecycle)
    if not steps:
        return []
    table = board().tables[lifecycle.name]
    query = select(table.id).where(table.state.in_(steps), table.due_at < clock.now())  # type: ignore[attr-defined]
    if lifecycle.name == "application":
        query = query.where(Application.on_hold.is_(False))
    with factory() as session:
        return session.scalars(query.order_by(table.due_at, table.id)).all()  # type: ignore[attr-defined]


def _pass_one(factory: SessionFactory, lifecycle: Lifecycle, row_id: uuid.UUID) -> None:
    with own_transaction(factory) as session:
        subject = session.get(board().tables[lifecycle.name], row_id)
        if subject is None or subject.due_at is None or subject.due_at >= clock.now():
            return
        step = _steps(lifecycle).get(subject.state)
        if step is not None:
            perform_by_system(session, subject, step)


def end_deferrals(factory: SessionFactory) -> None:
    """Deferred candidates who were not invited again within the scheme's months lapse, each in a transaction of its own."""
    deferred = (Application.state == ApplicationState.SHORTLISTED, Application.deferred_until < clock.today())
    query = select(Application.id).where(*deferred, Application.on_hold.is_(False)).order_by(Application.id)
    with factory() as session:
        ids = session.scalars(query).all()
    for row_id in ids:
        try:
            with own_transaction(factory) as session:
                perform_by_system(session, session.get_one(Application, row_id), "end_deferral")
        except HouseError as refusal:
            log.info("the deferral of %s does not end yet: %s", row_id, refusal)


def escalate_unanswered(factory: SessionFactory) -> None:
    """Hands to the office what nobody in an administration can or will endorse; one transaction a case."""
    with factory() as session:
        waiting = session.scalars(unanswered_ids()).all()
    for row_id in waiting:
        with own_transaction(factory) as session:
            escalate(session, session.get_one(Application, row_id))


def unanswered_ids() -> Select[tuple[uuid.UUID]]:
    """Applications that wait for their administration and are not with the office; whether long enough the door says."""
    with_office = exists().where(Nomination.application_id == Application.id, Nomination.escalated_at.is_not(None))
    waits = (Application.state == ApplicationState.AWAITING_ENDORSEMENT, ~with_office)
    return select(Application.id).where(*waits).order_by(Application.state_since, Application.id)

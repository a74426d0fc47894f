"""Reminders: before a deadline to whoever's turn it is, after it to the office where the rule book takes no step itself."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.jobs.models import OutboxRow, RecurringRun
from accreditation.notifications import recipients as to
from accreditation.notifications.cases import Case
from accreditation.notifications.catalogue import DEADLINE_EARLIER, REMINDER_DUE, REMINDER_LATE, Kind
from accreditation.region.calendar import holidays_of
from accreditation.transition import board
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import Deadline, Lifecycle, Party, StateRule

WORKING_DAYS_BEFORE = (10, 5, 1)
DAYS_LATE = (0, 5, 15, 30)
_HORIZON = timedelta(days=21)
# Dates that come by themselves ask nothing of anybody before they have come.
_EVENTS = frozenset({"workshop_starts_at", "workshop_ends_at", "mission_starts_at", "expiry_warning_at"})


def remind(factory: SessionFactory) -> None:
    """Writes the reminders whose time has come, each once: the claim and the message stand in one transaction."""
    for lifecycle in LIFECYCLES.values():
        with factory() as session:
            wanted = [reminder for row in _near(session, lifecycle) if (reminder := _reminder(session, lifecycle, row))]
        for first in range(0, len(wanted), 200):
            _write(factory, wanted[first : first + 200])


def _near(session: Session, lifecycle: Lifecycle) -> Sequence[Any]:
    """Cases in an open state whose deadline is near or has passed without a step of its own."""
    table: Any = board().tables[lifecycle.name]
    open_states = [rule.state for rule in lifecycle.rules if isinstance(rule.deadline, Deadline)]
    now = clock.now()
    latest_step = timedelta(days=DAYS_LATE[-1] + 30)
    on_hold = table.on_hold if lifecycle.name == "application" else literal(False)
    query = select(table.id, table.state, table.state_since, table.due_at, table.region_id, on_hold.label("held"))
    within = (table.due_at < now + _HORIZON, table.due_at > now - latest_step)
    return session.execute(query.where(table.state.in_(open_states), *within)).all()


def _reminder(session: Session, lifecycle: Lifecycle, row: Any) -> dict[str, Any] | None:
    """What to write for a case now, as values of `outbox.put` and the name of its claim; None when nothing is due."""
    rule, now = lifecycle.rule(row.state), clock.now()
    if now < row.due_at:
        step = _step_before(rule, row, holidays_of(session, row.region_id))
        kind = REMINDER_DUE
    else:
        step = _step_after(rule, row.due_at, row.held)
        kind = REMINDER_LATE
    if step is None:
        return None
    since = row.state_since.isoformat()
    claim = uuid.uuid5(row.id, f"{kind.name}:{row.state}:{since}:{step}" + (":held" if row.held else "")).hex
    return {
        "claim": f"remind:{claim}",
        "due_at": row.due_at,
        "effect": kind.name,
        "lifecycle": lifecycle.name,
        "subject_id": row.id,
        "region_id": row.region_id,
        "payload": {
            "state": row.state.value,
            "since": since,
            "due": row.due_at.isoformat(),
            "step": step,
            "held": bool(row.held),
        },
    }


def _step_before(rule: StateRule, row: Any, holidays: frozenset[date]) -> int | None:
    """The last step of WORKING_DAYS_BEFORE that has come; none on the day after the state began or before."""
    if rule.turn in (Party.SYSTEM, Party.NOBODY) or _is_event(rule):
        return None
    now = clock.now()
    come = [
        (moment, days)
        for days in WORKING_DAYS_BEFORE
        if row.state_since + timedelta(days=1) < (moment := _working_days_before(row.due_at, days, holidays)) <= now
    ]
    return max(come)[1] if come else None


def _is_event(rule: StateRule) -> bool:
    return isinstance(rule.deadline, Deadline) and rule.deadline.key in _EVENTS


def _working_days_before(due_at: datetime, days: int, holidays: frozenset[date]) -> datetime:
    """08:00 UTC of the n-th day before that is neither Saturday, Sunday nor holiday."""
    day = due_at.date()
    while days > 0:
        day -= timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            days -= 1
    return datetime.combine(day, time(8), tzinfo=UTC)


def _step_after(rule: StateRule, due_at: datetime, held: bool) -> int | None:
    """The last step of DAYS_LATE that has come, where no step is taken by itself; of a held case none is."""
    if not isinstance(rule.deadline, Deadline) or rule.deadline.then is not None and not held:
        return None
    late = (clock.now() - due_at).days
    return max((days for days in DAYS_LATE if days <= late), default=None)


def _write(factory: SessionFactory, wanted: Sequence[dict[str, Any]]) -> None:
    with own_transaction(factory) as session:
        claims = [reminder["claim"] for reminder in wanted]
        known = set(session.execute(select(RecurringRun.job, RecurringRun.due_at).where(RecurringRun.job.in_(claims))))
        for reminder in wanted:
            claim, due_at = reminder["claim"], reminder["due_at"]
            if (claim, due_at) in known:
                continue
            now = clock.now()
            session.add(RecurringRun(job=claim, due_at=due_at, lease_until=now, done_at=now))
            outbox.put(session, **{name: value for name, value in reminder.items() if name not in ("claim", "due_at")})


def still_fits(case: Case, row: OutboxRow) -> bool:
    """Whether the case is still where it was when the reminder was written, and nobody put it on hold."""
    if _is_held(case) != row.payload.get("held", False):
        return False
    since = case.subject.state_since.isoformat()
    return bool(case.subject.state == row.payload["state"] and since == row.payload["since"])


def _is_held(case: Case) -> bool:
    return case.application is not None and case.application.on_hold


def to_whom(kind: Kind, case: Case) -> tuple[to.Recipients, ...]:
    """Before the deadline whoever's turn it is; after it the office, and centre or mentor where they hold it up."""
    if _is_held(case):
        return (to.heads,)
    turn = case.rule.turn
    if kind in (REMINDER_DUE, DEADLINE_EARLIER):
        return (to.TURN[turn],)
    if turn in (Party.CENTRE, Party.MENTOR):
        return (to.TURN[turn], to.heads_and_officers)
    return (to.keepers,) if case.appeal is not None else (to.heads_and_officers,)

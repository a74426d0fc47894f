"""Clocks that stand still: while the applicant is asked, while a case is on hold, and how time goes on afterwards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from accreditation.applications.models import Application
from accreditation.history import StateChange
from accreditation.region.calendar import end_of, holidays_of
from accreditation.workflow.application.state_rules import STATE_RULES
from accreditation.workflow.deadlines import add_months, add_working_days, number_of, working_days_left
from accreditation.workflow.effects import Consequence
from accreditation.workflow.machine import Deadline
from accreditation.workflow.states import ApplicationState

_DEADLINES = {rule.state: rule.deadline for rule in STATE_RULES if isinstance(rule.deadline, Deadline)}


def moved_moments(application: Application) -> Mapping[str, datetime]:
    """The moments of the case that pauses move: the key of the present deadline -> when the time is over."""
    deadline = _DEADLINES.get(application.state)
    if deadline is None:
        return {}
    found = {}
    if application.deferred_until is not None and application.state is ApplicationState.SHORTLISTED:
        found[deadline.key] = found["deferral"] = end_of(application.deferred_until, application.call.time_zone)
    if application.moved_until is not None:
        found[deadline.key] = application.moved_until
    if application.on_hold and application.held_since is not None:
        found[deadline.key] = application.held_since + timedelta(days=application.scheme.numbers["hold_days"])
    return found


def stop_clock(session: Session, application: Application, change: StateChange) -> None:
    """The answers must go back to where the question came from, and find there the working days that were left."""
    application.asked_from = change.from_state
    due = application.due_at
    left = working_days_left(change.at, due, holidays_of(session, application.region_id)) if due else None
    application.days_left = left


def resume_clock(session: Session, application: Application, change: StateChange) -> None:
    """The asker goes on with what was left; somebody already late has the rest of the day."""
    if application.days_left is not None:
        holidays = holidays_of(session, application.region_id)
        application.moved_until = add_working_days(change.at, application.days_left, holidays)
        application.days_left = None


def set_hold(_session: Session, application: Application, change: StateChange) -> None:
    application.on_hold, application.hold_reason = True, change.note
    application.held_since, application.due_before_hold = change.at, application.due_at


def clear_hold(session: Session, application: Application, change: StateChange) -> None:
    """The time of the state goes on with what was left when the hold began; dates of the calendar stay where they are."""
    since, due = application.held_since, application.due_before_hold
    application.on_hold, application.hold_reason = False, ""
    application.held_since = application.due_before_hold = None
    deadline = _DEADLINES.get(application.state)
    if since is None or due is None or deadline is None or deadline.key.endswith("_at"):
        return
    if number_of(application.scheme.numbers, deadline.key)[1] == "working_days":
        holidays = holidays_of(session, application.region_id)
        until = add_working_days(change.at, working_days_left(since, due, holidays), holidays)
    else:
        until = due + (change.at - since)
    if application.state is ApplicationState.PRE_ACCREDITED:
        application.extended_until = until
    else:
        application.moved_until = until


def begin_deferral(_session: Session, application: Application, change: StateChange) -> None:
    """The result of the desk review is kept for so many months of the scheme."""
    months = application.scheme.numbers["deferral_months"]
    application.deferred_until = add_months(change.at, months).date()


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.STOP_CLOCK: stop_clock,
    Consequence.RESUME_CLOCK: resume_clock,
    Consequence.SET_HOLD: set_hold,
    Consequence.CLEAR_HOLD: clear_hold,
    Consequence.BEGIN_DEFERRAL: begin_deferral,
}

"""THE DOOR: a state changes here and nowhere else."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from accreditation import clock, history
from accreditation.board import Switchboard as Switchboard
from accreditation.database import Stateful, row_to_lock
from accreditation.errors import ChangedMeanwhile, TransitionRefused
from accreditation.history import StateChange
from accreditation.jobs.models import OutboxRow
from accreditation.texts import N_, Moment
from accreditation.workflow import LIFECYCLES, machine, permissions
from accreditation.workflow.actors import THE_SYSTEM, Actor
from accreditation.workflow.deadlines import due_at
from accreditation.workflow.effects import Effect
from accreditation.workflow.facts import Facts
from accreditation.workflow.involvement import Involvement
from accreditation.workflow.machine import Lifecycle, Offer, Transition, available_transitions, reasons_against

_switchboard: Switchboard | None = None
_door_is_open: ContextVar[bool] = ContextVar("door_is_open", default=False)


def connect(switchboard: Switchboard) -> None:
    """Hands the door its switchboard, once, when the application, the worker or a command starts."""
    global _switchboard
    _switchboard = switchboard
    for table in switchboard.tables.values():
        if not event.contains(table.state, "set", _only_through_the_door):
            event.listen(table.state, "set", _only_through_the_door)


def board() -> Switchboard:
    if _switchboard is None:
        raise RuntimeError("the door has no switchboard: call transition.connect first")
    return _switchboard


def _only_through_the_door(subject: Any, value: Any, _old: Any, _initiator: Any) -> None:
    if not _door_is_open.get():
        raise RuntimeError(f"a state changes only through the door: {type(subject).__name__} to {value}")


@contextmanager
def _opened() -> Iterator[None]:
    token = _door_is_open.set(True)
    try:
        yield
    finally:
        _door_is_open.reset(token)


def lifecycle_of(subject: Any) -> Lifecycle:
    """The rule book's table for a row: the lifecycle is named like the table."""
    return LIFECYCLES[subject.__tablename__]


def facts_of(session: Session, subject: Any) -> Any:
    """What the guards may know of this row now, freshly read."""
    session.flush()
    return board().loaders[lifecycle_of(subject).name](session, [subject])[subject.id]


def facts_of_many(session: Session, subjects: Sequence[Any]) -> Mapping[uuid.UUID, Any]:
    """The facts of a page of rows of one lifecycle, in a constant number of queries."""
    return board().loaders[lifecycle_of(subjects[0]).name](session, subjects) if subjects else {}


def offers(session: Session, subject: Any, actor: Actor) -> Sequence[Offer]:
    """The steps this person could take now, each with what still stands in its way: draws the buttons."""
    return available_transitions(lifecycle_of(subject), subject, actor, facts_of(session, subject))


def lock_case(session: Session, subject: Any, transition: Transition | None = None) -> Any:
    """Locks counted parents, then the row itself, and reads it afresh. Whoever writes evidence of a case does the same."""
    session.flush()
    if transition is not None:
        for table, row_id in board().parents[lifecycle_of(subject).name](subject, transition):
            session.scalars(row_to_lock(table), {"row_id": row_id}).one()
    return session.scalars(row_to_lock(type(subject)), {"row_id": subject.id}).one()


def touch(subject: Stateful) -> None:
    """Raises the case's version because evidence about it was written, so that a stale page is noticed."""
    subject.updated_at = clock.now()  # type: ignore[attr-defined]


def refuse_if_stale(session: Session, subject: Any, actor: Actor, seen_version: int | None) -> None:
    """ChangedMeanwhile when the row is no longer as the person saw it; ask before writing evidence in the same act."""
    if seen_version is None:
        if actor.is_system:
            return
        raise ValueError("a person states the version they saw")
    if seen_version == subject.version or _saw_the_last_step(session, subject, actor, seen_version):
        return
    last = session.scalars(history.last_of(subject.id)).first()
    if last is None:
        raise ChangedMeanwhile(N_("The case was changed after you opened this page. Look at it again, then decide."))
    step = lifecycle_of(subject).transition(last.transition).done if last.from_state else lifecycle_of(subject).label
    who = last.actor.display_name if last.actor else N_("the system")
    if last.actor and not _may_be_named(session, subject, last, actor):
        who = N_("another person")
    raise ChangedMeanwhile(
        N_(
            "The case was changed after you opened this page. The last step was “%(step)s” by %(who)s on %(when)s.",
            step=step,
            who=who,
            when=Moment(last.at),
        )
    )


def version_told(subject: Stateful, *, reads_judgements: bool) -> int:
    """What a page of a case says it saw: its version; for whoever may not know of all evidence, minus the steps it took."""
    return subject.version if reads_judgements else -subject.history_length


def _saw_the_last_step(session: Session, subject: Any, actor: Actor, seen_version: int) -> bool:
    """A version that rose with each score would tell an applicant of it, and so would the refusal of a stale page."""
    if seen_version != -subject.history_length:
        return False
    return not permissions.may(permissions.READ_JUDGEMENTS, actor, facts_of(session, subject))


def _may_be_named(session: Session, subject: Any, change: StateChange, actor: Actor) -> bool:
    """A stale page tells neither applicant nor administration who reviewed or sat on a panel, nor a blind reviewer whose it is."""
    facts, call = facts_of(session, subject), getattr(subject, "call", None)
    if call is not None and call.is_blind and Involvement.REVIEWER in facts.involvement_of(actor.person_id):
        return change.actor_id == actor.person_id
    nominated = Involvement.NOMINATOR in facts.involvement_of(change.actor_id)
    if nominated or change.actor_id in (actor.person_id, facts.applicant_id):
        return True
    return permissions.may(permissions.READ_JUDGEMENTS, actor, facts)


def _refuse_if_unfounded(transition: Transition, note: str, reasons: Sequence[str], actor: Actor) -> None:
    if actor.is_system:
        return
    if transition.needs_note and not note.strip():
        raise TransitionRefused(N_("Write a note: the person concerned and the record need it."))
    if transition.reasons and not reasons and not transition.decides:
        raise TransitionRefused(N_("Choose at least one reason."))


def _write_effects(session: Session, subject: Any, change: StateChange, effects: Sequence[Effect]) -> None:
    for effect in effects:
        session.add(
            OutboxRow(
                region_id=subject.region_id,
                effect=effect.value,
                lifecycle=change.lifecycle,
                subject_id=subject.id,
                change_id=change.id,
                payload={},
                created_at=change.at,
                next_try_at=change.at,
            )
        )


def set_deadline(session: Session, subject: Any, known: Facts | None = None) -> None:
    """Derives `due_at` afresh from state, history and scheme: after a step, or when a date of the case or of the region changed."""
    lifecycle = lifecycle_of(subject)
    if known is None and lifecycle.has_deadline(subject.state):
        session.flush()
        known = board().deadlines[lifecycle.name](session, subject)
    subject.due_at = due_at(lifecycle, subject.state, subject.state_since, known) if known else None


def open_case(session: Session, subject: Any, *, actor: Actor, note: str = "") -> StateChange:
    """Puts a new row on record in its first state: first link of its chain, first deadline, first effects."""
    lifecycle = lifecycle_of(subject)
    session.add(subject)
    session.flush()
    change = history.append(
        session,
        subject,
        lifecycle.name,
        transition="open",
        from_state="",
        to_state=subject.state.value,
        actor_id=actor.person_id,
        note=note,
    )
    set_deadline(session, subject)
    _write_effects(session, subject, change, lifecycle.opening)
    session.flush()
    return change


def _move(subject: Any, target: Any) -> Any:
    source = subject.state
    if target is not None:
        with _opened():
            subject.state = target
        subject.state_since = clock.now()
    return source


def perform_transition(
    session: Session,
    subject: Any,
    name: str,
    *,
    actor: Actor,
    note: str = "",
    reasons: Sequence[str] = (),
    seen_version: int | None = None,
) -> StateChange:
    """Takes one step, or raises and changes nothing.

    In order: lock parents and row, read it afresh; compare `seen_version` (ChangedMeanwhile); ask the rule book
    (TransitionRefused, every reason); move; append history; consequences, through this door; outbox. The caller commits.
    """
    lifecycle = lifecycle_of(subject)
    transition = lifecycle.transition(name)
    subject = lock_case(session, subject, transition)
    refuse_if_stale(session, subject, actor, seen_version)
    facts = facts_of(session, subject)
    if refusals := reasons_against(lifecycle, transition, subject, actor, facts):
        raise TransitionRefused(*refusals)
    _refuse_if_unfounded(transition, note, reasons, actor)
    source = _move(subject, transition.target)
    change = history.append(
        session, subject, lifecycle.name, transition=name, from_state=source.value, to_state=subject.state.value,
        actor_id=actor.person_id, on_behalf_of_id=machine.on_behalf_of(transition, actor, facts),
        note=note.strip(), reasons=list(reasons),
    )  # fmt: skip
    session.flush()
    for consequence in transition.consequences:
        board().consequences[consequence](session, subject, change)
    set_deadline(session, subject)
    _write_effects(session, subject, change, transition.effects)
    session.flush()
    return change


def perform_by_system(session: Session, subject: Any, name: str, note: str = "") -> StateChange:
    """A step that another step demands, or a deadline."""
    return perform_transition(session, subject, name, actor=THE_SYSTEM, note=note)

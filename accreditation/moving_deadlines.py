"""Holidays that change: which open deadlines would move, seen before it is done; then moved, noted, and told where earlier."""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import ChangedMeanwhile, NotPermitted
from accreditation.jobs import outbox
from accreditation.people.staff_notes import StaffNote
from accreditation.region.calendar import forget_holidays
from accreditation.region.holidays import Changes, change_holidays, refuse_what_does_not_fit
from accreditation.region.models import Region
from accreditation.texts import N_
from accreditation.transition import board, facts_of_many, set_deadline
from accreditation.visibility import VISIBLE_TO
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import Actor, Role
from accreditation.workflow.deadlines import due_at
from accreditation.workflow.facts import Facts

CHANGED = "change_holidays"
# Effect: whoever's turn it is learns that there is less time.
EARLIER = "deadline_earlier"
PAGE = 500


@dataclass(frozen=True)
class Moved:
    """One stored deadline and where it goes. `named` is what people call the case."""

    lifecycle: str
    row_id: uuid.UUID
    named: str
    before: datetime
    after: datetime

    @property
    def is_earlier(self) -> bool:
        return self.after < self.before


def may_change(actor: Actor, region_id: uuid.UUID) -> bool:
    return actor.holds(Role.ROCB_HEAD, region_id)


def would_move(session: Session, actor: Actor, region: Region, changes: Changes) -> list[Moved]:
    """What the actor may know of the deadlines that would move, earliest first; nothing is kept."""
    _refuse(session, actor, region, changes)
    savepoint = session.begin_nested()
    try:
        change_holidays(session, region.id, changes)
        moved = [each for _row, _facts, each in _moves(session, region, changes)]
        return _known_to(session, actor, moved)
    finally:
        savepoint.rollback()
        session.expire_all()
        forget_holidays(session)


def mark_of(moved: Sequence[Moved]) -> str:
    """A short mark of what was seen, so that a stale page is noticed."""
    said = [(each.lifecycle, str(each.row_id), each.before.isoformat(), each.after.isoformat()) for each in moved]
    return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()[:16]


def change_and_move(session: Session, actor: Actor, region: Region, changes: Changes, *, seen: str) -> list[Moved]:
    """Writes the holidays and derives every open deadline anew. ChangedMeanwhile where others would move than were seen.

    A deadline that has passed does not move: only days to come are changed, and it lies before them.
    """
    session.scalars(select(Region.id).where(Region.id == region.id).with_for_update()).one()
    _refuse(session, actor, region, changes)
    change_holidays(session, region.id, changes)
    moves = list(_moves(session, region, changes, lock=True))
    known = _known_to(session, actor, [each for _row, _facts, each in moves])
    if mark_of(known) != seen:
        raise ChangedMeanwhile(N_("Other deadlines would move now than those you saw. Look at them again."))
    for row, facts, each in moves:
        set_deadline(session, row, facts)
        if each.is_earlier:
            _tell(session, row, each)
    session.add(_note(actor, region, changes, [each for _row, _facts, each in moves]))
    session.flush()
    return known


def _refuse(session: Session, actor: Actor, region: Region, changes: Changes) -> None:
    if not may_change(actor, region.id):
        raise NotPermitted
    refuse_what_does_not_fit(session, region.id, changes)


def _moves(
    session: Session, region: Region, changes: Changes, *, lock: bool = False
) -> Iterator[tuple[Any, Facts, Moved]]:
    """Every row whose deadline is still to come, on the first changed day or later, and is another now."""
    # A deadline of working days ends with its day in UTC.
    first = datetime.combine(changes.first(), datetime.min.time(), tzinfo=clock.now().tzinfo) - timedelta(days=1)
    for name, table in board().tables.items():
        columns: Any = table
        query = select(table).where(columns.region_id == region.id, columns.due_at > max(clock.now(), first))
        ids = session.scalars(query.with_only_columns(columns.id).order_by(columns.id)).all()
        for start in range(0, len(ids), PAGE):
            here = select(table).where(columns.id.in_(ids[start : start + PAGE])).order_by(columns.id)
            rows = session.scalars(here.with_for_update() if lock else here).all()
            facts = facts_of_many(session, rows)
            for row in rows:
                after = due_at(LIFECYCLES[name], row.state, row.state_since, facts[row.id])
                if after is not None and after != row.due_at:
                    yield row, facts[row.id], Moved(name, row.id, _name_of(row), row.due_at, after)


def _name_of(row: Any) -> str:
    """The number or reference that people know; of a mission and an accreditation that of their case."""
    for source, name in ((row, "number"), (row, "reference"), (getattr(row, "application", None), "number")):
        if told := getattr(source, name, ""):
            return str(told)
    return str(getattr(getattr(row, "call", None), "reference", "") or row.public_id)


def _known_to(session: Session, actor: Actor, moved: Sequence[Moved]) -> list[Moved]:
    """Those that the actor may see: of the others not even the number is told."""
    seen: set[uuid.UUID] = set()
    for name, visible in VISIBLE_TO.items():
        table: Any = board().tables[name]
        ids = [each.row_id for each in moved if each.lifecycle == name]
        condition: ColumnElement[bool] = visible(actor)
        if ids:
            seen |= set(session.scalars(select(table.id).where(table.id.in_(ids), condition)))
    return sorted((each for each in moved if each.row_id in seen), key=lambda each: (each.before, each.named))


def _tell(session: Session, row: Any, each: Moved) -> None:
    outbox.put(
        session,
        effect=EARLIER,
        lifecycle=each.lifecycle,
        subject_id=row.id,
        region_id=row.region_id,
        payload={
            "state": row.state.value,
            "since": row.state_since.isoformat(),
            "held": bool(getattr(row, "on_hold", False)),
        },
    )


def _note(actor: Actor, region: Region, changes: Changes, moved: Sequence[Moved]) -> StaffNote:
    """For the auditor: who changed which days, and every deadline that moved, from and to."""
    return StaffNote(
        region_id=region.id,
        person_id=actor.person_id,
        what=CHANGED,
        subject_id=region.id,
        at=clock.now(),
        details={
            "added": [one.day.isoformat() for one in changes.added],
            "removed": [day.isoformat() for day in changes.removed],
            "moved": [
                [each.lifecycle, str(each.row_id), each.before.isoformat(), each.after.isoformat()] for each in moved
            ],
        },
    )

"""After an alarm: the head of the office orders, the worker brings back what the database lost, and issuing goes on."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.region.models import NumberSequence, Region
from accreditation.texts import N_
from accreditation.transparency import merkle
from accreditation.transparency.alarms import holds_what_was_kept, open_alarm
from accreditation.transparency.entering import close_tiles, hold_the_log
from accreditation.transparency.keeper import Keeper, Kept
from accreditation.transparency.models import LogAlarm, LogLeaf
from accreditation.transparency.tree import size_of, tree_of
from accreditation.workflow.actors import Actor, Role

Recognise = Callable[[Session, Sequence[LogLeaf]], None]
# Numbers that lost certificates may bear are not given again.
JUMP = 1000


def order_settlement(session: Session, actor: Actor, note: str) -> LogAlarm:
    """The head of an office says why the log is behind and that issuing may go on once it is whole again."""
    alarm = open_alarm(session)
    if alarm is None or Role.ROCB_HEAD not in actor.roles():
        raise NotPermitted
    if not note.strip():
        raise Invalid(N_("Say what happened: the record and the administrations need it."), "note")
    alarm.settled_by_id, alarm.note = actor.person_id, note.strip()
    return alarm


def settle(factory: SessionFactory, keeper: Keeper, recognise: Recognise) -> None:
    """Carries out what was ordered; `recognise` finds the certificates that came back leaves are about.

    What cannot be joined to the log is set aside: the record then says so for good."""
    kept = keeper.read()
    with own_transaction(factory) as session:
        alarm = open_alarm(session)
        if alarm is None or alarm.settled_by_id is None:
            return
        hold_the_log(session)
        is_whole = kept is None or holds_what_was_kept(session, kept)
        if not is_whole and kept is not None:
            alarm.brought_back = _bring_back(session, keeper, kept)
            is_whole = alarm.brought_back > 0
            recognise(session, brought_back(session, alarm))
        lost = NumberSequence.series.startswith("certificate:")
        session.execute(update(NumberSequence).where(lost).values(last=NumberSequence.last + JUMP))
        alarm.settled_at = clock.now()
    if not is_whole:
        keeper.set_aside()


def _bring_back(session: Session, keeper: Keeper, kept: Kept) -> int:
    """Enters the lost entries again, word for word, if the log then is the published one; how many."""
    own = size_of(session)
    if kept.size <= own:
        return 0
    lost = keeper.entries_from(own, kept)
    own_hashes = [merkle.leaf_hash(entry.encode()) for entry in keeper.entries_from(0, kept)[:own]]
    if merkle.head_of(own_hashes) != tree_of(session, own).head():
        return 0
    regions = {region.code: region.id for region in session.scalars(select(Region))}
    for position, entry in enumerate(lost, start=own):
        content = json.loads(entry)
        session.add(
            LogLeaf(
                region_id=regions[content["region"]],
                position=position,
                event=content["event"],
                at=datetime.fromisoformat(content["at"]),
                entry=entry,
                hash=merkle.leaf_hash(entry.encode()).hex(),
            )
        )
        session.flush()
        close_tiles(session, position + 1)
    return len(lost)


def brought_back(session: Session, alarm: LogAlarm) -> list[LogLeaf]:
    """The leaves that came back from the copy when this alarm was settled."""
    first, last = alarm.own_size, alarm.own_size + alarm.brought_back
    query = select(LogLeaf).where(LogLeaf.position >= first, LogLeaf.position < last)
    return list(session.scalars(query.order_by(LogLeaf.position)))

"""The alarm when the log does not contain what was published of it: raised once, and nothing is issued until it is settled."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import SessionFactory, own_transaction
from accreditation.region.models import Region
from accreditation.transparency.keeper import Keeper, Kept
from accreditation.transparency.models import LogAlarm
from accreditation.transparency.tree import size_of, tree_of

LOG_MAIL = "log_mail"
ALARM, CHECKPOINT = "log_alarm", "log_checkpoint"


def open_alarm(session: Session) -> LogAlarm | None:
    """The alarm that is not settled, or None."""
    return session.scalars(select(LogAlarm).where(LogAlarm.settled_at.is_(None)).limit(1)).first()


def check_against_copy(factory: SessionFactory, keeper: Keeper) -> bool:
    """Whether the log is as it was published. If not, an alarm is on record from then on and nothing is issued."""
    kept = keeper.read()
    with factory() as session:
        if open_alarm(session) is not None:
            return False
        if kept is None or holds_what_was_kept(session, kept):
            return True
    with own_transaction(factory) as session:
        if open_alarm(session) is None:
            _raise_alarm(session, kept)
    return False


def _raise_alarm(session: Session, kept: Kept) -> None:
    session.add(
        LogAlarm(
            noticed_at=clock.now(), kept_size=kept.size, own_size=size_of(session), kept_checkpoint=kept.checkpoint
        )
    )
    for region in session.scalars(select(Region)):
        outbox.put(session, effect=LOG_MAIL, lifecycle="", region_id=region.id, payload={"kind": ALARM})


def is_locked(session: Session) -> bool:
    """Nothing is issued: an alarm is open."""
    return open_alarm(session) is not None


def holds_what_was_kept(session: Session, kept: Kept) -> bool:
    """The log of the database begins with what was kept of it."""
    return kept.size <= size_of(session) and tree_of(session, kept.size).head().hex() == kept.head

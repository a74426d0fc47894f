"""A copy of the log outside the database, and the alarm when the database does not contain it any more."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.jobs import outbox
from accreditation.jobs.carry_out import Handler, SessionFactory, TryLater, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.region.models import Region
from accreditation.transparency.keys import LogSigner
from accreditation.transparency.models import LogAlarm, LogLeaf
from accreditation.transparency.tiles import bundle, unbundled
from accreditation.transparency.tree import size_of, tree_of

LOG_MAIL = "log_mail"
ALARM, CHECKPOINT = "log_alarm", "log_checkpoint"
_AT_ONCE = 5000


@dataclass(frozen=True)
class Kept:
    """What was last seen of the log; `length` bytes of the file of entries belong to it."""

    size: int
    head: str
    length: int
    checkpoint: str


@dataclass(frozen=True)
class Keeper:
    """A folder that is not restored together with the database: entries as they grow, and the newest checkpoint."""

    folder: Path

    @property
    def entries(self) -> Path:
        return self.folder / "entries"

    def read(self) -> Kept | None:
        file = self.folder / "kept.json"
        return Kept(**json.loads(file.read_text())) if file.exists() else None

    def entries_from(self, position: int, kept: Kept) -> list[str]:
        """The kept entries from this place on."""
        with self.entries.open("rb") as stream:
            return [entry.decode() for entry in unbundled(stream.read(kept.length))[position:]]

    def extend(self, entries: Iterable[str], before: Kept | None, size: int, head: str, checkpoint: str) -> None:
        """First the entries, then the checkpoint that speaks of them: a crash between leaves the older one true."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.entries.open("ab") as stream:
            stream.truncate(before.length if before else 0)
            stream.seek(0, os.SEEK_END)
            stream.write(bundle(entry.encode() for entry in entries))
            stream.flush()
            os.fsync(stream.fileno())
            length = stream.tell()
        draft = self.folder / ".kept.json"
        with draft.open("w") as text:
            json.dump(asdict(Kept(size, head, length, checkpoint)), text)
            text.flush()
            os.fsync(text.fileno())
        os.replace(draft, self.folder / "kept.json")

    def set_aside(self) -> None:
        """The copy of a log that was given up stays beside the new one."""
        stamp = int(clock.now().timestamp())
        for file in (self.entries, self.folder / "kept.json"):
            if file.exists():
                os.replace(file, file.with_name(f"{file.name}-{stamp}"))


def open_alarm(session: Session) -> LogAlarm | None:
    """The alarm that is not settled, or None."""
    return session.scalars(select(LogAlarm).where(LogAlarm.settled_at.is_(None)).limit(1)).first()


def contains(session: Session, kept: Kept) -> bool:
    """The log of the database begins with what was kept of it."""
    return kept.size <= size_of(session) and tree_of(session, kept.size).head().hex() == kept.head


def notice(factory: SessionFactory, keeper: Keeper) -> bool:
    """Whether the log is as it was published. If not, an alarm is on record from then on and nothing is issued."""
    kept = keeper.read()
    with factory() as session:
        if open_alarm(session) is not None:
            return False
        if kept is None or contains(session, kept):
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


def keep(factory: SessionFactory, keeper: Keeper, signer: LogSigner) -> None:
    """Takes into the copy what was entered since; nothing while the log is not what it was."""
    if not notice(factory, keeper):
        return
    while True:
        before = keeper.read()
        first = before.size if before else 0
        with factory() as session:
            size = min(size_of(session), first + _AT_ONCE)
            if before is not None and size == first:
                return
            query = select(LogLeaf.entry).where(LogLeaf.position >= first, LogLeaf.position < size)
            entries = session.scalars(query.order_by(LogLeaf.position)).all()
            head = tree_of(session, size).head()
        keeper.extend(entries, before, size, head.hex(), signer.sign(size, head))


def watched(work: Handler, keeper: Keeper, signer_of: Callable[[], LogSigner]) -> Handler:
    """A job that enters something in the log: not begun while the log is not what it was, kept outside when it is done."""

    def carry_out(factory: SessionFactory, row: OutboxRow) -> None:
        if not notice(factory, keeper):
            raise TryLater(
                "The log does not contain what was published of it: nothing is issued until this is settled."
            )
        signer = signer_of()
        work(factory, row)
        keep(factory, keeper, signer)

    return carry_out


def is_locked(session: Session) -> bool:
    """Nothing is issued: an alarm is open."""
    return open_alarm(session) is not None

"""Entering: one sequence for the whole installation, whoever enters at the same time."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from accreditation.region.numbers import hold_series
from accreditation.transparency import merkle
from accreditation.transparency.models import LogLeaf, LogTile
from accreditation.transparency.tiles import WIDTH
from accreditation.transparency.tree import hashes_of, size_of

SERIES = "log"
VERSION = 1


def moment_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def canonical_text(content: dict[str, Any], at: datetime) -> str:
    """The canonical text of an entry: sorted names, no blanks, the moment in UTC with microseconds."""
    return json.dumps({"v": VERSION, "at": moment_text(at), **content}, sort_keys=True, separators=(",", ":"))


def hold_the_log(session: Session) -> None:
    """Until the transaction ends nobody else enters anything. Whoever also takes numbers holds the log first."""
    hold_series(session, SERIES)


def enter_leaf(
    session: Session,
    region_id: uuid.UUID,
    content: dict[str, Any],
    at: datetime,
    *,
    certificate_id: uuid.UUID | None = None,
    salt: str = "",
) -> LogLeaf:
    """The next leaf: `content` with its `event`, and what must not be published beside it. In the caller's transaction."""
    hold_the_log(session)
    entry = canonical_text(content, at)
    leaf = LogLeaf(
        region_id=region_id,
        position=size_of(session),
        certificate_id=certificate_id,
        event=content["event"],
        at=at,
        entry=entry,
        salt=salt,
        hash=merkle.leaf_hash(entry.encode()).hex(),
    )
    session.add(leaf)
    session.flush()
    close_tiles(session, leaf.position + 1)
    return leaf


def close_tiles(session: Session, size: int) -> None:
    """Stores the head of each tile that the last leaf of a tree of `size` has filled."""
    level, count = 0, size
    while count and count % WIDTH == 0:
        count //= WIDTH
        head = merkle.head_of(hashes_of(session, level, count - 1, size))
        session.add(LogTile(level=level, number=count - 1, head=head.hex()))
        session.flush()
        level += 1

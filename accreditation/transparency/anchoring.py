"""The daily anchor: one leaf a region that binds the history of every case, so that no past step can be rewritten unseen."""

import json
import uuid
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import and_, exists, insert, or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.database import new_id
from accreditation.history import StateChange
from accreditation.region.models import Region
from accreditation.transition import board
from accreditation.transparency import merkle
from accreditation.transparency.entering import enter_leaf
from accreditation.transparency.models import HistoryAnchor, LogLeaf

ANCHOR = "anchor"
Standing = tuple[uuid.UUID, int, str]


def head_of_cases(standings: Sequence[Standing]) -> str:
    """The head (hex) of the Merkle tree over "id:length:head" of cases in the order of their ids."""
    hashes = [merkle.leaf_hash(f"{case}:{length}:{head}".encode()) for case, length, head in standings]
    return merkle.head_of(hashes).hex()


def anchor(session: Session, region: Region) -> LogLeaf:
    """Enters how every history stands that went on since it was last anchored. The caller commits."""
    standings = sorted(_gone_on(session, region.id), key=lambda standing: standing[0].bytes)
    content = {"event": ANCHOR, "region": region.code, "cases": len(standings), "head": head_of_cases(standings)}
    leaf = enter_leaf(session, region.id, content, clock.now())
    if standings:
        rows = [
            {"id": new_id(), "position": leaf.position, "subject_id": case, "length": length, "head": head}
            for case, length, head in standings
        ]
        session.execute(insert(HistoryAnchor), rows)
    return leaf


def _gone_on(session: Session, region_id: uuid.UUID) -> Iterator[Standing]:
    for table in board().tables.values():
        columns: Any = table
        known = exists().where(HistoryAnchor.subject_id == columns.id, HistoryAnchor.length == columns.history_length)
        query = select(columns.id, columns.history_length, columns.history_head)
        yield from session.execute(query.where(columns.region_id == region_id, ~known))


def faults_of_anchors(session: Session) -> Iterator[str]:
    """Each history still contains what was anchored of it, and what is kept of an anchor is what its leaf says."""
    link = and_(StateChange.subject_id == HistoryAnchor.subject_id, StateChange.sequence == HistoryAnchor.length)
    astray = select(HistoryAnchor.subject_id, HistoryAnchor.position).outerjoin(StateChange, link)
    rewritten = or_(StateChange.hash.is_(None), StateChange.hash != HistoryAnchor.head)
    for case, position in session.execute(astray.where(rewritten)):
        yield f"history_anchor of {case}: its history is not what leaf {position} of the log says"
    rows = select(HistoryAnchor.position, HistoryAnchor.subject_id, HistoryAnchor.length, HistoryAnchor.head)
    ordered = session.execute(rows.order_by(HistoryAnchor.position, HistoryAnchor.subject_id))
    kept = {
        position: head_of_cases(sorted(((c, n, h) for _, c, n, h in group), key=lambda each: each[0].bytes))
        for position, group in groupby(ordered, key=lambda row: row.position)
    }
    for leaf in session.scalars(select(LogLeaf).where(LogLeaf.event == ANCHOR)):
        if json.loads(leaf.entry)["head"] != kept.get(leaf.position, head_of_cases(())):
            yield f"log_leaf {leaf.id}: what is kept of this anchor is not what it says"

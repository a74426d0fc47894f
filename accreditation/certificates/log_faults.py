"""What may be wrong with the stored log: a gap, a changed entry, a tile that does not fit, a certificate entered twice."""

import json
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation.certificates.log import is_issue
from accreditation.certificates.models import Certificate
from accreditation.transparency import merkle
from accreditation.transparency.entering import moment_text
from accreditation.transparency.models import LogLeaf, LogTile
from accreditation.transparency.tiles import WIDTH
from accreditation.workflow.states import CertificateState

_PAGE = 500


def faults_of_the_log(session: Session) -> Iterator[str]:
    """One line for each broken row."""
    hashes: list[list[bytes]] = [[]]
    leaves = select(LogLeaf).order_by(LogLeaf.position).execution_options(yield_per=_PAGE)
    for position, leaf in enumerate(session.scalars(leaves)):
        digest = merkle.leaf_hash(leaf.entry.encode())
        if leaf.position != position:
            yield f"log_leaf {leaf.id}: does not follow the leaf before"
        if leaf.hash != digest.hex() or not _says_the_same(leaf):
            yield f"log_leaf {leaf.id}: what it says was changed"
        hashes[0].append(digest)
    yield from _tiles(session, hashes)
    yield from _certificates(session)


def _says_the_same(leaf: LogLeaf) -> bool:
    """What is kept beside the published entry, to ask by, is what the entry says."""
    content = json.loads(leaf.entry)
    return bool(content["event"] == leaf.event and content["at"] == moment_text(leaf.at))


def _tiles(session: Session, hashes: list[list[bytes]]) -> Iterator[str]:
    """Every full tile, and no other, has its head."""
    kept = {(tile.level, tile.number): tile.head for tile in session.scalars(select(LogTile))}
    while len(hashes[-1]) >= WIDTH:
        below = hashes[-1]
        hashes.append(
            [merkle.head_of(below[place : place + WIDTH]) for place in range(0, len(below) // WIDTH * WIDTH, WIDTH)]
        )
    due = {(level, number): head.hex() for level, heads in enumerate(hashes[1:]) for number, head in enumerate(heads)}
    for level, number in sorted(kept.keys() | due.keys()):
        if kept.get((level, number)) != due.get((level, number)):
            yield f"log_tile {level}/{number}: is not the head of what stands below it"


def _certificates(session: Session) -> Iterator[str]:
    """Each certificate begins in the log once, and none is issued that the log does not know."""
    begun = select(LogLeaf.certificate_id).where(is_issue(), LogLeaf.certificate_id.is_not(None))
    for certificate_id in session.scalars(begun.group_by(LogLeaf.certificate_id).having(func.count() > 1)):
        yield f"certificate {certificate_id}: logged as issued more than once"
    issued = select(Certificate.number).where(
        Certificate.state == CertificateState.ISSUED, Certificate.id.not_in(begun)
    )
    for number in session.scalars(issued):
        yield f"certificate {number}: issued, but not in the log"

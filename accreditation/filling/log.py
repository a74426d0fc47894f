"""Leaves of the log for thousands of filled certificates, with the tiles they fill."""

from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from accreditation.certificates.log import content_of_leaf
from accreditation.filling.chains import Desk
from accreditation.filling.ink import moment_of
from accreditation.filling.ink import written as as_column
from accreditation.transparency import merkle
from accreditation.transparency.entering import canonical_text
from accreditation.transparency.tiles import WIDTH
from accreditation.transparency.tree import hashes_of, size_of

_LEVELS = 4
_DEMO_KEY = "demo"


class Leaf(NamedTuple):
    """An event of the log. The first fields name the certificate as its commitment wants to read it."""

    at: int
    certificate_id: str
    number: str
    code: str
    holder_name: str
    effective_on: Any
    expires_on: Any
    event: str
    pdf_sha256: str


class OpenTiles:
    """The last, not yet full tile of each level, as the database has it."""

    def __init__(self, session: Session) -> None:
        size = size_of(session)
        self.numbers = [size // WIDTH**level // WIDTH for level in range(_LEVELS)]
        self.hashes = [hashes_of(session, level, number, size) for level, number in enumerate(self.numbers)]

    def push(self, desk: Desk, at: int, digest: bytes, level: int = 0) -> None:
        """One more hash; what it fills is written as a row and counts one level higher."""
        tile = self.hashes[level]
        tile.append(digest)
        if len(tile) < WIDTH:
            return
        head = merkle.head_of(tile)
        desk.add("log_tile", desk.ink.id(at), str(level), str(self.numbers[level]), head.hex())
        self.numbers[level] += 1
        tile.clear()
        self.push(desk, at, head, level + 1)


def bind(desk: Desk, leaf: Leaf, position: int, tiles: OpenTiles, region: str) -> None:
    """Writes one leaf at its place."""
    salt = desk.ink.salt()
    content = content_of_leaf(leaf, leaf.event, salt, region, leaf.pdf_sha256, _DEMO_KEY)
    entry = canonical_text(content, moment_of(leaf.at))
    digest = merkle.leaf_hash(entry.encode())
    desk.add(
        "log_leaf", desk.ink.id(leaf.at), desk.region_id, str(position), leaf.certificate_id, leaf.event,
        as_column(leaf.at), entry, salt, digest.hex(),
    )  # fmt: skip
    tiles.push(desk, leaf.at, digest)

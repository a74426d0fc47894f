"""The log as a tree: heads, proofs and tiles read from the database, a tile at a time."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation.transparency import merkle
from accreditation.transparency.models import LogLeaf, LogTile
from accreditation.transparency.tiles import HEIGHT, WIDTH, Tile, bundle


def size_of(session: Session) -> int:
    """How many leaves the log has."""
    last = session.scalar(select(func.max(LogLeaf.position)))
    return 0 if last is None else last + 1


@dataclass
class Tree:
    """The log at one size; a tile once read is kept for as long as this object lives."""

    session: Session
    size: int
    _tiles: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def head(self) -> bytes:
        return self.heads(0, self.size)

    def heads(self, start: int, end: int) -> bytes:
        """The head over leaves `start` up to `end`: from complete subtrees, so only a few tiles are read."""
        count = end - start
        if count <= 0:
            return merkle.head_of(())
        if count & count - 1 == 0 and start % count == 0:
            return self._node(count.bit_length() - 1, start // count)
        middle = start + merkle.split(count)
        return merkle.node_hash(self.heads(start, middle), self.heads(middle, end))

    def inclusion(self, index: int) -> list[bytes]:
        return merkle.inclusion_proof(index, self.size, self.heads)

    def consistency(self, older: int) -> list[bytes]:
        return merkle.consistency_proof(older, self.size, self.heads)

    def _node(self, height: int, number: int) -> bytes:
        """The head of the complete subtree of 2**height leaves with this number."""
        level, inside = divmod(height, HEIGHT)
        first = number << inside
        hashes = self._tile(level, first // WIDTH)
        place = first % WIDTH
        return merkle.head_of(hashes[place : place + (1 << inside)])

    def _tile(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._tiles:
            self._tiles[level, number] = hashes_of(self.session, level, number, self.size)
        return self._tiles[level, number]


def hashes_of(session: Session, level: int, number: int, size: int) -> list[bytes]:
    """The hashes of one tile of a tree of `size` leaves; one query."""
    first, end = number * WIDTH, min(number * WIDTH + WIDTH, size // WIDTH**level)
    if level == 0:
        query = select(LogLeaf.hash).where(LogLeaf.position >= first, LogLeaf.position < end).order_by(LogLeaf.position)
    else:
        query = (
            select(LogTile.head)
            .where(LogTile.level == level - 1, LogTile.number >= first, LogTile.number < end)
            .order_by(LogTile.number)
        )
    return [bytes.fromhex(each) for each in session.scalars(query)]


def tree_of(session: Session, size: int | None = None) -> Tree:
    """The tree at a size it has or had; the present one by default."""
    return Tree(session, size_of(session) if size is None else size)


def tile_bytes(session: Session, tile: Tile) -> bytes:
    """What stands at the address of a tile that the log has."""
    first = tile.number * WIDTH
    if tile.level is None:
        query = select(LogLeaf.entry).where(LogLeaf.position >= first, LogLeaf.position < first + tile.width)
        return bundle(entry.encode() for entry in session.scalars(query.order_by(LogLeaf.position)))
    size = (first + tile.width) * WIDTH**tile.level
    return b"".join(hashes_of(session, tile.level, tile.number, size))

"""How tiles are named and packed (C2SP `tlog-tiles`): 256 hashes a tile, entries in bundles of 256."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 256
HEIGHT = 8
_PATH = re.compile(r"(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


@dataclass(frozen=True)
class Tile:
    """`level` is None for a bundle of entries; `width` hashes or entries, fewer than 256 in the last one only."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The address below `/log/tile/`."""
        groups = []
        rest = self.number
        while True:
            rest, group = divmod(rest, 1000)
            groups.append(f"{group:03d}")
            if not rest:
                break
        named = "/".join([*(f"x{group}" for group in groups[:0:-1]), groups[0]])
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{'entries' if self.level is None else self.level}/{named}{part}"

    def is_in(self, size: int) -> bool:
        """Whether a tree of `size` leaves has it."""
        step = 1 if self.level is None else WIDTH**self.level
        return self.number * WIDTH + self.width <= size // step


def tile_at(path: str) -> Tile | None:
    """The tile of an address, or None: each tile has exactly one."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    level, number, width = found.groups()
    tile = Tile(
        None if level == "entries" else int(level),
        int(number.replace("/", "").replace("x", "")),
        int(width) if width else WIDTH,
    )
    return tile if tile.path == path and tile.width <= WIDTH and (tile.level or 0) < 64 else None


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundled(data: bytes) -> list[bytes]:
    """The entries of a bundle; ValueError when it is cut off."""
    found, place = [], 0
    while place < len(data):
        length = int.from_bytes(data[place : place + 2], "big")
        entry = data[place + 2 : place + 2 + length]
        if len(entry) != length or place + 2 > len(data):
            raise ValueError("the bundle is cut off")
        found.append(entry)
        place += 2 + length
    return found

"""A copy of the log in a folder outside the database, with the newest checkpoint."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from accreditation import clock
from accreditation.transparency.tiles import bundle, unbundled


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

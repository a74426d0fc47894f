"""Stored files: bytes under random keys of our own, in a local folder; never under a name that a person chose."""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

CHUNK = 1 << 20
_KEY = re.compile(r"[0-9a-f]{32}\Z")


class NoSuchFile(LookupError):
    """Nothing is stored under this key."""


class Storage(Protocol):
    """Where files lie. A key is 32 hexadecimal digits, given by `put`, and tells nothing about the file."""

    def put(self, content: BinaryIO | bytes) -> str:
        """Stores the bytes safely (they survive a crash after the answer) and returns their key."""

    def open(self, key: str) -> BinaryIO:
        """The bytes as a stream. Raises NoSuchFile."""

    def fetch(self, key: str) -> bytes:
        """The bytes. Raises NoSuchFile."""

    def exists(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """Forgets the bytes; nothing happens where there are none."""

    def stored(self) -> Iterator[tuple[str, datetime]]:
        """Every key with the moment at which it was stored."""


@dataclass(frozen=True)
class Folder:
    """A local folder: `ab/abcdef...`. A file appears whole or not at all: temporary name, fsync, rename."""

    root: Path

    def put(self, content: BinaryIO | bytes) -> str:
        key = secrets.token_hex(16)
        target = self._path(key)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                _copy(content, file)
                file.flush()
                os.fsync(file.fileno())
            os.rename(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _settle(target.parent)
        return key

    def open(self, key: str) -> BinaryIO:
        try:
            return os.fdopen(os.open(self._path(key), os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except OSError as error:
            raise NoSuchFile(key) from error

    def fetch(self, key: str) -> bytes:
        with self.open(key) as file:
            return file.read()

    def exists(self, key: str) -> bool:
        path = self._path(key)
        return path.is_file() and not path.is_symlink()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def stored(self) -> Iterator[tuple[str, datetime]]:
        for path in self.root.glob("[0-9a-f][0-9a-f]/*"):
            if _KEY.match(path.name):
                with contextlib.suppress(FileNotFoundError):
                    yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, key: str) -> Path:
        if not _KEY.match(key):
            raise NoSuchFile(key)
        return self.root / key[:2] / key


def _copy(content: BinaryIO | bytes, file: BinaryIO) -> None:
    if isinstance(content, bytes):
        file.write(content)
        return
    while chunk := content.read(CHUNK):
        file.write(chunk)


def _settle(folder: Path) -> None:
    """Makes the new name itself survive a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def storage_at(url: str) -> Storage:
    """The storage at an address: `file:///var/lib/accreditation/files`. Raises ValueError for any other kind."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise ValueError(f"no storage of this kind: {parts.scheme}://")
    return Folder(Path(unquote(parts.path)))

"""Keys that a demo makes for itself where none are configured: kept in its data folder, readable by its account only."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def demo_key_file(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    """The file of that name in `folder`, made where there is none; whoever comes second uses what the first has made.

    Whole or not at all, and never over an existing file: web and worker may start at the same time.
    """
    file = folder / name
    if file.exists():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
    return file


def pem_of(*keys: PrivateKeyTypes) -> bytes:
    """Private keys as PEM blocks, one below the other, locked with no password."""
    return b"".join(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) for key in keys)

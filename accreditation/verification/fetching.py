"""The issuer's keys from an address, and the copy that is kept for when it does not answer."""

import hashlib
import os
import urllib.request
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

SECONDS, MOST_BYTES = 20, 4 << 20


class NoAnswer(Exception):
    """Neither the address nor a copy of what it once said."""


def fetched_trust(address: str, folder: Path) -> tuple[bytes, bool]:
    """What stands at the address, or the copy of it in this folder, and whether it is the copy."""
    copy = folder / f"{urlsplit(address).hostname or 'issuer'}-{hashlib.sha256(address.encode()).hexdigest()[:12]}.json"
    try:
        content = _fetched(address)
    except (URLError, TimeoutError, OSError, ValueError) as damage:
        if not copy.exists():
            raise NoAnswer(address) from damage
        return copy.read_bytes(), True
    folder.mkdir(parents=True, exist_ok=True)
    draft = copy.with_name(f".{copy.name}.{os.getpid()}")
    draft.write_bytes(content)
    os.replace(draft, copy)
    return content, False


def _fetched(address: str) -> bytes:
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("not an address of the web")
    with urllib.request.urlopen(address, timeout=SECONDS) as answer:
        content: bytes = answer.read(MOST_BYTES)
    return content

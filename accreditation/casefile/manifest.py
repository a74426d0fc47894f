"""The shape of a sealed case file: the names in it, canonical JSON, and what its manifest says. No database."""

import hashlib
import json
from typing import Any

FORMAT = "accreditation-casefile/1"
MANIFEST, SIGNATURE, KEY, CERTIFICATE, README = (
    "manifest.json",
    "manifest.sig",
    "issuer.pub.pem",
    "issuer.pem",
    "README.txt",
)
EVENTS = "events.json"
# What stands beside the manifest because it speaks of it, and so is not listed in it.
UNLISTED = frozenset({MANIFEST, SIGNATURE})


def canonical(value: Any) -> bytes:
    """JSON of which there is only one for each value: sorted keys, no blanks, UTF-8, a line end."""
    return (json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def readable(value: Any) -> bytes:
    """JSON for people: sorted keys, indented, UTF-8."""
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def sha256(content: bytes) -> str:
    """SHA-256 in hex, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()

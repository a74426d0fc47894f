"""Sealing what a stolen database must not tell: AES-256-GCM under keys that lie outside the database. Nothing about people."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, NONCE_BYTES = 32, 12


class CannotOpen(ValueError):
    """The key is not in the ring, or the text was changed or belongs to another row."""


@dataclass(frozen=True)
class KeyRing:
    """`current` seals; every key of the ring opens. Keys by the first 16 hexadecimal digits of their SHA-256."""

    current: str
    keys: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"KeyRing(current={self.current!r}, {len(self.keys)} keys)"

    def seal(self, plain: str, bound_to: str) -> str:
        """The text, readable only with the current key and only where it says `bound_to`; base64."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, plain.encode(), bound_to.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, key_id: str, sealed: str, bound_to: str) -> str:
        """What was sealed under that key for that place. Raises CannotOpen."""
        if key_id not in self.keys:
            raise CannotOpen(f"the key {key_id} is not in the key file")
        try:
            content = base64.b64decode(sealed, validate=True)
            return (
                AESGCM(self.keys[key_id])
                .decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], bound_to.encode())
                .decode()
            )
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise CannotOpen("what is sealed was changed, or belongs elsewhere") from error


def _id_of(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:16]


def _derived(secret: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"sealed columns").derive(secret.encode())


def key_ring(file: str, secret: str) -> KeyRing:
    """The keys of a file, one of 32 bytes in base64 on each line, the present one first; without a file, derived from `secret`.

    The derived key always stays in the ring, so that a key file may come later. Raises ValueError for a bad line.
    """
    lines = [line.strip() for line in Path(file).read_text().splitlines()] if file else []
    keys = [base64.b64decode(line, validate=True) for line in lines if line and not line.startswith("#")]
    if any(len(key) != KEY_BYTES for key in keys):
        raise ValueError("ACCREDITATION_DATA_KEY_FILE: each line holds 32 bytes in base64 (`openssl rand -base64 32`).")
    keys.append(_derived(secret))
    return KeyRing(_id_of(keys[0]), {_id_of(key): key for key in keys})

"""Signed notes, checkpoints and proofs as the C2SP formats write them: short texts that anybody can keep and check."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014"
PROOF_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log of this name at this size."""

    origin: str
    size: int
    head: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.head)}\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _key_hint(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """What monitors configure: name, hint and public key in one line (`signed-note`)."""
    public = key.public_bytes_raw()
    return f"{name}+{_key_hint(name, public).hex()}+{_base64(_ED25519 + public)}"


def read_verifier_key(line: str) -> tuple[str, Ed25519PublicKey]:
    """Name and key of such a line; ValueError when it is none."""
    name, hint, encoded = line.strip().split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    if data[:1] != _ED25519 or _key_hint(name, data[1:]).hex() != hint:
        raise ValueError("not a verifier key of Ed25519")
    return name, Ed25519PublicKey.from_public_bytes(data[1:])


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint with the log's signature."""
    text, name = checkpoint.text(), checkpoint.origin
    hint = _key_hint(name, key.public_key().public_bytes_raw())
    return f"{text}\n{_DASH} {name} {_base64(hint + key.sign(text.encode()))}\n"


def opened(note: str, keys: Iterable[Ed25519PublicKey]) -> Checkpoint | None:
    """The checkpoint in a signed note if one of these keys signed it under its own name; None for anything else."""
    text, blank, signatures = note.replace("\r\n", "\n").partition("\n\n")
    text += "\n"
    lines = text.split("\n")
    try:
        origin, size, head = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        return None
    if not blank or not origin or len(head) != 32 or str(size) != lines[1]:
        return None
    signed_by = [line.split(" ") for line in signatures.split("\n") if line.startswith(f"{_DASH} ")]
    given = [parts[2] for parts in signed_by if len(parts) == 3 and parts[1] == origin]
    is_ours = any(_verifies(origin, text, each, key) for each in given for key in keys)
    return Checkpoint(origin, size, head) if is_ours else None


def _verifies(name: str, text: str, encoded: str, key: Ed25519PublicKey) -> bool:
    try:
        data = base64.b64decode(encoded, validate=True)
        if data[:4] != _key_hint(name, key.public_bytes_raw()):
            return False
        key.verify(data[4:], text.encode())
    except (binascii.Error, InvalidSignature):
        return False
    return True


def proof_text(index: int, proof: Sequence[bytes], note: str) -> str:
    """A `tlog-proof`: place, path and signed checkpoint in one file that can be checked without a network."""
    lines = [PROOF_HEADER, f"index {index}", *map(_base64, proof)]
    return "\n".join(lines) + "\n\n" + note


def read_proof(text: str) -> tuple[int, list[bytes], str]:
    """Index, path and note of a `tlog-proof`; ValueError when it is none."""
    head, blank, note = text.replace("\r\n", "\n").partition("\n\n")
    lines = [line for line in head.split("\n") if not line.startswith("extra ")]
    if not blank or len(lines) < 2 or lines[0] != PROOF_HEADER or not lines[1].startswith("index "):
        raise ValueError("not a proof")
    return int(lines[1].removeprefix("index ")), [base64.b64decode(line, validate=True) for line in lines[2:]], note

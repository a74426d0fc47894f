"""The entries of the log that are about one certificate, each with its proof, and what follows from them."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accreditation.credentials.encoding import from_base64url
from accreditation.credentials.evidence_file import FORMAT
from accreditation.transparency import merkle, notes
from accreditation.verification.trust import Trusted


@dataclass(frozen=True)
class Leaf:
    """An entry as the log publishes it: `handle` tells whose it is to whoever knows the code, `document` its SHA-256."""

    entry: bytes
    index: int
    proof: str
    event: str
    at: datetime
    handle: str
    document: str

    def is_proven(self, trusted: Trusted) -> bool:
        """Whether it stands at its place under a checkpoint that the log signed."""
        try:
            index, path, note = notes.read_proof(self.proof)
        except (ValueError, binascii.Error):
            return False
        head = trusted.checkpoint(note)
        if head is None or index != self.index:
            return False
        return merkle.is_included(merkle.leaf_hash(self.entry), index, head.size, path, head.head)


@dataclass(frozen=True)
class Evidence:
    """What the file of `/credentials/<number>/evidence.json` says; nothing of it is proven yet."""

    number: str
    code: str
    leaves: tuple[Leaf, ...]
    history: str
    status_list: tuple[dict[str, Any], ...]

    def complete_until(self, trusted: Trusted) -> datetime | None:
        """Until when the issuer says with its signature that there were no other entries than these."""
        content, _, seal = self.history.encode().rpartition(b".")
        try:
            header, claims = (json.loads(from_base64url(part)) for part in content.decode().split("."))
            signature = from_base64url(seal.decode())
            is_about = claims["iss"] == trusted.issuer and claims["licenseNumber"] == self.number
            is_whole = claims["leaves"] == [leaf.index for leaf in self.leaves]
            if not is_about or not is_whole or not trusted.has_signed(header["kid"], content, signature):
                return None
            return datetime.fromtimestamp(claims["iat"], UTC)
        except (ValueError, KeyError, TypeError, OverflowError):
            return None


def read_leaves(content: Sequence[Any]) -> tuple[Leaf, ...]:
    """Entries as they stand in the file, oldest first; ValueError where one is none."""
    return tuple(sorted((_leaf(each) for each in content), key=lambda leaf: leaf.index))


def _leaf(content: Any) -> Leaf:
    try:
        entry = base64.b64decode(content["entry"], validate=True)
        told = json.loads(entry)
        return Leaf(
            entry=entry,
            index=int(content["index"]),
            proof=str(content["proof"]),
            event=str(told["event"]),
            at=datetime.fromisoformat(told["at"]).astimezone(UTC),
            handle=str(told.get("certificate", "")),
            document=str(told.get("document", "")),
        )
    except (KeyError, TypeError) as damage:
        raise ValueError("not an entry of the log") from damage


def read_evidence(content: Any) -> Evidence:
    """What the file says; ValueError where it is none."""
    try:
        if content["format"] != FORMAT:
            raise ValueError("not a file of this kind")
        return Evidence(
            number=str(content["number"]),
            code=str(content.get("code", "")),
            leaves=read_leaves(content["leaves"]),
            history=str(content.get("history", "")),
            status_list=tuple(each for each in content["status_list"] if isinstance(each, dict)),
        )
    except (KeyError, TypeError, AttributeError) as damage:
        raise ValueError("not a file of evidence") from damage

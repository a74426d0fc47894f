"""Opening a certificate that somebody handed in: a limited child process does it (`opener.py`), never this one."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509

from accreditation.certificates.signatures import SignatureVerdict
from accreditation.storage.child import ask
from accreditation.storage.limits import limit, limits_of
from accreditation.texts import Text

OPENER = Path(__file__).with_name("opener.py")
ACCEPTED = ".pdf,.json,.jsonld,.jwt,.txt"


@dataclass(frozen=True)
class Place:
    """Where the bit of a credential stands."""

    purpose: str
    list_address: str
    index: int


@dataclass(frozen=True)
class Said:
    """What a credential says of itself; empty or None where it does not."""

    number: str = ""
    name: str = ""
    issuer: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Opened:
    """`kind`: pdf, credential, token, other or heavy. Nothing in it is proven: number and code are what the file claims.

    `method`, `signed` and `signature` are of a credential or token: which key is said to have signed which bytes.
    """

    kind: str
    sha256: str
    said: Said = Said()
    code: str = ""
    seal: SignatureVerdict | None = None
    method: str = ""
    signed: bytes = b""
    signature: bytes = b""

    @property
    def number(self) -> str:
        return self.said.number


def most_bytes() -> int:
    return limit("certificate_file", "most_bytes")


def open_file(content: bytes, roots: Sequence[x509.Certificate] = ()) -> Opened:
    """What the bytes are and say. Takes some seconds: never inside a writing transaction."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not content or len(content) > most_bytes():
        return Opened("other" if not content else "heavy", sha256)
    line = json.dumps([pem.armor("CERTIFICATE", root.dump()).decode() for root in roots]).encode()
    found, _rest = ask(OPENER, line + b"\n" + content, limits_of("child", "certificate_file"))
    if "unfit" in found or found["kind"] == "other":
        return Opened(found.get("kind", "heavy"), sha256)
    if found["kind"] == "pdf":
        return _pdf(found, sha256)
    signed, signature = _signed(found, content)
    return Opened(found["kind"], sha256, _said(found), "", None, found.get("method", ""), signed, signature)


def _pdf(found: dict[str, Any], sha256: str) -> Opened:
    said = _said(found["attached"] or {})
    if found["number"] and found["number"] != said.number:
        said = Said(number=found["number"])
    return Opened("pdf", sha256, said, found["code"], _seal(found["seal"]))


def _signed(found: dict[str, Any], content: bytes) -> tuple[bytes, bytes]:
    """The bytes that are said to be signed, and the signature over them."""
    from accreditation.credentials.encoding import from_base58, from_base64url

    try:
        if found["kind"] == "token":
            text, _, seal = content.strip().rpartition(b".")
            return text, from_base64url(seal.decode())
        return bytes.fromhex(found.get("hashed", "")), from_base58(found.get("value", "").removeprefix("z"))
    except ValueError:
        return b"", b""


def _said(found: dict[str, Any]) -> Said:
    places = [
        Place(each["purpose"], each["list"], int(each["index"]))
        for each in found.get("places", ())
        if each["index"].isascii() and each["index"].isdigit() and len(each["index"]) < 10
    ]
    moments = (_moment(found.get(name, "")) for name in ("begins", "ends"))
    return Said(found.get("number", ""), found.get("name", ""), found.get("issuer", ""), *moments, tuple(places))


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _seal(found: dict[str, Any]) -> SignatureVerdict:
    return SignatureVerdict(
        is_signed=found["is_signed"],
        is_intact=found["is_intact"],
        is_trusted=False,
        reason=Text(found["reason"]),
        signed_by=found["signed_by"],
        key_id=found["key_id"],
        signed_at=_moment(found["signed_at"]),
        stamped_at=_moment(found["stamped_at"]),
        has_stamp=found["has_stamp"],
    )

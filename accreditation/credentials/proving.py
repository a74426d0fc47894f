"""Proofs on credentials: `eddsa-rdfc-2022` over their RDF form, and a compact token with RS256. Nothing is ever fetched."""

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyld import jsonld

from accreditation.credentials.encoding import base58, base64url
from accreditation.credentials.keys import IssuerKeys

VC, OPEN_BADGES = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_FILES = {VC: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}
_FOLDER = Path(__file__).parent / "contexts"


def moment(at: datetime) -> str:
    """A moment as credentials write it: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def _context(url: str) -> Any:
    return json.loads((_FOLDER / _FILES[url]).read_text())


def _load(url: str, _options: Any = None) -> dict[str, Any]:
    """Only what lies beside the code; any other address is an error."""
    if url not in _FILES:
        raise ValueError(f"the context {url} is not bundled")
    return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": _context(url)}


def canonical_hash(document: dict[str, Any]) -> bytes:
    """SHA-256 over the canonical N-Quads (RDFC-1.0) of a JSON-LD document."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def with_proof(document: dict[str, Any], keys: IssuerKeys, at: datetime) -> dict[str, Any]:
    """The document with a Data Integrity proof of the issuer; `proof` is a list, as Open Badges wants it."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": keys.method_of(keys.proofs),
        "proofPurpose": "assertionMethod",
    }
    hashed = canonical_hash({"@context": document["@context"], **proof}) + canonical_hash(document)
    return {**document, "proof": [{**proof, "proofValue": "z" + base58(keys.proofs.sign(hashed))}]}


def as_token(claims: dict[str, Any], keys: IssuerKeys) -> str:
    """The compact JWS of these claims, signed with RS256."""
    header = {"alg": "RS256", "typ": "JWT", "kid": keys.method_of(keys.tokens)}
    parts = [
        base64url(json.dumps(part, separators=(",", ":"), ensure_ascii=False).encode()) for part in (header, claims)
    ]
    signature = keys.tokens.sign(".".join(parts).encode(), PKCS1v15(), SHA256())
    return ".".join([*parts, base64url(signature)])

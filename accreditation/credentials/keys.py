"""The keys that sign credentials and status lists, and the issuer's identity document (did:web) that publishes them."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from accreditation.credentials.encoding import base58, base64url
from accreditation.demo_keys import demo_key_file, pem_of

DEMO_KEY_FILE = "demo-credential-keys.pem"
_BLOCK = re.compile(rb"((?:^(?!-----).*\n)*)-----BEGIN ([A-Z ]+)-----.+?-----END \2-----", re.DOTALL | re.MULTILINE)
_COMPROMISED = re.compile(rb"^Compromised: *(\S+) *$", re.MULTILINE)
ED25519_PREFIX = b"\xed\x01"
PublicKey = Ed25519PublicKey | RSAPublicKey


def did_of(base_url: str) -> str:
    """The issuer's identifier: its address as did:web."""
    return f"did:web:{quote(urlsplit(base_url).netloc, safe='')}"


@dataclass(frozen=True)
class PublishedKey:
    """A public key of the issuer. `compromised_at` (ISO, UTC): nothing that it signed is to be relied on any more."""

    key: PublicKey
    compromised_at: str = ""

    @property
    def fragment(self) -> str:
        spki = self.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return f"key-{hashlib.sha256(spki).hexdigest()[:16]}"

    def method(self, did: str) -> dict[str, Any]:
        """Its entry in the identity document."""
        entry: dict[str, Any] = {"id": f"{did}#{self.fragment}", "type": "Multikey", "controller": did}
        if isinstance(self.key, Ed25519PublicKey):
            entry["publicKeyMultibase"] = "z" + base58(ED25519_PREFIX + self.key.public_bytes_raw())
        else:
            numbers = self.key.public_numbers()
            entry["type"] = "JsonWebKey"
            entry["publicKeyJwk"] = {"kty": "RSA", "alg": "RS256", "n": _number(numbers.n), "e": _number(numbers.e)}
        return entry | ({"revoked": self.compromised_at} if self.compromised_at else {})


def _number(value: int) -> str:
    return base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


@dataclass(frozen=True)
class IssuerKeys:
    """What signs now: Ed25519 for proofs, RSA for tokens. `earlier` ones sign no more."""

    did: str
    proofs: Ed25519PrivateKey
    tokens: RSAPrivateKey
    earlier: tuple[PublishedKey, ...] = ()

    def method_of(self, key: Ed25519PrivateKey | RSAPrivateKey) -> str:
        """How a signature names its key."""
        return f"{self.did}#{PublishedKey(key.public_key()).fragment}"

    def identity_document(self) -> dict[str, Any]:
        """The did:web document: present keys first, then every earlier one, the compromised trusted for nothing."""
        present = [PublishedKey(self.proofs.public_key()), PublishedKey(self.tokens.public_key())]
        published = [*present, *self.earlier]
        return {
            "@context": [
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/multikey/v1",
                "https://w3id.org/security/jwk/v1",
            ],
            "id": self.did,
            "verificationMethod": [key.method(self.did) for key in published],
            "assertionMethod": [f"{self.did}#{key.fragment}" for key in published if not key.compromised_at],
        }


def issuer_keys(base_url: str, file: str, data_dir: Path, *, is_production: bool) -> IssuerKeys:
    """The configured keys; outside production demo keys of this folder. ValueError where there are none or wrong ones.

    The file holds PEM blocks: the present private keys, one Ed25519 and one RSA, then the public keys that signed before; a
    line "Compromised: 2027-01-31T12:00:00Z" before one says since when it is not to be trusted.
    """
    if not file and is_production:
        raise ValueError("ACCREDITATION_CREDENTIAL_KEY_FILE: name the file with the keys that sign credentials.")
    path = Path(file) if file else demo_key_file(data_dir / "keys", DEMO_KEY_FILE, _demo_pem)
    return _read(path, path.stat().st_mtime_ns, did_of(base_url))


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, did: str) -> IssuerKeys:
    """The keys of a file as it was at that moment: a page does not read and check them each time."""
    private: dict[type, Any] = {}
    earlier = []
    for found in _BLOCK.finditer(path.read_bytes()):
        before, kind, block = found[1], found[2], found[0][len(found[1]) :]
        if b"PRIVATE" in kind:
            key = load_pem_private_key(block, None)
            private[Ed25519PrivateKey if isinstance(key, Ed25519PrivateKey) else RSAPrivateKey] = key
        elif kind == b"PUBLIC KEY":
            public, since = load_pem_public_key(block), _COMPROMISED.search(before)
            if isinstance(public, PublicKey):
                earlier.append(PublishedKey(public, since[1].decode() if since else ""))
    if len(private) != 2 or private[RSAPrivateKey].key_size < 2048:
        raise ValueError(f"{path.name}: one Ed25519 and one RSA private key of 2048 bits or more are needed.")
    return IssuerKeys(did, private[Ed25519PrivateKey], private[RSAPrivateKey], tuple(earlier))


def _demo_pem() -> bytes:
    return pem_of(Ed25519PrivateKey.generate(), generate_private_key(65537, 2048))

"""Whom a check believes: the keys of the issuer, as the file of `/verify/trust.json` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from accreditation.certificates.keys import certificates_in
from accreditation.certificates.signatures import Trust
from accreditation.credentials.encoding import from_base58, from_base64url
from accreditation.credentials.keys import ED25519_PREFIX, PublicKey
from accreditation.credentials.trust_file import FORMAT
from accreditation.transparency import notes
from accreditation.transparency.notes import Checkpoint


@dataclass(frozen=True)
class Method:
    """A key for credentials; one that is revoked is believed in nothing."""

    key: PublicKey
    is_believed: bool


@dataclass(frozen=True)
class Trusted:
    """`issuer` is its did; `log_keys` each with the name of its log; `signing` are the keys of the documents."""

    issuer: str = ""
    time_zone: str = "UTC"
    log_keys: tuple[tuple[str, Ed25519PublicKey], ...] = ()
    methods: Mapping[str, Method] = field(default_factory=dict)
    signing: Trust = Trust(())

    def checkpoint(self, note: str) -> Checkpoint | None:
        """What a signed checkpoint says, if one of the log's keys signed it under its own name."""
        found = notes.opened(note, [key for _name, key in self.log_keys])
        return found if found is not None and found.origin in {name for name, _key in self.log_keys} else None

    def has_signed(self, method: str, content: bytes, signature: bytes) -> bool:
        """Whether the key of this name, if it is believed, signed these bytes."""
        found = self.methods.get(method)
        if found is None or not found.is_believed or not content:
            return False
        try:
            if isinstance(found.key, Ed25519PublicKey):
                found.key.verify(signature, content)
            else:
                found.key.verify(signature, content, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


def read_trust(content: Any) -> Trusted:
    """What the file says; ValueError where it is none."""
    try:
        if content["format"] != FORMAT:
            raise ValueError("not a file of this kind")
        return Trusted(
            issuer=str(content["issuer"]),
            time_zone=str(content.get("time_zone", "UTC")),
            log_keys=tuple(notes.read_verifier_key(line) for line in content["log_keys"]),
            methods=methods_of(content["credential_keys"]),
            signing=_signing(content),
        )
    except (KeyError, TypeError, AttributeError) as damage:
        raise ValueError("not a file of trust") from damage


def methods_of(identity: Mapping[str, Any]) -> dict[str, Method]:
    """The keys in an identity document (did:web), by their names."""
    believed = set(identity["assertionMethod"])
    return {
        method["id"]: Method(_key_of(method), method["id"] in believed and "revoked" not in method)
        for method in identity["verificationMethod"]
    }


def _key_of(method: Mapping[str, Any]) -> PublicKey:
    if "publicKeyJwk" in method:
        numbers = (int.from_bytes(from_base64url(method["publicKeyJwk"][name]), "big") for name in ("e", "n"))
        return RSAPublicNumbers(*numbers).public_key()
    multikey = from_base58(method["publicKeyMultibase"].removeprefix("z"))
    if not multikey.startswith(ED25519_PREFIX):
        raise ValueError("a key of an unknown kind")
    return Ed25519PublicKey.from_public_bytes(multikey.removeprefix(ED25519_PREFIX))


def _signing(content: Mapping[str, Any]) -> Trust:
    rows = content["signing_keys"]
    return Trust(
        certificates=tuple(each for row in rows for each in certificates_in(row["certificate_pem"])),
        compromised={
            row["key_id"]: datetime.fromisoformat(row["compromised_at"]) for row in rows if row["compromised_at"]
        },
        authorities=tuple(each for pem in content["timestamp_roots_pem"] for each in certificates_in(pem)),
    )

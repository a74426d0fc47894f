"""A signing key that never leaves its token: named by a PKCS#11 address (RFC 7512), opened for each signature."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from asn1crypto import x509

from accreditation.certificates.keys import IssuerKey

SCHEME = "pkcs11:"
# A token logs in and out as a whole, so the threads of one process take turns.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class TokenPlace:
    """Where the key lies: the library of the maker, the token's label, the key's and certificate's label, the file with the PIN."""

    module: str
    token: str
    label: str
    pin_file: str


@dataclass(frozen=True, kw_only=True, repr=False)
class HardwareKey(IssuerKey):
    """A key in a token. Only its certificate is in this process."""

    place: TokenPlace

    @contextmanager
    def opened(self) -> Iterator[Any]:
        with _session(self.place) as session:
            yield _signer(session, self.place, self.certificate)

    def sign(self, content: bytes) -> bytes:
        """SHA-256 with ECDSA (DER) or RSA (PKCS#1 v1.5) over the content."""
        with self.opened() as signer:
            return bytes(asyncio.run(signer.async_sign_raw(content, "sha256")))


def load_hardware_key(address: str) -> HardwareKey:
    """The key at `pkcs11:token=LABEL;object=LABEL?module-path=FILE&pin-source=FILE`. ValueError where a part is missing."""
    place = place_of(address)
    with _session(place) as session:
        return HardwareKey(certificate=_signer(session, place, None).signing_cert, place=place)


def place_of(address: str) -> TokenPlace:
    """The parts of the address; percent-encoding as RFC 7512 has it."""
    path, _, query = address.removeprefix(SCHEME).partition("?")
    pairs = [part.partition("=") for part in (*path.split(";"), *query.split("&")) if part]
    found = {name: unquote(value) for name, _equals, value in pairs}
    missing = [name for name in ("token", "object", "module-path", "pin-source") if not found.get(name)]
    if missing:
        raise ValueError(f"ACCREDITATION_SIGNING_KEY_FILE: the PKCS#11 address lacks {', '.join(missing)}.")
    pin_file = found["pin-source"].removeprefix("file:")
    return TokenPlace(found["module-path"], found["token"], found["object"], pin_file)


@contextmanager
def _session(place: TokenPlace) -> Iterator[Any]:
    try:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import open_pkcs11_session
    except ImportError as error:
        raise ValueError("A key in a token needs the extra `hsm`: pip install accreditation[hsm].") from error
    pin = Path(place.pin_file).read_text(encoding="utf-8").strip()
    with _ONE_AT_A_TIME:
        session = open_pkcs11_session(place.module, token_criteria=TokenCriteria(label=place.token), user_pin=pin)
        try:
            yield session
        finally:
            session.close()


def _signer(session: Any, place: TokenPlace, certificate: x509.Certificate | None) -> Any:
    from pyhanko.sign.pkcs11 import PKCS11Signer

    named = {"cert_label": place.label} if certificate is None else {"signing_cert": certificate}
    signer = PKCS11Signer(session, key_label=place.label, **named)
    # Many tokens, SoftHSM among them, hash nothing for an elliptic curve.
    is_curve = signer.signing_cert.public_key.algorithm == "ec"
    return PKCS11Signer(session, key_label=place.label, use_raw_mechanism=is_curve, **named)

"""The issuer's signing keys, read from a file in the data directory; the demo makes its own, marked as such."""

import contextlib
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from accreditation.certificates.demo_key import DEMO_NAME

_PKCS12 = (".p12", ".pfx")


@dataclass(frozen=True, kw_only=True, repr=False)
class IssuerKey(ABC):
    """A key of the issuer by its certificate, with the certificates above it where they are known."""

    certificate: asn1_x509.Certificate
    chain: tuple[asn1_x509.Certificate, ...] = ()

    @property
    def key_id(self) -> str:
        """SHA-256 (hex) of the certificate: what a signed document names as its key."""
        return self.certificate.sha256.hex()

    @property
    def name(self) -> str:
        """Who the certificate says signs."""
        return str(self.certificate.subject.native["common_name"])

    @property
    def is_demo(self) -> bool:
        return self.name == DEMO_NAME

    def certificate_pem(self) -> str:
        """What may be published: the certificate without the private key."""
        return asn1_pem.armor("CERTIFICATE", self.certificate.dump()).decode()

    @abstractmethod
    def opened(self) -> AbstractContextManager[signers.Signer]:
        """What signs with this key, for as long as it is needed."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.key_id[:16]})"


@dataclass(frozen=True, kw_only=True, repr=False)
class SigningKey(IssuerKey):
    """A key that this process holds, read from a file."""

    private_key: asn1_keys.PrivateKeyInfo

    def opened(self) -> AbstractContextManager[signers.Signer]:
        above = SimpleCertificateStore()
        above.register_multiple(self.chain)
        signer = signers.SimpleSigner(signing_cert=self.certificate, signing_key=self.private_key, cert_registry=above)
        return contextlib.nullcontext(signer)


def load_key(file: Path, passphrase: str | None = None) -> SigningKey:
    """The key in a PKCS#12 file (`.p12`, `.pfx`), or in a PEM file that holds a PKCS#8 key and its certificate.

    Raises ValueError for a wrong passphrase, a file with something missing, or a key that is not the certificate's.
    """
    secret = passphrase.encode() if passphrase else None
    if file.suffix.lower() in _PKCS12:
        private, certificate, others = pkcs12.load_key_and_certificates(file.read_bytes(), secret)
    else:
        private = load_pem_private_key(file.read_bytes(), secret)
        certificate, *others = x509.load_pem_x509_certificates(file.read_bytes())
    if private is None or certificate is None:
        raise ValueError(f"{file.name} lacks the key or its certificate")
    if private.public_key() != certificate.public_key():
        raise ValueError(f"{file.name}: the key is not the one of the certificate")
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SigningKey(
        private_key=asn1_keys.PrivateKeyInfo.load(plain),
        certificate=_as_asn1(certificate),
        chain=tuple(_as_asn1(other) for other in others),
    )


def certificates_in(pem: str) -> tuple[asn1_x509.Certificate, ...]:
    """The published certificates in a PEM text, for `check_pdf`."""
    return tuple(_as_asn1(certificate) for certificate in x509.load_pem_x509_certificates(pem.encode()))


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

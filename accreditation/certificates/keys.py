"""The issuer's signing keys, read from a file in the data directory; the demo makes its own, marked as such."""

import contextlib
import os
import secrets
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from accreditation import clock

DEMO_KEY_FILE = "demo-signing-key.pem"
DEMO_NAME = "DEMO KEY, self-issued, signs nothing real"
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


def create_demo_key(folder: Path) -> Path:
    """The file of the demo's key in `folder`, made (mode 0600) where there is none; never overwrites one.

    Valid from ten years ago, because the demo's history is written with a moved clock.
    """
    file = folder / DEMO_KEY_FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        private = ec.generate_private_key(ec.SECP256R1())
        lines = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_once(file, lines + _demo_certificate(private).public_bytes(Encoding.PEM))
    return file


def _write_once(file: Path, content: bytes) -> None:
    """Whole or not at all, and never over an existing file: web and worker may start at the same time."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()


def _demo_certificate(private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    start = clock.now().replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=3652))
        .not_valid_after(start + timedelta(days=3652))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

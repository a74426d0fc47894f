"""The key with which a demo signs: self-issued, and marked as such in its certificate."""

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from accreditation import clock
from accreditation.demo_keys import demo_key_file, pem_of

DEMO_KEY_FILE = "demo-signing-key.pem"
DEMO_NAME = "DEMO KEY, self-issued, signs nothing real"


def create_demo_key(folder: Path) -> Path:
    """The file of the demo's key in `folder`, made where there is none.

    Valid from ten years ago, because the demo's history is written with a moved clock.
    """
    return demo_key_file(folder, DEMO_KEY_FILE, _demo_key)


def _demo_key() -> bytes:
    private = ec.generate_private_key(ec.SECP256R1())
    return pem_of(private) + _demo_certificate(private).public_bytes(Encoding.PEM)


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

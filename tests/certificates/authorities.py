"""A certification authority, a time-stamp authority and a revocation list of the tests' own, answering on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper


@dataclass
class Authorities:
    """`root` is above `signer` (a PEM file with key, certificate and root) and above the authority at `stamps_at`."""

    root: asn1_x509.Certificate
    signer: Path
    stamps_at: str


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _pem(key: Any) -> bytes:
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


class _Root:
    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.begins = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        usage = self._usage(key_cert_sign=True, crl_sign=True)
        builder = self._builder("Test root", self.key.public_key()).add_extension(constraints, critical=True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        builder = builder.add_extension(usage, critical=True).add_extension(identifier, critical=False)
        self.certificate = builder.sign(self.key, hashes.SHA256())

    @staticmethod
    def _usage(**wanted: bool) -> x509.KeyUsage:
        names = (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        )  # fmt: skip
        return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})

    def _builder(self, words: str, public: Any) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(_name(words)).issuer_name(_name("Test root"))
        builder = builder.public_key(public).serial_number(x509.random_serial_number())
        return builder.not_valid_before(self.begins).not_valid_after(self.begins + timedelta(days=900))

    def certify(self, words: str, public: Any, list_at: str, *, stamps: bool = False) -> x509.Certificate:
        builder = self._builder(words, public)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        usage = self._usage(digital_signature=True, content_commitment=not stamps)
        builder = builder.add_extension(usage, critical=True)
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(above, critical=False)
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(list_at)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
        if stamps:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        return builder.sign(self.key, hashes.SHA256())

    def revocation_list(self) -> bytes:
        now = datetime.now(UTC).replace(microsecond=0)
        builder = x509.CertificateRevocationListBuilder().issuer_name(_name("Test root"))
        builder = builder.last_update(now - timedelta(hours=1)).next_update(now + timedelta(days=7))
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(above, critical=False).add_extension(x509.CRLNumber(1), critical=False)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def authorities_in(folder: Path) -> Iterator[Authorities]:
    """They answer until the end of the block."""
    root, stamper_key = _Root(), rsa.generate_private_key(65537, 2048)
    answers: dict[str, Any] = {}
    server = HTTPServer(("127.0.0.1", 0), _handler(answers))
    base = f"http://127.0.0.1:{server.server_port}"
    stamper = root.certify("Test time-stamp authority", stamper_key.public_key(), f"{base}/list.crl", stamps=True)
    plain = stamper_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    answers["list"] = root.revocation_list()
    answers["stamp"] = DummyTimeStamper(
        _asn1(stamper), keys.PrivateKeyInfo.load(plain), certs_to_embed=_store(_asn1(root.certificate))
    )
    signer_key = rsa.generate_private_key(65537, 2048)
    signer = root.certify("Test regional office", signer_key.public_key(), f"{base}/list.crl")
    file = folder / "signer.pem"
    certificates = (signer.public_bytes(Encoding.PEM), root.certificate.public_bytes(Encoding.PEM))
    file.write_bytes(b"".join((_pem(signer_key), *certificates)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Authorities(_asn1(root.certificate), file, f"{base}/stamp")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _store(certificate: asn1_x509.Certificate) -> Any:
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()
    store.register(certificate)
    return store


def _handler(answers: dict[str, Any]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(answers["list"], "application/pkix-crl")

        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(answers["stamp"].request_tsa_response(asked).dump(), "application/timestamp-reply")

        def _answer(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            """Quiet."""

    return Handler

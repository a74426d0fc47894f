"""Fills a token of SoftHSM with a key and a certificate of it, as an administrator does with the tools of its maker."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

from accreditation.certificates.hardware import place_of


def fill(address: str, kind: str) -> None:
    """`kind` is EC or RSA."""
    place = place_of(address)
    is_curve = kind == "EC"
    private = ec.generate_private_key(ec.SECP256R1()) if is_curve else rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test token")])
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + timedelta(days=400))
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    form = serialization.PrivateFormat.TraditionalOpenSSL
    plain = private.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
    token = pkcs11.lib(place.module).get_token(token_label=place.token)
    with token.open(rw=True, user_pin=Path(place.pin_file).read_text().strip()) as session:
        told = decode_ec_private_key(plain) if is_curve else decode_rsa_private_key(plain)
        session.create_object(
            {**told, Attribute.TOKEN: True, Attribute.LABEL: place.label, Attribute.SIGN: True, Attribute.ID: b"1"}
        )
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: place.label,
                Attribute.ID: b"1",
                Attribute.SUBJECT: certificate.subject.public_bytes(),
                Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
            }
        )

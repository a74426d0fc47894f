"""Signing a manifest with the issuer's key, and whether a signature is that of a public key. ECDSA, RSA and Ed25519."""

from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_pem_public_key,
)

from accreditation.certificates.hardware import HardwareKey
from accreditation.certificates.keys import IssuerKey, SigningKey


def _private(key: SigningKey) -> Any:
    return load_der_private_key(key.private_key.dump(), None)


def sign(content: bytes, key: IssuerKey) -> bytes:
    """The signature, in the form that `openssl` checks."""
    if isinstance(key, HardwareKey):
        return key.sign(content)
    assert isinstance(key, SigningKey)
    private = _private(key)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return private.sign(content, ec.ECDSA(hashes.SHA256()))
    if isinstance(private, rsa.RSAPrivateKey):
        return private.sign(content, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return private.sign(content)
    raise ValueError("the issuer's key is of a kind that does not sign case files")


def public_pem(key: IssuerKey) -> bytes:
    """The public key, as it is published."""
    return plain_pem(key.certificate_pem().encode())


def _pem_of(public: Any) -> bytes:
    pem: bytes = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


def plain_pem(pem: bytes) -> bytes:
    """The public key in a PEM text that holds one, or a certificate. ValueError for anything else."""
    if b"BEGIN CERTIFICATE" in pem:
        return _pem_of(x509.load_pem_x509_certificate(pem).public_key())
    return _pem_of(load_pem_public_key(pem))


def is_signed_by(content: bytes, signature: bytes, pem: bytes) -> bool:
    """Whether `signature` over `content` is that of the public key in `pem`."""
    public = load_pem_public_key(pem)
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, content, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, content)
        else:
            return False
    except InvalidSignature:
        return False
    return True

"""Seals a certificate with a PAdES signature over the whole file, and tells whether a given file still bears one."""

import asyncio
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from accreditation.certificates.keys import SigningKey
from accreditation.texts import N_, Text

_FIELD = "Seal"


@dataclass(frozen=True)
class SignatureVerdict:
    """What a file's signature says. `reason` is a sentence for the person who handed it in, whatever the outcome.

    `is_intact`: not a byte differs from what was signed. `is_trusted`: intact, and the key is one of the issuer's.
    `key_id` and `signed_at` are as the file claims them; without a time-stamp the time is the signer's word.
    """

    is_signed: bool
    is_intact: bool
    is_trusted: bool
    reason: Text
    signed_by: str = ""
    key_id: str = ""
    signed_at: datetime | None = None


def sha256_of(data: bytes) -> str:
    """SHA-256 in hex: by this a stored or handed-in file is recognised."""
    return hashlib.sha256(data).hexdigest()


def sign_pdf(pdf: bytes, key: SigningKey, reason: str, moment: datetime) -> bytes:
    """The PDF with one invisible PAdES B-B signature dated `moment` (aware) that allows no later change."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    above = SimpleCertificateStore()
    above.register_multiple(key.chain)
    signer = signers.SimpleSigner(signing_cert=key.certificate, signing_key=key.private_key, cert_registry=above)
    details = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=key.name,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    output = _SealAt(moment, details, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return output.getvalue()


class _SealAt(PdfSigner):
    """Signs at a given moment instead of the machine's present one."""

    def __init__(self, moment: datetime, details: signers.PdfSignatureMetadata, signer: signers.SimpleSigner) -> None:
        super().__init__(details, signer)
        self._moment = moment

    def init_signing_session(self, pdf_out: IncrementalPdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session


def check_pdf(pdf: bytes, trusted: Iterable[x509.Certificate]) -> SignatureVerdict:
    """The verdict over any bytes whatever, without asking any network; `trusted` are the issuer's own certificates."""
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    except Exception:  # Bytes from outside: the parser fails on them in more ways than it documents.
        return _refused(N_("This is not a PDF file that can be read."), is_signed=False)
    if not found:
        return _refused(N_("The file bears no signature."), is_signed=False)
    if len(found) > 1:
        return _refused(N_("The file bears more than one signature; ours bear one."))
    try:
        return _verdict_on(found[0], tuple(trusted))
    except Exception:  # As above: a damaged signature may break the reader anywhere.
        return _refused(N_("The signature is damaged."))


def _verdict_on(signature: EmbeddedPdfSignature, trusted: tuple[x509.Certificate, ...]) -> SignatureVerdict:
    certificate = signature.signer_cert
    signed_at = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=trusted, moment=signed_at, allow_fetching=False)
    status = asyncio.run(async_validate_pdf_signature(signature, context))
    is_known = any(certificate.sha256 == ours.sha256 for ours in trusted)
    is_intact, reason = _judged(status, is_known)
    return SignatureVerdict(
        is_signed=True,
        is_intact=is_intact,
        is_trusted=is_intact and is_known and status.trusted,
        reason=reason,
        signed_by=str(certificate.subject.native.get("common_name", "")),
        key_id=certificate.sha256.hex(),
        signed_at=signed_at,
    )


def _judged(status: PdfSignatureStatus, is_known: bool) -> tuple[bool, Text]:
    if not (status.intact and status.valid):
        return False, N_("The file was changed after it was signed.")
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return False, N_("Something was added to the file after it was signed.")
    if not is_known:
        return True, N_("The file is unchanged, but it was not signed with a key of this issuer.")
    if not status.trusted:
        return True, N_("The file is unchanged, but the issuer's key was not valid at that time.")
    return True, N_("The file is unchanged and was signed by this issuer.")


def _refused(reason: Text, *, is_signed: bool = True) -> SignatureVerdict:
    return SignatureVerdict(is_signed=is_signed, is_intact=False, is_trusted=False, reason=reason)

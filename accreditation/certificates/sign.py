"""Seals a certificate with a PAdES signature over the whole file, and tells whether a given file still bears one."""

import asyncio
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
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

    `is_intact`: nothing differs from what was signed. `is_trusted`: intact, and the key is one of the issuer's.
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
    """Signs at a given moment instead of the machine's present one, and leaves the file the PDF 1.7 that PDF/A-3 is."""

    def __init__(self, moment: datetime, details: signers.PdfSignatureMetadata, signer: signers.SimpleSigner) -> None:
        super().__init__(details, signer)
        self._moment = moment

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        # The library would also announce the elliptic curve, and with it PDF 2.0.
        pdf_out.register_extension(ESIC_EXTENSION_1)


def check_pdf(pdf: bytes, trusted: Iterable[x509.Certificate]) -> SignatureVerdict:
    """The verdict over any bytes whatever, without asking any network; `trusted` are the issuer's own certificates.

    A few bytes that only label the signature's container are covered by no signature: whoever stored the file compares
    `sha256_of` as well.
    """
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
    certificate, signed_at = signature.signer_cert, signature.self_reported_timestamp
    # The mathematics is asked of the validator, the trust is ours: a certificate is one of the published ones or not.
    context = ValidationContext(trust_roots=[certificate], moment=signed_at, allow_fetching=False)
    status = asyncio.run(async_validate_pdf_signature(signature, context))
    damage = _damage_in(status) or _stowaway_in(signature.pkcs7_content)
    doubt = _doubt_about(certificate, signed_at, trusted)
    return SignatureVerdict(
        is_signed=True,
        is_intact=damage is None,
        is_trusted=damage is None and doubt is None,
        reason=damage or doubt or N_("The file is unchanged and was signed by this issuer."),
        signed_by=str(certificate.subject.native.get("common_name", "")),
        key_id=certificate.sha256.hex(),
        signed_at=signed_at,
    )


def _damage_in(status: PdfSignatureStatus) -> Text | None:
    if not (status.intact and status.valid):
        return N_("The file was changed after it was signed.")
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return N_("Something was added to the file after it was signed.")
    return None


def _stowaway_in(container: bytes) -> Text | None:
    """The room reserved for the signature is larger than the signature; nothing may hide in the rest."""
    size = len(cms.ContentInfo.load(container).dump())
    return N_("The file was changed after it was signed.") if container[size:].strip(b"\0") else None


def _doubt_about(
    certificate: x509.Certificate, signed_at: datetime | None, trusted: tuple[x509.Certificate, ...]
) -> Text | None:
    if all(certificate.sha256 != ours.sha256 for ours in trusted):
        return N_("The file is unchanged, but it was not signed with a key of this issuer.")
    if signed_at is None or not certificate.not_valid_before <= signed_at <= certificate.not_valid_after:
        return N_("The file is unchanged, but the issuer's key was not valid at that time.")
    return None


def _refused(reason: Text, *, is_signed: bool = True) -> SignatureVerdict:
    return SignatureVerdict(is_signed=is_signed, is_intact=False, is_trusted=False, reason=reason)

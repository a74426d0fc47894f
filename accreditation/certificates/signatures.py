"""Whether the signature of a PDF holds, and what was done to the file after it."""

import io
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from accreditation.texts import N_, Text


@dataclass(frozen=True)
class SignatureVerdict:
    """What a file's signature says. `reason` is a sentence for the person who handed it in, whatever the outcome.

    `is_intact`: nothing differs from what was signed. `is_trusted`: intact, and the key is one of the issuer's.
    `key_id` and `signed_at` are as the file claims them; without a time-stamp the time is the signer's word. `stamped_at` is
    the time of a time-stamp by an authority that is trusted, `has_stamp` whether there is one of anybody.
    """

    is_signed: bool
    is_intact: bool
    is_trusted: bool
    reason: Text
    signed_by: str = ""
    key_id: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    has_stamp: bool = False


@dataclass(frozen=True)
class Trust:
    """What a verdict rests on: the issuer's certificates, from when on one was compromised (by key id), roots of authorities.

    `proven_at`: something else than the file, such as the log, proves that it existed then.
    """

    certificates: tuple[x509.Certificate, ...]
    compromised: Mapping[str, datetime] = field(default_factory=dict)
    authorities: tuple[x509.Certificate, ...] = ()
    proven_at: datetime | None = None


def check_pdf(pdf: bytes, trusted: Iterable[x509.Certificate] | Trust) -> SignatureVerdict:
    """The verdict over any bytes whatever, without asking any network; `trusted` are the issuer's own certificates.

    A few bytes that only label the signature's container are covered by no signature: whoever stored the file compares
    `sha256_of` as well.
    """
    trust = trusted if isinstance(trusted, Trust) else Trust(tuple(trusted))
    return judged(read_signature(pdf, trust.authorities), trust)


def read_signature(pdf: bytes, authorities: Iterable[x509.Certificate]) -> SignatureVerdict:
    """What the signature in any bytes says, not yet whether its key is to be trusted; roots of time-stamp authorities."""
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    except Exception:  # Bytes from outside: the parser fails on them in more ways than it documents.
        return _refused(N_("This is not a PDF file that can be read."), is_signed=False)
    if not found:
        return _refused(N_("The file bears no signature."), is_signed=False)
    if len(found) > 1:
        return _refused(N_("The file bears more than one signature; ours bear one."))
    try:
        return _verdict_on(found[0], authorities)
    except Exception:  # As above: a damaged signature may break the reader anywhere.
        return _refused(N_("The signature is damaged."))


def judged(found: SignatureVerdict, trust: Trust) -> SignatureVerdict:
    """The verdict on what a signature says, once it is known whose keys count."""
    if not found.is_intact:
        return found
    doubt = _doubt_about(found, trust)
    reason = doubt or N_("The file is unchanged and was signed by this issuer.")
    return replace(found, is_trusted=doubt is None, reason=reason)


def _verdict_on(signature: EmbeddedPdfSignature, authorities: Iterable[x509.Certificate]) -> SignatureVerdict:
    certificate, signed_at = signature.signer_cert, signature.self_reported_timestamp
    # The mathematics is asked of the validator, the trust is ours: a certificate is one of the published ones or not.
    context = ValidationContext(trust_roots=[certificate], moment=signed_at, allow_fetching=False)
    stamps = ValidationContext(trust_roots=list(authorities), moment=signed_at, allow_fetching=False)
    status = _finished(async_validate_pdf_signature(signature, context, ts_validation_context=stamps))
    stamp = status.timestamp_validity
    is_broken = stamp is not None and not (stamp.valid and stamp.intact)
    stamped_at = stamp.timestamp if stamp is not None and not is_broken and stamp.trusted else None
    damage = _damage_in(status) or _stowaway_in(signature.pkcs7_content)
    if damage is None and is_broken:
        damage = N_("The time-stamp in the signature is damaged.")
    return SignatureVerdict(
        is_signed=True,
        is_intact=damage is None,
        is_trusted=False,
        reason=damage or N_("The file was not changed after it was signed."),
        signed_by=str(certificate.subject.native.get("common_name", "")),
        key_id=certificate.sha256.hex(),
        signed_at=signed_at,
        stamped_at=stamped_at,
        has_stamp=stamp is not None,
    )


def _finished(validation: Coroutine[Any, Any, PdfSignatureStatus]) -> PdfSignatureStatus:
    """Its result. Nothing is fetched, so nothing is waited for, and no loop is needed, which would open a socket."""
    try:
        validation.send(None)
    except StopIteration as done:
        status: PdfSignatureStatus = done.value
        return status
    raise RuntimeError("the validator waits for something")


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


def _doubt_about(found: SignatureVerdict, trust: Trust) -> Text | None:
    certificate = next((ours for ours in trust.certificates if ours.sha256.hex() == found.key_id), None)
    if certificate is None:
        return N_("The file is unchanged, but it was not signed with a key of this issuer.")
    signed_at = found.stamped_at or found.signed_at
    if signed_at is None or not certificate.not_valid_before <= signed_at <= certificate.not_valid_after:
        return N_("The file is unchanged, but the issuer’s key was not valid at that time.")
    since = trust.compromised.get(found.key_id)
    proofs = [moment for moment in (found.stamped_at, trust.proven_at) if moment is not None]
    if since is not None and not any(moment < since for moment in proofs):
        return N_("The issuer’s key fell into other hands, and nothing proves that this file was signed before.")
    return None


def _refused(reason: Text, *, is_signed: bool = True) -> SignatureVerdict:
    return SignatureVerdict(is_signed=is_signed, is_intact=False, is_trusted=False, reason=reason)

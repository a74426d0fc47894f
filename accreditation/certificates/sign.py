"""Seals a certificate with a PAdES signature over the whole file, and tells whether a given file still bears one."""

import hashlib
import io
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigner, PdfSigningSession, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from accreditation.certificates.keys import IssuerKey
from accreditation.certificates.timestamping import long_term_context
from accreditation.texts import N_, Text

_FIELD = "Seal"
# Room for the signature, in hexadecimal digits beside those of the issuer's certificates: measuring it first would sign twice,
# and ask the authority twice. Every reader goes through all of it digit by digit, so it is no larger than it needs to be.
_ROOM, _ROOM_WITH_STAMP = 5_120, 45_056


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


def sha256_of(data: bytes) -> str:
    """SHA-256 in hex: by this a stored or handed-in file is recognised."""
    return hashlib.sha256(data).hexdigest()


def sign_pdf(
    pdf: bytes,
    key: IssuerKey,
    reason: str,
    moment: datetime,
    *,
    authority: TimeStamper | None = None,
    roots: tuple[x509.Certificate, ...] = (),
) -> bytes:
    """The PDF with one invisible PAdES signature dated `moment` (aware) that allows no later change.

    Baseline B-B; with an `authority` its time-stamp inside, B-T; with `roots` also what their authorities say of every
    certificate today, B-LT. Raises NoTimestamp where the authority does not answer.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    details = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=key.name,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=bool(roots),
        validation_context=long_term_context(key, roots) if roots else None,
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )
    with key.opened() as signer:
        sealing = _SealAt(moment, details, signer, authority)
        room = _ROOM if authority is None else _ROOM_WITH_STAMP
        room += 2 * sum(len(each.dump()) for each in (key.certificate, *key.chain))
        return bytes(sealing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=room).getvalue())


class _SealAt(PdfSigner):
    """Signs at a given moment instead of the machine's present one, and leaves the file the PDF 1.7 that PDF/A-3 is."""

    def __init__(
        self,
        moment: datetime,
        details: signers.PdfSignatureMetadata,
        signer: signers.Signer,
        authority: TimeStamper | None,
    ) -> None:
        super().__init__(details, signer, timestamper=authority)
        self._moment = moment

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        # The library would also announce the elliptic curve, and with it PDF 2.0.
        pdf_out.register_extension(ESIC_EXTENSION_1)


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

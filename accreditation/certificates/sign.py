"""Seals a certificate with a PAdES signature over the whole file, and tells whether a given file still bears one."""

import hashlib
import io
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigner, PdfSigningSession, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper

from accreditation.certificates.keys import IssuerKey
from accreditation.certificates.timestamping import long_term_context

_FIELD = "Seal"
# Room for the signature, in hexadecimal digits beside those of the issuer's certificates: measuring it first would sign twice,
# and ask the authority twice. Every reader goes through all of it digit by digit, so it is no larger than it needs to be.
_ROOM, _ROOM_WITH_STAMP = 5_120, 45_056


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

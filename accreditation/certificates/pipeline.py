"""Issuing, step by step: draw, sign, store; enter in the log; publish. Each step may be taken up again after a crash.

The number is reserved and stored before anything else, and the content is kept when it is released. Before the key is used
`signing_at` is committed: from then on a signed document may exist somewhere, so the certificate can be revoked and checked
even if a crash lost the document. Drawing and signing happen outside of any transaction.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import x509
from pyhanko.sign.timestamps import TimeStamper
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.content import CertificateContent, content_from
from accreditation.certificates.demo_key import create_demo_key
from accreditation.certificates.document_lint import faults_of_document, faults_of_signed
from accreditation.certificates.drawing import Attachment, draw
from accreditation.certificates.hardware import SCHEME, load_hardware_key
from accreditation.certificates.inventory import note_use
from accreditation.certificates.keys import IssuerKey, load_key
from accreditation.certificates.log import append_leaf
from accreditation.certificates.models import Certificate
from accreditation.certificates.sign import sha256_of, sign_pdf
from accreditation.certificates.switch import is_stopped
from accreditation.certificates.timestamping import NoTimestamp
from accreditation.errors import TransitionRefused
from accreditation.jobs.carry_out import Handler, SessionFactory, TryLater, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.storage.files import Storage
from accreditation.texts import Text
from accreditation.transition import lock_case, perform_by_system
from accreditation.workflow.certificate import CERTIFICATE
from accreditation.workflow.states import CertificateState

CredentialOf = Callable[[SessionFactory, uuid.UUID], Attachment | None]


@dataclass(frozen=True)
class Seal:
    """With what documents are signed: the key, the authority that stamps the time, the roots for long-term validation."""

    key: IssuerKey
    authority: TimeStamper | None = None
    roots: tuple[x509.Certificate, ...] = ()


def signing_key(file: str, data_dir: Path, *, is_production: bool, secret_file: str = "") -> IssuerKey:
    """The configured key; outside production a demo key of this folder. Raises ValueError where production has none.

    `file` is a PEM or PKCS#12 file, whose passphrase stands in `secret_file`, or a `pkcs11:` address.
    """
    if file.startswith(SCHEME):
        return load_hardware_key(file)
    if file:
        return load_key(Path(file), Path(secret_file).read_text(encoding="utf-8").strip() if secret_file else None)
    if is_production:
        raise ValueError("ACCREDITATION_SIGNING_KEY_FILE: name the file with the key that signs certificates.")
    return load_key(create_demo_key(data_dir / "keys"))


def producer(storage: Storage, seal_of: Callable[[], Seal], credential_of: CredentialOf | None = None) -> Handler:
    """The handler of PRODUCE_CERTIFICATE. `credential_of` gives what is attached to the document, told the certificate's id.

    While issuing is stopped it does nothing and is content: whoever lets issuing go on takes up what was left.
    """

    def produce(factory: SessionFactory, row: OutboxRow) -> None:
        assert row.subject_id is not None
        content = _to_sign(factory, row.subject_id)
        if content is not None:
            credential = credential_of(factory, row.subject_id) if credential_of else None
            _sign(factory, row.subject_id, _drawn(content, credential), seal_of(), storage)
        for step in (_log, _issue):
            with own_transaction(factory) as session:
                certificate = session.get_one(Certificate, row.subject_id)
                if not is_stopped(session, certificate.region_id):
                    step(session, certificate, storage)

    return produce


def _to_sign(factory: SessionFactory, certificate_id: uuid.UUID) -> CertificateContent | None:
    """What is to be drawn; None where nothing is to be signed, or not now."""
    with own_transaction(factory) as session:
        certificate = session.get_one(Certificate, certificate_id)
        if certificate.state is not CertificateState.LINTED or is_stopped(session, certificate.region_id):
            return None
        return content_from(certificate.content)


def _drawn(content: CertificateContent, credential: Attachment | None) -> bytes:
    pdf = draw(content, credential)
    _refuse(faults_of_document(pdf, content, credential))
    return pdf


def _refuse(faults: tuple[Text, ...]) -> None:
    if faults:
        raise TransitionRefused(*faults)


def _sign(factory: SessionFactory, certificate_id: uuid.UUID, drawn: bytes, seal: Seal, storage: Storage) -> None:
    with own_transaction(factory) as session:
        certificate = session.get_one(Certificate, certificate_id)
        if certificate.state is not CertificateState.LINTED or is_stopped(session, certificate.region_id):
            return
        note_use(session, certificate.region_id, seal.key)
        certificate.signing_at = certificate.signing_at or clock.now()
        certificate.key_id = seal.key.key_id
        number = certificate.number
    try:
        signed = sign_pdf(drawn, seal.key, number, clock.now(), authority=seal.authority, roots=seal.roots)
    except NoTimestamp as error:
        raise TryLater(str(error)) from error
    _refuse(faults_of_signed(signed, seal.key, is_stamped=seal.authority is not None))
    storage_key = storage.put(signed)
    with own_transaction(factory) as session:
        certificate = session.get_one(Certificate, certificate_id)
        certificate.storage_key, certificate.pdf_sha256 = storage_key, sha256_of(signed)
        session.flush()
        perform_by_system(session, certificate, "sign")


def _log(session: Session, certificate: Certificate, _storage: Storage) -> None:
    lock_case(session, certificate, CERTIFICATE.transition("log"))
    if certificate.state is CertificateState.SIGNED:
        append_leaf(session, certificate, certificate.occasion, clock.now())
        perform_by_system(session, certificate, "log")


def _issue(session: Session, certificate: Certificate, storage: Storage) -> None:
    if certificate.state is not CertificateState.LOGGED:
        return
    assert certificate.storage_key is not None
    if sha256_of(storage.fetch(certificate.storage_key)) != certificate.pdf_sha256:
        raise ValueError(f"{certificate.number}: the stored document is not the one that was signed")
    certificate.issued_at = clock.now()
    session.flush()
    perform_by_system(session, certificate, "issue")

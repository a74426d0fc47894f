"""Issuing, step by step: draw, sign and store; enter in the log; publish. Each step may be taken up again after a crash."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.certificates.content import content_from
from accreditation.certificates.keys import SigningKey, create_demo_key, load_key
from accreditation.certificates.log import append_leaf
from accreditation.certificates.models import Certificate
from accreditation.certificates.render import render
from accreditation.certificates.sign import sha256_of, sign_pdf
from accreditation.jobs.carry_out import Handler, SessionFactory, own_transaction
from accreditation.jobs.models import OutboxRow
from accreditation.storage.files import Storage
from accreditation.transition import perform_by_system
from accreditation.workflow.states import CertificateState


def signing_key(file: str, data_dir: Path, *, is_production: bool) -> SigningKey:
    """The configured key; outside production a demo key of this folder. Raises ValueError where production has none."""
    if file:
        return load_key(Path(file))
    if is_production:
        raise ValueError("ACCREDITATION_SIGNING_KEY_FILE: name the file with the key that signs certificates.")
    return load_key(create_demo_key(data_dir / "keys"))


def producer(storage: Storage, key_of: Callable[[], SigningKey]) -> Handler:
    """The handler of PRODUCE_CERTIFICATE."""

    def produce(factory: SessionFactory, row: OutboxRow) -> None:
        assert row.subject_id is not None
        for step in (_sign, _log, _issue):
            with own_transaction(factory) as session:
                certificate = session.get_one(Certificate, row.subject_id)
                step(session, certificate, storage, key_of)

    return produce


def _sign(session: Session, certificate: Certificate, storage: Storage, key_of: Callable[[], SigningKey]) -> None:
    if certificate.state is not CertificateState.LINTED:
        return
    key = key_of()
    pdf = sign_pdf(render(content_from(certificate.content)), key, certificate.number, clock.now())
    certificate.storage_key = storage.put(pdf)
    certificate.pdf_sha256 = sha256_of(pdf)
    certificate.key_id = key.key_id
    session.flush()
    perform_by_system(session, certificate, "sign")


def _log(session: Session, certificate: Certificate, _storage: Storage, _key: Callable[[], SigningKey]) -> None:
    if certificate.state is CertificateState.SIGNED:
        append_leaf(session, certificate, "issue", clock.now())
        perform_by_system(session, certificate, "log")


def _issue(session: Session, certificate: Certificate, _storage: Storage, _key: Callable[[], SigningKey]) -> None:
    if certificate.state is CertificateState.LOGGED:
        certificate.issued_at = clock.now()
        session.flush()
        perform_by_system(session, certificate, "issue")

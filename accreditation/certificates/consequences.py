"""What steps of an accreditation or certificate do to certificates, at the same instant."""

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.content import as_record
from accreditation.certificates.holder import name_to_print
from accreditation.certificates.log import append_leaf, event_of, occasion_of
from accreditation.certificates.models import STATUS_PLACES, Certificate
from accreditation.certificates.number import certificate_number
from accreditation.certificates.preparation import content_of
from accreditation.history import StateChange
from accreditation.region.models import Region
from accreditation.region.numbers import next_in
from accreditation.transition import open_case, perform_by_system
from accreditation.transparency.entering import hold_the_log
from accreditation.workflow.actors import THE_SYSTEM
from accreditation.workflow.effects import Consequence
from accreditation.workflow.states import REVOCABLE, CertificateState

_ALIVE = REVOCABLE | {CertificateState.RESERVED, CertificateState.LINTED}


def certificates_of(session: Session, accreditation: Accreditation) -> list[Certificate]:
    """Certificates of an accreditation that still stand, oldest first."""
    query = select(Certificate).where(
        Certificate.accreditation_id == accreditation.id, Certificate.state.in_(list(_ALIVE))
    )
    return list(session.scalars(query.order_by(Certificate.id)))


def _drawn_place(session: Session) -> int:
    """A free place in the status lists, which are never more than half full. Whoever draws holds the log."""
    there = session.scalar(select(func.count(Certificate.id))) or 0
    places = STATUS_PLACES * (1 + there // (STATUS_PLACES // 2))
    while True:
        place = secrets.randbelow(places)
        if session.scalar(select(Certificate.id).where(Certificate.status_place == place)) is None:
            return place


def reserve_certificate(session: Session, accreditation: Accreditation, change: StateChange) -> Certificate:
    """Takes a number and stores it before anything is drawn; a number is never used again.

    It holds from today: the day of the grant, of the renewal or of the change that it certifies.
    """
    region = session.get_one(Region, accreditation.region_id)
    today = clock.today(region.time_zone)
    hold_the_log(session)
    sequence = next_in(session, f"certificate:{region.code}-{today.year}")
    certificate = Certificate(
        region_id=region.id,
        number=certificate_number(region.code, today.year, sequence),
        code=secrets.token_urlsafe(24),
        accreditation_id=accreditation.id,
        language=accreditation.language,
        holder_name=name_to_print(session, accreditation),
        effective_on=today,
        expires_on=accreditation.expires_on,
        content={},
        occasion=occasion_of(change.transition),
        status_place=_drawn_place(session),
    )
    open_case(session, certificate, actor=THE_SYSTEM)
    return certificate


def supersede_certificate(session: Session, accreditation: Accreditation, change: StateChange) -> None:
    """A new number takes the place of every certificate that stands."""
    standing = certificates_of(session, accreditation)
    successor = reserve_certificate(session, accreditation, change)
    for certificate in standing:
        certificate.successor_id = successor.id
        session.flush()
        perform_by_system(session, certificate, "supersede" if certificate.state in REVOCABLE else "revoke")


def revoke_certificate(session: Session, accreditation: Accreditation, change: StateChange) -> None:
    for certificate in certificates_of(session, accreditation):
        perform_by_system(session, certificate, "revoke", note=change.note)


def expire_certificate(session: Session, accreditation: Accreditation, _change: StateChange) -> None:
    for certificate in certificates_of(session, accreditation):
        perform_by_system(session, certificate, "expire_certificate" if certificate.state in REVOCABLE else "revoke")


def record_issue(session: Session, certificate: Certificate, change: StateChange) -> None:
    """Who released it for issue; the printed content is fixed at this instant."""
    certificate.issued_by_id = change.actor_id
    certificate.content = as_record(content_of(session, certificate))


def reserve_log_leaf(session: Session, subject: Accreditation | Certificate, change: StateChange) -> None:
    """The log learns of suspension, reinstatement, replacement and revocation of whatever was or may have been signed."""
    certificates = [subject] if isinstance(subject, Certificate) else certificates_of(session, subject)
    for certificate in certificates:
        if certificate.signing_at or certificate.pdf_sha256:
            append_leaf(session, certificate, event_of(change.transition), change.at)


def _where_decided_here(act: Callable[..., Any]) -> Callable[..., Any]:
    """Of whoever was taken over from a list of before no decision is known here, so no certificate is made."""

    def carried_out(session: Session, accreditation: Accreditation, change: StateChange) -> None:
        if accreditation.application_id is not None:
            act(session, accreditation, change)

    return carried_out


CONSEQUENCES: dict[Consequence, Any] = {
    Consequence.RESERVE_CERTIFICATE: _where_decided_here(reserve_certificate),
    Consequence.SUPERSEDE_CERTIFICATE: _where_decided_here(supersede_certificate),
    Consequence.REVOKE_CERTIFICATE: revoke_certificate,
    Consequence.EXPIRE_CERTIFICATE: expire_certificate,
    Consequence.RECORD_ISSUE: record_issue,
    Consequence.RESERVE_LOG_LEAF: reserve_log_leaf,
}

"""What the log learns of certificates: every event a leaf with a salted commitment, and nothing personal."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from accreditation.certificates.models import Certificate
from accreditation.region.models import Region
from accreditation.transparency.entering import enter_leaf
from accreditation.transparency.models import LogLeaf

# The step of an accreditation that asked for a new certificate -> what its first leaf is called.
_OCCASIONS = {"renew": "renew", "reinstate_expired": "renew", "change_scope": "correct", "correct_name": "correct"}
# How the log calls a step of an accreditation: why somebody is suspended is nobody's business there.
_EVENTS = {"suspend_on_request": "suspend", "resume": "reinstate"}
# What an event says against a certificate -> its status.
AGAINST = {"suspend": "suspended", "revoke": "revoked", "supersede": "superseded"}
ISSUING = frozenset({"issue", *_OCCASIONS.values()})


class Named(Protocol):
    """What a commitment and a handle are made of."""

    number: Any
    code: Any
    holder_name: Any
    effective_on: Any
    expires_on: Any


def occasion_of(transition: str) -> str:
    """The event under which a certificate reserved by this step will be logged."""
    return _OCCASIONS.get(transition, "issue")


def event_of(transition: str) -> str:
    """The event under which a step is logged."""
    return _EVENTS.get(transition, transition)


def commitment_of(salt: str, certificate: Named) -> str:
    """SHA-256 (hex) over salt, number, holder and validity: proves what was logged, tells nothing by itself."""
    content = [
        salt,
        certificate.number,
        certificate.holder_name,
        str(certificate.effective_on),
        str(certificate.expires_on),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def handle_of(number: str, code: str) -> str:
    """SHA-256 (hex) over number and code: whoever holds the document finds its leaves, nobody else can tell whose they are."""
    return hashlib.sha256(f"{number}:{code}".encode()).hexdigest()


def content_of_leaf(
    certificate: Named, event: str, salt: str, region: str, pdf_sha256: str, key_id: str
) -> dict[str, Any]:
    """The published entry without its moment."""
    return {
        "event": event,
        "region": region,
        "certificate": handle_of(certificate.number, certificate.code),
        "commitment": commitment_of(salt, certificate),
        "document": pdf_sha256,
        "key": key_id,
    }


def append_leaf(session: Session, certificate: Certificate, event: str, at: datetime) -> LogLeaf:
    """The next leaf of the log, about this certificate; the states are right again, whatever was said after a restored backup."""
    certificate.log_says = certificate.log_says_at = None
    salt = secrets.token_hex(16)
    region = session.get_one(Region, certificate.region_id)
    content = content_of_leaf(
        certificate, event, salt, region.code, certificate.pdf_sha256 or "", certificate.key_id or ""
    )
    return enter_leaf(session, region.id, content, at, certificate_id=certificate.id, salt=salt)


def is_issue() -> ColumnElement[bool]:
    """Condition on LogLeaf: it is the one with which a certificate begins."""
    return LogLeaf.event.in_(sorted(ISSUING))


def leaves_of(session: Session, certificate: Certificate) -> list[LogLeaf]:
    """All that the log says of a certificate, oldest first."""
    query = select(LogLeaf).where(LogLeaf.certificate_id == certificate.id)
    return list(session.scalars(query.order_by(LogLeaf.position)))


def recognise(session: Session, leaves: Sequence[LogLeaf]) -> None:
    """Ties leaves that came back from the copy to the certificates they are about, where the database still has them.

    Until somebody takes the lost steps again, the last word of the log holds: nobody is valid again by an old backup.
    """
    known = {handle_of(row.number, row.code): row for row in session.scalars(select(Certificate))}
    for leaf in leaves:
        certificate = known.get(json.loads(leaf.entry).get("certificate", ""))
        if certificate is None:
            continue
        leaf.certificate_id = certificate.id
        if leaf.event in AGAINST:
            certificate.log_says, certificate.log_says_at = leaf.event, leaf.at
        elif leaf.event == "reinstate":
            certificate.log_says = certificate.log_says_at = None
    session.flush()

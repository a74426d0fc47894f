"""The region's append-only log of certificates: every event a leaf, chained, without personal data."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.certificates.models import Certificate, LogLeaf
from accreditation.region.numbers import next_in


def commitment_of(salt: str, certificate: Certificate) -> str:
    """SHA-256 (hex) over salt, number, holder and validity: proves what was logged, tells nothing by itself."""
    content = [
        salt,
        certificate.number,
        certificate.holder_name,
        str(certificate.effective_on),
        str(certificate.expires_on),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def leaf_hash(values: dict[str, Any]) -> str:
    """SHA-256 (hex) over position, event, commitment, document hash, moment (microseconds) and the leaf before."""
    at: datetime = values["at"]
    content = {
        name: str(values[name] or "") for name in ("position", "event", "commitment", "pdf_sha256", "previous_hash")
    }
    content["at"] = str(int(at.timestamp()) * 1_000_000 + at.microsecond)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def append_leaf(session: Session, certificate: Certificate, event: str, at: datetime) -> LogLeaf:
    """The next leaf of the region's log; positions are gapless because the series is locked."""
    position = next_in(session, f"log:{certificate.region_id}")
    before = session.scalars(
        select(LogLeaf).where(LogLeaf.region_id == certificate.region_id, LogLeaf.position == position - 1)
    ).one_or_none()
    salt = secrets.token_hex(16)
    values: dict[str, Any] = {
        "region_id": certificate.region_id,
        "position": position,
        "certificate_id": certificate.id,
        "event": event,
        "salt": salt,
        "commitment": commitment_of(salt, certificate),
        "pdf_sha256": certificate.pdf_sha256,
        "at": at,
        "previous_hash": before.hash if before else "",
    }
    leaf = LogLeaf(**values, hash=leaf_hash(values))
    session.add(leaf)
    session.flush()
    return leaf

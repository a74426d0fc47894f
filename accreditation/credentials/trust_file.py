"""What somebody who checks without asking us goes by: the published keys of the issuer, all in one file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from asn1crypto import pem, x509
from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.certificates.models import SigningKeyRecord
from accreditation.credentials.keys import IssuerKeys
from accreditation.credentials.proving import moment
from accreditation.transparency.keys import LogSigner

FORMAT = "accreditation-trust/1"


def published_trust(
    session: Session,
    base_url: str,
    keys: IssuerKeys,
    log: LogSigner,
    roots: Iterable[x509.Certificate],
    time_zone: str,
    at: datetime,
) -> dict[str, Any]:
    """The file; `time_zone` says when a day of the issuer ends. Nothing in it is secret."""
    return {
        "format": FORMAT,
        "issuer": keys.did,
        "base_url": base_url,
        "time_zone": time_zone,
        "made_at": moment(at),
        "signing_keys": _signing_keys(session),
        "timestamp_roots_pem": [pem.armor("CERTIFICATE", root.dump()).decode() for root in roots],
        "log_keys": log.verifier_keys(),
        "credential_keys": keys.identity_document(),
    }


def _signing_keys(session: Session) -> list[dict[str, Any]]:
    """Every key that signed in the installation, once. One that any region reported as lost is lost from then on."""
    found: dict[str, dict[str, Any]] = {}
    for row in session.scalars(select(SigningKeyRecord).order_by(SigningKeyRecord.used_from, SigningKeyRecord.id)):
        entry = found.setdefault(
            row.key_id,
            {
                "key_id": row.key_id,
                "name": row.name,
                "certificate_pem": row.certificate_pem,
                "valid_from": moment(row.valid_from),
                "valid_until": moment(row.valid_until),
                "used_from": moment(row.used_from),
                "retired_at": _moment(row.retired_at),
                "compromised_at": None,
            },
        )
        if row.retired_at is None or entry["retired_at"] is None:
            entry["retired_at"] = None
        else:
            entry["retired_at"] = max(entry["retired_at"], moment(row.retired_at))
        lost = [each for each in (entry["compromised_at"], _moment(row.compromised_at)) if each is not None]
        entry["compromised_at"] = min(lost, default=None)
    return list(found.values())


def _moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)

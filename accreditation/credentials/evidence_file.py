"""What proves one certificate without a network: its log entries with their proofs, and the status lists it stands in."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accreditation.certificates.log import leaves_of
from accreditation.certificates.models import Certificate
from accreditation.credentials.keys import IssuerKeys
from accreditation.credentials.proving import as_token
from accreditation.transparency.keys import LogSigner
from accreditation.transparency.notes import proof_text
from accreditation.transparency.tree import tree_of

FORMAT = "accreditation-evidence/1"


def evidence_of(
    session: Session,
    certificate: Certificate,
    log: LogSigner,
    keys: IssuerKeys,
    status_list: Sequence[dict[str, Any]],
    at: datetime,
) -> dict[str, Any]:
    """The file, for whoever knows the code: with it the entries can be told to be about this number.

    `history` is the issuer's signed word that until then there were no other entries: what was true on a past day follows.
    """
    leaves = log_evidence(session, certificate, log)
    claims = {
        "iss": keys.did,
        "iat": int(at.timestamp()),
        "licenseNumber": certificate.number,
        "leaves": [leaf["index"] for leaf in leaves],
    }
    return {
        "format": FORMAT,
        "number": certificate.number,
        "code": certificate.code,
        "leaves": leaves,
        "history": as_token(claims, keys),
        "status_list": list(status_list),
    }


def log_evidence(session: Session, certificate: Certificate, log: LogSigner) -> list[dict[str, Any]]:
    """Its entries, oldest first, each as the log publishes it, with the proof that the log of now holds it."""
    leaves = leaves_of(session, certificate)
    tree = tree_of(session)
    checkpoint = log.sign(tree.size, tree.head()) if leaves else ""
    return [
        {
            "event": leaf.event,
            "entry": base64.b64encode(leaf.entry.encode()).decode(),
            "index": leaf.position,
            "proof": proof_text(leaf.position, tree.inclusion(leaf.position), checkpoint),
        }
        for leaf in leaves
    ]

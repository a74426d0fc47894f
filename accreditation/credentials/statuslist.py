"""Bitstring status lists: one bit a certificate, read from the states whenever a list is asked for."""

import gzip
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.accreditations.models import Accreditation
from accreditation.certificates.models import STATUS_PLACES, Certificate
from accreditation.credentials.encoding import base64url
from accreditation.credentials.keys import IssuerKeys
from accreditation.credentials.proving import VC, moment, with_proof
from accreditation.workflow.states import AccreditationState, CertificateState

REVOCATION, SUSPENSION = "revocation", "suspension"
_FINAL = (CertificateState.REVOKED, CertificateState.SUPERSEDED)
GOOD_FOR = timedelta(days=2)


@dataclass(frozen=True)
class StatusList:
    """`name` as in its address, `bits` as of now."""

    purpose: str
    number: int
    bits: bytes

    @property
    def name(self) -> str:
        return f"{self.purpose}-{self.number}"


def list_url(base_url: str, purpose: str, place: int) -> str:
    return f"{base_url}/credentials/status/{purpose}-{place // STATUS_PLACES + 1}"


def entry(base_url: str, purpose: str, place: int) -> dict[str, str]:
    """Where a credential's bit stands."""
    address, index = list_url(base_url, purpose, place), str(place % STATUS_PLACES)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": address,
    }


def status_list(session: Session, purpose: str, number: int) -> StatusList:
    """The bits as the states are now; the first place is the highest bit of the first byte. One query.

    Revocation: revoked or replaced, for good. Suspension: the same, and whoever is suspended at present. What the log says
    counts as well where the states know less.
    """
    first = (number - 1) * STATUS_PLACES
    bad = Certificate.state.in_(_FINAL) | Certificate.log_says.in_(("revoke", "supersede"))
    if purpose == SUSPENSION:
        bad |= (Accreditation.state == AccreditationState.SUSPENDED) | (Certificate.log_says == "suspend")
    query = (
        select(Certificate.status_place)
        .join(Accreditation, Accreditation.id == Certificate.accreditation_id)
        .where(bad, Certificate.status_place >= first, Certificate.status_place < first + STATUS_PLACES)
    )
    bits = bytearray(STATUS_PLACES // 8)
    for place in session.scalars(query):
        byte, bit = divmod(place - first, 8)
        bits[byte] |= 0x80 >> bit
    return StatusList(purpose, number, bytes(bits))


def signed_list(found: StatusList, base_url: str, keys: IssuerKeys, at: datetime) -> dict[str, Any]:
    """The list as a credential of its own."""
    address = f"{base_url}/credentials/status/{found.name}"
    document = {
        "@context": [VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": keys.did,
        "validFrom": moment(at),
        "validUntil": moment(at + GOOD_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": found.purpose,
            "encodedList": "u" + base64url(gzip.compress(found.bits, mtime=0)),
        },
    }
    return with_proof(document, keys, at)

"""One certificate as an Open Badges 3.0 credential: what the document says, and no more of the person than it prints."""

import json
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accreditation.certificates.models import Certificate
from accreditation.credentials.keys import IssuerKeys
from accreditation.credentials.proving import OPEN_BADGES, VC, as_token, moment, with_proof
from accreditation.credentials.statuslist import REVOCATION, SUSPENSION, entry
from accreditation.region.calendar import end_of, start_of
from accreditation.region.models import Region
from accreditation.texts import N_, say

JSON_LD, JWT = "application/vc", "application/vc+jwt"


def document_of(session: Session, certificate: Certificate, base_url: str, keys: IssuerKeys) -> dict[str, Any]:
    """The credential without a proof. Its scope and names are those that were approved for print."""
    region = session.get_one(Region, certificate.region_id)
    content: dict[str, Any] = certificate.content
    locale = content.get("locale", "es")
    return {
        "@context": [VC, OPEN_BADGES],
        "id": f"{base_url}/credentials/{certificate.number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": say(N_("Certificate %(number)s", number=certificate.number), locale),
        "issuer": {
            "id": keys.did,
            "type": ["Profile"],
            "name": content.get("issuing_body", region.code),
            "url": base_url,
        },
        "validFrom": moment(start_of(certificate.effective_on, region.time_zone)),
        "validUntil": moment(end_of(certificate.expires_on, region.time_zone)),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.holder_name,
                    "identityType": "name",
                }
            ],
            "licenseNumber": certificate.number,
            "achievement": _achievement(content, base_url, region.code, locale),
        },
        "credentialStatus": entry(base_url, SUSPENSION, certificate.status_place),
    }


def _achievement(content: dict[str, Any], base_url: str, region: str, locale: str) -> dict[str, Any]:
    scope = [content.get(name, "") for name in ("category", "subject", "language")]
    is_of_wco = bool(content.get("wco_decision_reference"))
    words = (
        N_("Accredited expert: %(scope)s. WCO decision %(ref)s.", ref=content.get("wco_decision_reference", ""))
        if is_of_wco
        else N_("Expert accredited in the region: %(scope)s. Regional certificate.")
    )
    name = ", ".join(part for part in scope if part)
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '|'.join((base_url, region, content.get('level', ''), *scope)))}",
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": name or region,
        "description": say(words.with_values(scope=name), locale),
        "criteria": {"id": f"{base_url}/rules"},
        "inLanguage": locale,
    }


def credential_of(session: Session, certificate: Certificate, base_url: str, keys: IssuerKeys, at: datetime) -> bytes:
    """The credential with its proof, as JSON: what is downloaded, and attached to the PDF."""
    signed = with_proof(document_of(session, certificate, base_url, keys), keys, at)
    return json.dumps(signed, ensure_ascii=False, indent=1).encode()


def token_of(session: Session, certificate: Certificate, base_url: str, keys: IssuerKeys, at: datetime) -> str:
    """The same as a JWT; it names both status lists, which the schema of the other form has no room for."""
    document = document_of(session, certificate, base_url, keys)
    lists = [entry(base_url, purpose, certificate.status_place) for purpose in (REVOCATION, SUSPENSION)]
    region = session.get_one(Region, certificate.region_id)
    claims = {
        **document,
        "credentialStatus": lists,
        "iss": keys.did,
        "jti": document["id"],
        "sub": document["id"],
        "iat": int(at.timestamp()),
        "nbf": int(start_of(certificate.effective_on, region.time_zone).timestamp()),
        "exp": int(end_of(certificate.expires_on, region.time_zone).timestamp()),
    }
    return as_token(claims, keys)

"""What a credential says: read out of JSON or a token by name, nothing else of it is believed. Runs in the child."""

import json
from typing import Any

from accreditation.credentials.encoding import from_base64url

LONGEST = 300


class NoCredential(Exception):
    """It is not one of the kind that we make."""


def facts_of(document: dict[str, Any]) -> dict[str, Any]:
    """Number, holder, validity, issuer and places in status lists; what is missing is empty."""
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    if not isinstance(subject, dict) or "OpenBadgeCredential" not in _list(document.get("type")):
        raise NoCredential
    names = [
        each.get("identityHash")
        for each in _list(subject.get("identifier"))
        if isinstance(each, dict) and each.get("identityType") == "name"
    ]
    return {
        "number": _text(subject.get("licenseNumber")),
        "name": _text(names[0]) if names else "",
        "issuer": _text(issuer.get("id") if isinstance(issuer, dict) else issuer),
        "begins": _text(document.get("validFrom")),
        "ends": _text(document.get("validUntil")),
        "places": [_place(each) for each in _list(document.get("credentialStatus")) if isinstance(each, dict)][:4],
    }


def _place(entry: dict[str, Any]) -> dict[str, str]:
    return {
        "purpose": _text(entry.get("statusPurpose")),
        "list": _text(entry.get("statusListCredential")),
        "index": _text(entry.get("statusListIndex")),
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def parsed(text: bytes, most_depth: int) -> dict[str, Any]:
    """The object in a JSON text that is not nested too deeply."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as damage:
        raise NoCredential from damage
    level: list[Any] = [found]
    for _ in range(most_depth):
        level = [inner for each in level for inner in _inside(each)]
    if level or not isinstance(found, dict):
        raise NoCredential
    return found


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def hashed_for_proof(document: dict[str, Any], limits: dict[str, int]) -> dict[str, str]:
    """What its `eddsa-rdfc-2022` proof signs (hex), by which key, and the signature; empty where it bears none of ours.

    The contexts must be ours and stand on top: another one could give a word another meaning without breaking the proof.
    """
    from accreditation.credentials.proving import OPEN_BADGES, VC, canonical_hash

    proofs = _list(document.get("proof"))
    plain = {name: value for name, value in document.items() if name != "proof"}
    if document.get("@context") != [VC, OPEN_BADGES] or _has_context_inside(list(plain.values()) + proofs):
        return {}
    if len(proofs) > limits["most_proofs"] or not isinstance(proofs[0], dict):
        return {}
    proof = dict(proofs[0])
    value = _text(proof.pop("proofValue", ""))
    wanted = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
    if any(proof.get(name) != word for name, word in wanted.items()):
        return {}
    digest = canonical_hash({"@context": document["@context"], **proof}) + canonical_hash(plain)
    return {"hashed": digest.hex(), "method": _text(proof.get("verificationMethod")), "value": value}


def _has_context_inside(values: list[Any]) -> bool:
    level = values
    while level:
        if any(isinstance(each, dict) and "@context" in each for each in level):
            return True
        level = [inner for each in level for inner in _inside(each)]
    return False


def token_facts(token: bytes, most_depth: int) -> dict[str, Any]:
    """What a compact JWS says, with the method that is said to have signed it; its signature is not looked at here."""
    head, body, _seal = token.decode("ascii").split(".")
    try:
        header, claims = (parsed(from_base64url(part), most_depth) for part in (head, body))
    except ValueError as damage:
        raise NoCredential from damage
    facts = facts_of(claims)
    is_ours = header.get("alg") == "RS256" and claims.get("iss") == facts["issuer"]
    return {**facts, "method": _text(header.get("kid")) if is_ours else ""}

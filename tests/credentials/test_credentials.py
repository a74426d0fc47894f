"""The credential, its proofs and its status: against the official schema, the published keys, and each step that changes it."""

import base64
import gzip
import io
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from pyld import jsonld
from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.models import Certificate
from accreditation.credentials.keys import issuer_keys
from accreditation.credentials.proving import canonical_hash
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.storage.files import storage_at
from accreditation.transition import perform_transition
from tests import staging


@pytest.fixture
def issued(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY), peopled.app_context():
        yield peopled


def _certificate() -> Certificate:
    query = select(Certificate).where(Certificate.issued_at.is_not(None)).order_by(Certificate.id).limit(1)
    return db.session.scalars(query).one()


def _json(app: Any, path: str) -> Any:
    answer = app.test_client().get(path)
    assert answer.status_code == 200, path
    return json.loads(answer.data)


def _credential(app: Any) -> Any:
    certificate = _certificate()
    return _json(app, f"/credentials/{certificate.number}?code={certificate.code}")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")


def _bit(app: Any, certificate: Certificate, purpose: str) -> bool:
    found = _json(app, f"/credentials/status/{purpose}-1")
    assert found["credentialSubject"]["statusPurpose"] == purpose
    bits = gzip.decompress(_bytes(found["credentialSubject"]["encodedList"][1:]))
    assert len(bits) == 16 * 1024
    return bool(bits[certificate.status_place // 8] & 0x80 >> certificate.status_place % 8)


@pytest.mark.reference_data
def test_the_official_schema_of_open_badges_is_met(issued: Any) -> None:
    schema = json.loads((Path(os.environ["REFERENCE_DATA"]) / "ob3-achievementcredential.schema.json").read_text())
    check = jsonschema.Draft201909Validator(schema)
    credential = _credential(issued)
    assert [error.message for error in check.iter_errors(credential)] == []
    del credential["credentialSubject"]["achievement"]["criteria"]
    assert list(check.iter_errors(credential))


def test_proof_and_token_hold_against_the_published_keys_and_say_no_more_than_the_document(issued: Any) -> None:
    published = _json(issued, "/.well-known/did.json")
    methods = {method["id"]: method for method in published["verificationMethod"]}
    credential = _credential(issued)
    certificate = _certificate()
    with pikepdf.open(io.BytesIO(storage_at(issued.config["STORAGE_URL"]).fetch(certificate.storage_key or ""))) as pdf:
        (attached,) = pdf.attachments.values()
        assert json.loads(attached.get_file().read_bytes())["id"] == credential["id"]
    text = json.dumps(credential)
    person = db.session.get_one(Accreditation, certificate.accreditation_id).person
    assert certificate.holder_name in json.dumps(credential, ensure_ascii=False)
    assert person.email not in text and certificate.code not in text and str(certificate.id) not in text

    (proof,) = credential.pop("proof")
    assert proof["verificationMethod"] in published["assertionMethod"]
    multikey = _from_base58(methods[proof["verificationMethod"]]["publicKeyMultibase"])
    assert multikey[:2] == b"\xed\x01"
    key, signature = Ed25519PublicKey.from_public_bytes(multikey[2:]), _from_base58(proof.pop("proofValue"))
    key.verify(signature, _hashed(credential, proof))
    credential["credentialSubject"]["licenseNumber"] = "AMS-2026-999999-00"
    with pytest.raises(InvalidSignature):
        key.verify(signature, _hashed(credential, proof))

    token = (
        issued.test_client().get(f"/credentials/{certificate.number}?code={certificate.code}&format=jwt").data.decode()
    )
    head, body, seal = token.split(".")
    jwk = methods[json.loads(_bytes(head))["kid"]]["publicKeyJwk"]
    public = RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"])).public_key()
    public.verify(_bytes(seal), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
    claims = json.loads(_bytes(body))
    assert claims["iss"] == published["id"] and claims["exp"] > clock.now().timestamp()
    assert [each["statusPurpose"] for each in claims["credentialStatus"]] == ["revocation", "suspension"]


def _from_base58(text: str) -> bytes:
    """What stands behind the multibase letter z."""
    number = 0
    for letter in text[1:]:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _hashed(credential: Any, proof: Any) -> bytes:
    return canonical_hash({"@context": credential["@context"], **proof}) + canonical_hash(credential)


def test_one_step_changes_status_bits_page_and_credential_together(issued: Any, walk: Any) -> None:
    certificate = _certificate()
    held = db.session.get_one(Accreditation, certificate.accreditation_id)
    address = f"/verify/{certificate.number}?code={certificate.code}"

    def seen() -> tuple[bool, bool, str]:
        page = walk(issued, lang="en").open(address).text
        words = next(word for word in ("Suspended since", "Revoked on", "Valid today") if word in page)
        return _bit(issued, certificate, "revocation"), _bit(issued, certificate, "suspension"), words

    def take(step: str, *reasons: str) -> None:
        head = db.session.scalars(select(Person).where(Person.email == "direccion@demo.example")).one()
        perform_transition(
            db.session(), held, step, actor=actor_of(db.session(), head), note="Demo.", reasons=reasons,
            seen_version=held.version,
        )  # fmt: skip
        db.session.commit()

    assert seen() == (False, False, "Valid today")
    take("suspend", "integrity")
    assert seen() == (False, True, "Suspended since")
    take("reinstate")
    assert seen() == (False, False, "Valid today")
    take("end_accreditation", "retired")
    assert seen() == (True, True, "Revoked on")
    answer = issued.test_client().get("/credentials/status/revocation-1")
    assert answer.headers["Cache-Control"] == "public, max-age=30" and answer.headers["ETag"]
    again = issued.test_client().get(
        "/credentials/status/revocation-1", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    with clock.at(clock.now() + timedelta(days=1)):
        assert issued.test_client().get("/credentials/status/revocation-1").data != answer.data


def test_without_the_code_there_is_nothing_to_find(issued: Any) -> None:
    certificate = _certificate()
    for path in (certificate.number, f"{certificate.number}?code=wrong", f"{certificate.number}/wallet?code=wrong"):
        assert issued.test_client().get(f"/credentials/{path}").status_code == 404
    assert issued.test_client().get("/credentials/status/revocation-2").status_code == 404
    with pytest.raises(jsonld.JsonLdError):
        canonical_hash({"@context": ["https://elsewhere.example/context"], "id": "urn:x"})


def test_a_new_key_keeps_what_the_old_one_signed_and_a_compromised_one_is_trusted_no_more(tmp_path: Path) -> None:
    def private(key: Any) -> bytes:
        return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def public(key: Any) -> bytes:
        return bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    present, old, lost = (Ed25519PrivateKey.generate() for _ in range(3))
    rsa = generate_private_key(65537, 2048)
    file = tmp_path / "keys.pem"
    file.write_bytes(
        private(present) + private(rsa) + public(old) + b"Compromised: 2027-01-31T12:00:00Z\n" + public(lost)
    )
    document = issuer_keys("https://aval.example:8443", str(file), tmp_path, is_production=True).identity_document()
    assert document["id"] == "did:web:aval.example%3A8443"
    methods = document["verificationMethod"]
    assert len(methods) == 4 and [method.get("revoked", "") for method in methods][3] == "2027-01-31T12:00:00Z"
    assert document["assertionMethod"] == [method["id"] for method in methods[:3]]
    file.write_bytes(private(rsa))
    os.utime(file, (1, 1))
    with pytest.raises(ValueError, match="Ed25519"):
        issuer_keys("https://aval.example", str(file), tmp_path, is_production=True)

"""The two files that a check without a network reads: what stands in them, and that the code is needed for the second."""

import base64
import gzip
import hashlib
import json
from datetime import timedelta

from sqlalchemy import select

from accreditation import clock
from accreditation.certificates.keys import certificates_in
from accreditation.certificates.models import SigningKeyRecord
from accreditation.transparency import merkle, notes
from tests.verification.conftest import House


def test_the_files_hold_what_a_verifier_needs(house: House) -> None:
    client, certificate = house.app.test_client(), house.certificate
    answer = client.get("/verify/trust.json")
    trust = answer.get_json()
    assert trust["format"] == "accreditation-trust/1" and trust["base_url"] == "http://localhost"
    assert answer.headers["Access-Control-Allow-Origin"] == "*" and "Set-Cookie" not in answer.headers
    assert trust["issuer"] == trust["credential_keys"]["id"] == "did:web:localhost"
    (key,) = trust["signing_keys"]
    assert certificates_in(key["certificate_pem"])[0].sha256.hex() == key["key_id"] == certificate.key_id
    assert (key["retired_at"], key["compromised_at"]) == (None, None) and key["used_from"] < key["valid_until"]

    answer = client.get(f"/credentials/{certificate.number}/evidence.json?code={certificate.code}")
    evidence = answer.get_json()
    assert evidence["format"] == "accreditation-evidence/1" and evidence["number"] == certificate.number
    assert "Set-Cookie" not in answer.headers and "max-age=30" in answer.headers["Cache-Control"]
    leaf = evidence["leaves"][0]
    entry = base64.b64decode(leaf["entry"])
    index, path, note = notes.read_proof(leaf["proof"])
    _name, public = notes.read_verifier_key(trust["log_keys"][0])
    head = notes.opened(note, [public])
    assert head is not None and index == leaf["index"]
    assert merkle.is_included(merkle.leaf_hash(entry), index, head.size, path, head.head)
    content = json.loads(entry)
    assert content["document"] == certificate.pdf_sha256 and content["event"] == leaf["event"] == "issue"
    assert content["certificate"] == hashlib.sha256(f"{certificate.number}:{evidence['code']}".encode()).hexdigest()
    for listed in evidence["status_list"]:
        told = listed["credentialSubject"]
        bits = gzip.decompress(base64.urlsafe_b64decode(told["encodedList"][1:] + "=="))
        assert len(bits) == 16 * 1024 and listed["proof"] and told["id"].endswith("-1#list")
    for wrong in ("", "?code=wrong", f"?name={certificate.holder_name}"):
        assert client.get(f"/credentials/{certificate.number}/evidence.json{wrong}").status_code == 404


def test_a_key_that_is_lost_says_so_in_the_published_file(house: House) -> None:
    with house.writing() as session:
        row = session.scalars(select(SigningKeyRecord)).one()
        row.compromised_at, row.retired_at = clock.now() - timedelta(days=3), clock.now()
    (key,) = house.app.test_client().get("/verify/trust.json").get_json()["signing_keys"]
    assert key["compromised_at"] == "2026-11-21T18:00:00Z" and key["retired_at"] == "2026-11-24T18:00:00Z"

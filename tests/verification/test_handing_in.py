"""Handing in a file at `/verify`: four results, each with its reason, and nothing of a holder that the file does not prove."""

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.models import SigningKeyRecord
from accreditation.verification.checks import proven_at, signature_of
from accreditation.verification.evidence import read_evidence
from accreditation.verification.opening import open_file
from accreditation.verification.trust import read_trust
from tests.verification.conftest import House
from tests.walker import Walker


class Page:
    """The page that answers a file."""

    def __init__(self, house: House, content: bytes, name: str = "file.pdf", on: str = "", expect: int = 200) -> None:
        visitor = Walker(house.app, lang="en").open("/verify")
        visitor.submit(having="file", file=(io.BytesIO(content), name), on=on, expect=expect)
        self.visitor, self.text = visitor, visitor.text

    @property
    def results(self) -> list[str]:
        return [tag.get_text() for tag in self.visitor.page.select(".answer__check-result")]

    @property
    def headline(self) -> str:
        return str(self.visitor.page.select_one(".answer__headline").get_text())


def test_the_document_the_credential_and_the_token_are_right(house: House) -> None:
    for content in (house.pdf, house.credential, house.token):
        page = Page(house, content)
        assert page.headline == "Valid today"
        assert page.results == ["Right", "Right", "Right", "Valid today"], page.text
        assert house.certificate.holder_name in page.text


def test_a_changed_document_is_said_to_be_wrong_without_telling_of_the_holder(house: House) -> None:
    ways = {"a byte behind the end": house.pdf + b"\n", "another word in it": house.pdf.replace(b"/Lang", b"/Lanh", 1)}
    for way, content in ways.items():
        page = Page(house, content)
        assert page.headline == "Do not rely on this file" and page.results[0] == "Wrong", way
        assert "not the document that was issued under this number" in page.text
        assert house.certificate.holder_name in page.text, "the code is in the link of the document"
    unreadable = Page(house, b"%PDF-1.7" + house.certificate.number.encode())
    assert unreadable.results == ["Wrong", "Wrong", "Cannot tell", "Cannot tell"]
    assert house.certificate.holder_name not in unreadable.text and house.certificate.number not in unreadable.text
    with house.writing() as session:
        assert session.get_one(Accreditation, house.certificate.accreditation_id).person.email not in page.text


def test_a_credential_that_was_changed_or_signed_by_others_is_wrong(house: House) -> None:
    other = json.loads(house.credential)
    other["credentialSubject"]["identifier"][0]["identityHash"] = "Otra Persona"
    page = Page(house, json.dumps(other).encode(), "c.json")
    assert page.results == ["Wrong", "Wrong", "Cannot tell", "Cannot tell"]
    assert house.certificate.holder_name not in page.text and house.certificate.code not in page.text
    longer = json.loads(house.credential) | {"validUntil": "2099-01-01T00:00:00Z"}
    page = Page(house, json.dumps(longer).encode(), "c.json")
    assert page.results == ["Wrong", "Wrong", "Right", "Valid today"] and page.headline == "Do not rely on this file"
    assert house.certificate.code not in str(page.visitor.page), "whoever knows the name only does not get the code"
    redefined = json.loads(house.credential)
    redefined["credentialSubject"]["@context"] = {"licenseNumber": "https://schema.org/name"}
    assert Page(house, json.dumps(redefined).encode(), "c.json").results[1] == "Wrong"
    head, body, seal = house.token.split(b".")
    assert Page(house, b".".join((head, body, seal[:-4] + b"AAAA")), "c.jwt").results[:2] == ["Wrong", "Wrong"]


def test_hostile_and_useless_files_are_answered_in_words(house: House) -> None:
    for content in (b"x", b"[" * 100_000, b'{"a":' * 50_000, b"%PDF-1.7\n" + b"<<" * 200_000):
        assert Page(house, content).results[0] in ("Wrong", "Cannot tell")
    assert "larger than a certificate" in Page(house, b"%PDF-" + b"x" * 5_300_000, expect=422).text
    assert "Choose the file" in Page(house, b"", expect=422).text


def test_status_as_of_a_day_also_for_a_file(house: House) -> None:
    days = [clock.now() + timedelta(days=each) for each in range(5)]
    with clock.at(days[1]):
        house.take("suspend", "integrity")
    with clock.at(days[3]):
        house.take("reinstate")
    with clock.at(days[4]):
        assert Page(house, house.pdf, on="2026-11-26").headline == "Suspended since 25 November 2026"
        address = f"/verify/{house.certificate.number}?code={house.certificate.code}&on="
        visitor = Walker(house.app, lang="en")

        def told(day: str) -> str:
            return str(visitor.open(address + day).page.select_one(".answer__headline").get_text())

        assert told("2026-11-24") == "Valid on 24 November 2026" and "It says nothing of today." in visitor.text
        assert told("2026-11-25") == told("2026-11-26") == "Suspended since 25 November 2026"
        assert told("2026-11-27") == "Valid on 27 November 2026" and told("") == "Valid today"
        assert "The holder is accredited for what stands below." in visitor.text
        assert told("2030-01-01") == "Valid today", "nobody knows what will be"
        assert told("2019-01-01") == "Not issued on 1 January 2019"


def test_a_lost_key_counts_for_what_the_log_proves_to_be_older(house: House) -> None:
    seal, entry = open_file(house.pdf), read_evidence(house.evidence).leaves
    lost = {house.certificate.key_id: entry[0].at + timedelta(days=1)}
    known = read_trust(house.trust)

    def told(since: dict[str, datetime], sha256: str) -> str:
        at = proven_at(entry, known, sha256)
        signing = replace(known.signing, compromised=since, proven_at=at)
        return str(signature_of(seal, replace(known, signing=signing)).reason.message_id)

    assert "signed by this issuer" in told(lost, seal.sha256)
    assert "fell into other hands" in told(lost, "another document")
    assert "fell into other hands" in told({house.certificate.key_id: entry[0].at - timedelta(days=1)}, seal.sha256)
    with house.writing() as session:
        row = session.scalars(select(SigningKeyRecord)).one()
        row.compromised_at = row.used_from - timedelta(days=1)
    assert "fell into other hands" in Page(house, house.pdf).text


def test_names_and_files_are_tried_only_so_often_whoever_answers(house: House) -> None:
    number, known = "AMS-2026-000999-44", house.certificate.number
    seen: dict[str, list[Any]] = {}
    for each in (number, known):
        client = house.app.test_client()
        seen[each] = [client.get(f"/verify/{each}?name=Nobody+{place}").status_code for place in range(12)]
    assert seen[number] == seen[known] == [200] * 10 + [429] * 2

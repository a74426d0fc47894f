"""`accreditation certificate verify`: the truth from files alone, and silence where they do not say."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from accreditation import clock
from accreditation.cli import main
from accreditation.credentials.encoding import base64url
from accreditation.texts import say
from accreditation.verification.evidence import read_evidence
from accreditation.verification.offline import report_on
from accreditation.verification.opening import Opened, open_file
from accreditation.verification.trust import read_trust
from tests.verification.conftest import House


class Files:
    """Files in a folder, and what the command says of them."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder = house, folder
        self.write("trust.json", house.trust)
        self.write("evidence.json", house.evidence)
        for name, content in (("c.pdf", house.pdf), ("c.json", house.credential), ("c.jwt", house.token)):
            (folder / name).write_bytes(content)

    def write(self, name: str, content: Any) -> None:
        (self.folder / name).write_text(json.dumps(content))

    def said(self, name: str, *options: str, bare: bool = False) -> tuple[int, str]:
        known = ["--trust", str(self.folder / "trust.json"), "--evidence", str(self.folder / "evidence.json")]
        arguments = ["certificate", "verify", str(self.folder / name), "--lang", "en", *options]
        done = CliRunner().invoke(main, arguments if bare else [*arguments, *known])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def status(self, opened: Opened, evidence: Any = None, on: str = "") -> tuple[str, str]:
        """The result as to the status, and why, by the evidence of now or by that one."""
        proof = read_evidence(evidence or self.house.evidence)
        day = date.fromisoformat(on) if on else None
        report = report_on(opened, read_trust(self.house.trust), proof, clock.now(), day)
        return report.status.result, say(report.status.reason, "en")


@pytest.fixture
def files(house: House, tmp_path: Path) -> Files:
    return Files(house, tmp_path)


def test_each_form_of_the_certificate_is_found_valid(files: Files) -> None:
    for name in ("c.pdf", "c.json", "c.jwt"):
        status, words = files.said(name)
        assert status == 0 and words.count("Right.") == 4 and "Valid." in words, words
        assert name != "c.pdf" or "Byte for byte" in words


def test_what_was_changed_is_not_valid(files: Files) -> None:
    (files.folder / "c.pdf").write_bytes(files.house.pdf + b"\n")
    status, words = files.said("c.pdf")
    assert status == 1 and "The document: Wrong" in words and "Something was added" in words
    files.write("c.json", json.loads(files.house.credential) | {"validUntil": "2099-01-01T00:00:00Z"})
    assert files.said("c.json")[0] == 1
    evidence = files.house.evidence
    evidence["leaves"][0]["index"] += 1
    files.write("evidence.json", evidence)
    status, words = files.said("c.jwt")
    assert status == 1 and "the log does not hold this entry" in words


def test_without_keys_or_proof_it_says_what_is_missing(files: Files) -> None:
    status, words = files.said("c.jwt", bare=True)
    assert status == 2 and "Without the keys of the issuer" in words
    trust = str(files.folder / "trust.json")
    status, words = files.said("c.pdf", "--trust", trust, bare=True)
    assert status == 2 and "The signature: Right" in words and "Ask the register" in words
    status, words = files.said("nothing.pdf")
    assert status == 2 and "cannot be read" in words
    assert files.said("c.jwt", "--trust", str(files.folder / "c.jwt"), bare=True)[0] == 2


def test_what_was_true_on_a_day_and_where_the_proof_ends(files: Files) -> None:
    house, start = files.house, clock.now()
    pdf, token = open_file(house.pdf), open_file(house.token)
    with clock.at(start + timedelta(days=1)):
        house.take("suspend", "integrity")
        result, words = files.status(token)
        assert result == "wrong" and "It was suspended on 25 November 2026" in words
    with clock.at(start + timedelta(days=3)):
        house.take("reinstate")
        for opened in (pdf, token):
            days = ("", "2026-11-26", "2026-11-24", "2019-11-24", "2029-11-24")
            found = [files.status(opened, on=day)[0] for day in days]
            assert found == ["right", "wrong", "right", "wrong", "unknown"]
        whole = house.evidence
        shortened = whole | {"leaves": whole["leaves"][:1]}
        result, words = files.status(pdf, shortened, "2026-11-26")
        assert result == "unknown" and "only the register can say" in words, "entries were left out"
    with clock.at(start + timedelta(days=4)):
        assert files.status(pdf, whole)[0] == "right"
    with clock.at(start + timedelta(days=30)):
        result, words = files.status(pdf, whole)
        assert result == "unknown" and "What happened since" in words


def test_a_revoked_one_is_not_valid_and_lists_of_others_are_not_believed(files: Files) -> None:
    house, good, token = files.house, files.house.evidence, open_file(files.house.token)
    house.take("end_accreditation", "retired")
    bad = house.evidence
    assert files.status(token, bad) == ("wrong", "It was revoked on 24 November 2026, 18:00 (UTC).")
    hidden = {**bad, "leaves": bad["leaves"][:1], "history": good["history"]}
    with clock.at(clock.now() + timedelta(hours=1)):
        assert files.status(token, hidden) == ("wrong", "It was revoked or replaced."), "the status list tells it"
        later = [{**each, "validFrom": "2027-01-01T00:00:00Z"} for each in good["status_list"]]
        unsigned = {**hidden, "status_list": later, "history": f"e30.{base64url(b'{}')}.AAAA"}
        assert files.status(token, unsigned)[0] == "unknown"


def test_keys_from_an_address_are_kept_for_when_it_does_not_answer(
    files: Files, monkeypatch: pytest.MonkeyPatch, served_file: Any
) -> None:
    monkeypatch.setenv("ACCREDITATION_DATA_DIR", str(files.folder / "own"))
    monkeypatch.setenv("ACCREDITATION_ENV", "test")
    proof = ("--evidence", str(files.folder / "evidence.json"))
    with served_file((files.folder / "trust.json").read_bytes()) as address:
        assert files.said("c.jwt", "--trust", address, *proof, bare=True)[0] == 0
    status, words = files.said("c.jwt", "--trust", address, *proof, bare=True)
    assert status == 0 and "the copy that was kept" in words
    assert files.said("c.jwt", "--trust", address + "?other", bare=True)[0] == 2

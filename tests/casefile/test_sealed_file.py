"""A sealed case file holds what its reader may read, is checked offline, and every way of tampering with it is refused by name."""

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from accreditation import clock, create_app
from accreditation.appeals.models import Appeal
from accreditation.casefile import archive, signing
from accreditation.casefile.check import CANNOT_TELL, NOT_VALID, VALID, check
from accreditation.casefile.manifest import canonical, sha256
from accreditation.casefile.sealing import sealed_file
from accreditation.certificates.demo_key import create_demo_key
from accreditation.certificates.keys import load_key
from accreditation.cli import main
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.people.receipt_models import ReadingReceipt
from accreditation.storage.files import storage_at
from accreditation.transition import facts_of
from accreditation.workflow.appeal_actors import appeal_file_reader
from tests import staging
from tests.databases import Databases
from tests.walk.evidence import granted
from tests.walker import Walker

Files = dict[str, bytes]
WAIVED_BY = ("direccion@demo.example", "oficial@demo.example")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("casefile")


@pytest.fixture(scope="module")
def house(databases: Databases, folder: Path) -> Iterator[Any]:
    with databases.copy("sqlite", "peopled") as url, clock.at(staging.TODAY):
        shutil.copytree(databases.files_of("peopled"), folder / "files")
        settings = {"STORAGE_URL": f"file://{folder / 'files'}", "MAIL_URL": f"file://{folder / 'mail'}"}
        app = create_app("test", DATA_DIR=folder, SQLALCHEMY_DATABASE_URI=url, **settings)
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def key(folder: Path) -> Any:
    with clock.at(staging.TODAY):
        return load_key(create_demo_key(folder / "keys"))


@pytest.fixture(scope="module")
def sealed(house: Any, folder: Path, key: Any) -> bytes:
    with house.app_context():
        appeal = db.session.scalars(select(Appeal).where(Appeal.state == "under_examination")).first()
        head, officer = (db.session.scalars(select(Person).where(Person.email == who)).one() for who in WAIVED_BY)
        db.session.add(granted(appeal.application, "mission", officer.id, head.id))
        storage = storage_at(f"file://{folder / 'files'}")
        return sealed_file(db.session(), appeal, storage, key, "readers")


@pytest.fixture(scope="module")
def pem(key: Any) -> bytes:
    return signing.public_pem(key)


@pytest.fixture(scope="module")
def other_key(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with clock.at(staging.TODAY):
        return load_key(create_demo_key(tmp_path_factory.mktemp("others")))


def zipped(files: Files) -> bytes:
    return archive.written(files, staging.TODAY)


def resealed(files: Files, key: Any, **changed: Any) -> bytes:
    """As somebody would who holds a key: the manifest fits again, and is signed."""
    manifest = json.loads(files["manifest.json"]) | changed
    listed = sorted(set(files) - {"manifest.json", "manifest.sig"})
    manifest["files"] = [{"name": one, "size": len(files[one]), "sha256": sha256(files[one])} for one in listed]
    written = canonical(manifest)
    return zipped({**files, "manifest.json": written, "manifest.sig": signing.sign(written, key)})


def some(files: Files, start: str) -> str:
    return next(name for name in sorted(files) if name.startswith(start))


def test_what_was_sealed_is_valid_and_whole(sealed: bytes, pem: bytes) -> None:
    verdict = check(sealed, pem)
    assert (verdict.status, verdict.reason.message_id[:17]) == (VALID, "The file is whole")
    files = archive.opened(sealed)
    assert verdict.files == len(files) - 2
    wanted = ("appeal.json", "events.json", "application.json", "decisions.json", "reviews.json", "README.txt")
    assert set(wanted) <= set(files) and some(files, "documents/") and some(files, "letters/")
    (waiver,) = json.loads(files["waivers.json"])
    assert (waiver["station"], waiver["outcome"], waiver["reason"]) == ("mission", "granted", "Consta.")
    assert waiver["proposed_by"] and waiver["decided_by"] not in (None, waiver["proposed_by"])
    assert all(f"\n{tongue} - " in "\n" + files["README.txt"].decode() for tongue in ("ES", "EN", "PT", "FR"))


def test_nothing_that_lies_under_seal_is_in_it(sealed: bytes, house: Any) -> None:
    names = set(archive.opened(sealed))
    assert not [name for name in names if "identity" in name or "passport" in name or "emergency" in name]
    content = b"".join(archive.opened(sealed).values())
    with house.app_context():
        hashes = [person.password_hash for person in db.session.scalars(select(Person)) if person.password_hash]
    assert not any(one.encode() in content for one in hashes)


def test_without_the_office_s_key_nobody_can_tell_who_sealed_it(sealed: bytes, other_key: Any) -> None:
    assert check(sealed, None).status == CANNOT_TELL
    verdict = check(sealed, signing.public_pem(other_key))
    assert (verdict.status, "another key" in verdict.reason.message_id) == (NOT_VALID, True)


def _change_document(files: Files) -> bytes:
    name = some(files, "documents/")
    return zipped({**files, name: files[name][:-1] + bytes([files[name][-1] ^ 1])})


def _drop_event(files: Files) -> bytes:
    chains = json.loads(files["events.json"])
    chain = max(chains, key=lambda one: len(chains[one]))
    del chains[chain][1]
    return zipped({**files, "events.json": json.dumps(chains).encode()})


def _swap_decisions(files: Files) -> bytes:
    return zipped({**files, "decisions.json": files["reviews.json"], "reviews.json": files["decisions.json"]})


def _change_manifest(files: Files) -> bytes:
    return zipped({**files, "manifest.json": files["manifest.json"].replace(b'"edition":1', b'"edition":2')})


def _add_file(files: Files) -> bytes:
    return zipped({**files, "documents/99-letter.pdf": b"%PDF-1.7"})


def _remove_file(files: Files) -> bytes:
    return zipped({name: content for name, content in files.items() if name != "decisions.json"})


def _replace_signature(files: Files) -> bytes:
    return zipped({**files, "manifest.sig": bytes(len(files["manifest.sig"]))})


def _remove_signature(files: Files) -> bytes:
    return zipped({name: content for name, content in files.items() if name != "manifest.sig"})


def _spoil_the_key(files: Files) -> bytes:
    return zipped({**files, "issuer.pub.pem": b"nothing"})


def _truncate(files: Files) -> bytes:
    return zipped(files)[:-2000]


def _append(files: Files) -> bytes:
    return zipped(files) + b"#!/bin/sh"


def _prepend(files: Files) -> bytes:
    return b"MZ" * 50 + zipped(files)


def _duplicate(files: Files) -> bytes:
    buffer = io.BytesIO(zipped(files))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as added:
        added.writestr("decisions.json", b"[]")
    return buffer.getvalue()


def _two_by_case(files: Files) -> bytes:
    return zipped({**files, "Decisions.json": b"[]"})


def _lead_out(files: Files) -> bytes:
    return zipped({**files, "../evil.txt": b"x"})


def _comment(files: Files) -> bytes:
    buffer = io.BytesIO(zipped(files))
    with zipfile.ZipFile(buffer, "a") as added:
        added.comment = b"hello"
    return buffer.getvalue()


def _hide_between(files: Files) -> bytes:
    """Drops one entry from the table of contents and leaves its bytes in place."""
    whole = zipped({**files, "hidden.txt": b"secret"})
    with zipfile.ZipFile(io.BytesIO(whole)) as read:
        entries = {entry.filename: entry for entry in read.infolist()}
        start = read.start_dir
    name = b"hidden.txt"
    place = whole.index(b"PK\x01\x02", start)
    while whole[place + 46 : place + 46 + len(name)] != name:
        place = whole.index(b"PK\x01\x02", place + 4)
    table = whole[start:place] + whole[place + 46 + len(name) : -22]
    count = len(entries) - 1
    end = b"PK\x05\x06\0\0\0\0" + count.to_bytes(2, "little") * 2
    return whole[:start] + table + end + len(table).to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"


TAMPERINGS: dict[Callable[[Files], bytes], str] = {
    _change_document: "A file was changed",
    _drop_event: "A file was changed",
    _swap_decisions: "A file was changed",
    _change_manifest: "The manifest was changed after it was signed",
    _add_file: "A file was added",
    _remove_file: "A file is missing",
    _replace_signature: "The manifest was changed after it was signed",
    _remove_signature: "The manifest, its signature or the key is missing",
    _spoil_the_key: "The key in the file cannot be read",
    _truncate: "The archive is damaged",
    _append: "Something was added behind",
    _prepend: "Something lies in the archive beside its files",
    _duplicate: "The archive holds two files of one name",
    _two_by_case: "The archive holds two files of one name",
    _lead_out: "The archive holds a file whose name leads out",
    _comment: "Something was added behind",
    _hide_between: "Something lies in the archive beside its files",
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=[one.__name__.strip("_") for one in TAMPERINGS])
def test_tampering_is_refused_with_its_reason(sealed: bytes, pem: bytes, tamper: Callable[[Files], bytes]) -> None:
    verdict = check(tamper(archive.opened(sealed)), pem)
    assert verdict.status == NOT_VALID
    assert verdict.reason.message_id.startswith(TAMPERINGS[tamper]), verdict.reason.message_id


def _reorder(chains: dict[str, Any], longest: str) -> None:
    chains[longest][1], chains[longest][2] = chains[longest][2], chains[longest][1]


def _forget_one(chains: dict[str, Any], longest: str) -> None:
    del chains[longest][1]


def _change_actor(chains: dict[str, Any], longest: str) -> None:
    chains[longest][1]["actor_id"] = chains[longest][0]["id"]


def _change_moment(chains: dict[str, Any], longest: str) -> None:
    chains[longest][1]["at"] = chains[longest][0]["at"]


def _change_note(chains: dict[str, Any], longest: str) -> None:
    chains[longest][1]["note"] = "Otra nota."


def test_a_spoiled_byte_anywhere_gets_a_verdict(sealed: bytes, pem: bytes) -> None:
    """Never a traceback; and valid only where what is inside is still the same."""
    whole = archive.opened(sealed)
    for place in range(0, len(sealed), max(1, len(sealed) // 400)):
        spoiled = sealed[:place] + bytes([sealed[place] ^ 0xFF]) + sealed[place + 1 :]
        verdict = check(spoiled, pem)
        assert verdict.status == NOT_VALID or archive.opened(spoiled) == whole, place


@pytest.mark.parametrize("change", [_reorder, _forget_one, _change_actor, _change_moment, _change_note])
def test_even_whoever_holds_the_key_cannot_rewrite_the_events(
    sealed: bytes, key: Any, pem: bytes, change: Callable[..., None]
) -> None:
    files = archive.opened(sealed)
    chains = json.loads(files["events.json"])
    longest = max(chains, key=lambda one: len(chains[one]))
    change(chains, longest)
    verdict = check(resealed({**files, "events.json": json.dumps(chains).encode()}, key), pem)
    assert (verdict.status, verdict.reason.message_id[:30]) == (NOT_VALID, "The chain of events is broken:")


def test_a_file_sealed_again_with_another_key_is_not_ours(sealed: bytes, pem: bytes, other_key: Any) -> None:
    files = {**archive.opened(sealed), "issuer.pub.pem": signing.public_pem(other_key), "decisions.json": b"[]\n"}
    forged = resealed(files, other_key)
    assert check(forged, signing.public_pem(other_key)).status == VALID
    verdict = check(forged, pem)
    assert (verdict.status, "another key" in verdict.reason.message_id) == (NOT_VALID, True)


def test_a_later_version_is_not_called_false(sealed: bytes, key: Any, pem: bytes) -> None:
    later = resealed(archive.opened(sealed), key, format="accreditation-casefile/2")
    assert check(later, pem).status == CANNOT_TELL


def test_the_command_says_so_in_three_exit_states_and_four_languages(sealed: bytes, pem: bytes, tmp_path: Path) -> None:
    file, trusted = tmp_path / "file.zip", tmp_path / "key.pem"
    file.write_bytes(sealed)
    trusted.write_bytes(pem)
    run = CliRunner().invoke
    done = run(main, ["casefile", "verify", str(file), "--key", str(trusted), "--lang", "en"])
    assert done.exit_code == VALID and "sealed by this office" in done.output
    assert run(main, ["casefile", "verify", str(file)]).exit_code == CANNOT_TELL
    assert run(main, ["casefile", "verify", str(tmp_path / "none.zip")]).exit_code == CANNOT_TELL
    file.write_bytes(sealed[:-1])
    assert all(
        run(main, ["casefile", "verify", str(file), "--key", str(trusted), "--lang", lang]).exit_code == NOT_VALID
        for lang in ("es", "en", "pt", "fr")
    )


def test_openssl_and_sha256sum_agree(sealed: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(sealed)) as read:
        read.extractall(tmp_path)
    said = subprocess.run(
        ["openssl", "dgst", "-sha256", "-verify", "issuer.pub.pem", "-signature", "manifest.sig", "manifest.json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Verified OK" in said.stdout
    for entry in json.loads((tmp_path / "manifest.json").read_text())["files"]:
        summed = subprocess.run(["sha256sum", entry["name"]], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert summed.stdout.split()[0].lstrip("\\") == entry["sha256"]


def test_only_panel_and_head_take_it_out_and_it_is_on_record(house: Any) -> None:
    with house.app_context():
        appeal = db.session.scalars(select(Appeal).where(Appeal.state == "under_examination")).first()
        address, facts = f"/appeals/{appeal.public_id}/casefile", facts_of(db.session(), appeal)
        assert appeal_file_reader(actor_of(db.session(), appeal.filed_by), facts) is not None
    for email in ("oficial@demo.example", "auditoria@demo.example", "contacto@demo.example"):
        Walker(house, email).open(address, expect=404)
    for email in ("apelaciones@demo.example", "direccion@demo.example"):
        answer = Walker(house, email).client.get(address)
        assert answer.status_code == 200 and answer.data[:2] == b"PK"
    with house.app_context():
        taken = db.session.scalars(select(ReadingReceipt).where(ReadingReceipt.what == "casefile")).all()
        assert len(taken) == 2
    assert "BEGIN PUBLIC KEY" in Walker(house).open("/casefile-key").text

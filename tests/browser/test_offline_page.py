"""The downloaded page, opened from the disk without a network, tells the truth about good, changed and revoked certificates."""

import base64
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from accreditation import clock, create_app
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.demo_key import create_demo_key
from accreditation.certificates.keys import load_key
from accreditation.certificates.sign import sign_pdf
from accreditation.certificates.timestamping import authority_at
from accreditation.extensions import db
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.transition import perform_transition
from accreditation.web.public.offline_words import WORDS
from benchmarks.chromium import chromium_started
from tests import staging
from tests.browser.offline import Bench, Kit, fetch, kit_of
from tests.certificates.authorities import authorities_in
from tests.certificates.test_sign import tampered
from tests.databases import Databases

ALL_RIGHT = dict.fromkeys(("document", "signature", "log", "status"), "right")
GOOD = {"verdict": "good", **ALL_RIGHT}


@dataclass
class Scene:
    """A certificate in force, the proofs of its later life, and PDFs of other hands; made before the browser starts."""

    kit: Kit
    suspended: bytes
    reinstated: bytes
    revoked: bytes
    changed: dict[str, bytes]
    foreign: bytes
    stamped: bytes
    stamped_key: dict[str, Any]
    root: str


@pytest.fixture(scope="module")
def scene(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("offline")
    with databases.copy("sqlite", "peopled") as url, clock.at(staging.TODAY):
        shutil.copytree(databases.files_of("peopled"), folder / "files")
        app = create_app("test", DATA_DIR=folder, SQLALCHEMY_DATABASE_URI=url, STORAGE_URL=f"file://{folder / 'files'}")
        with app.app_context():
            yield _scene(app, folder)
            db.session.remove()
            db.engine.dispose()


def _scene(app: Any, folder: Path) -> Scene:
    kit = kit_of(app)
    unsigned = kit.pdf[: kit.pdf.index(b"%%EOF") + 6]
    key = load_key(create_demo_key(folder / "keys"))
    other = sign_pdf(unsigned, key, "again", staging.TODAY)
    foreign = sign_pdf(unsigned, load_key(create_demo_key(folder / "foreign")), "as if", staging.TODAY)
    steps = (("suspend", "integrity"), ("reinstate",), ("end_accreditation", "retired"))
    later = [_after(app, kit, *step) for step in steps]
    return Scene(kit, *later, tampered(kit.pdf, unsigned, other), foreign, *_stamped(unsigned, folder))


def _after(app: Any, kit: Kit, step: str, *reasons: str) -> bytes:
    """The proof as it is after this step of the head of the office."""
    held = db.session.get_one(Accreditation, kit.certificate.accreditation_id)
    head = actor_of(db.session(), db.session.query(Person).filter_by(email="direccion@demo.example").one())
    perform_transition(
        db.session(), held, step, actor=head, note="Demo.", reasons=reasons, seen_version=held.version
    )  # fmt: skip
    db.session.commit()
    return fetch(app, f"/credentials/{kit.certificate.number}/evidence.json?code={kit.certificate.code}")


def _stamped(unsigned: bytes, folder: Path) -> tuple[bytes, dict[str, Any], str]:
    """A PDF of another key with an authority's time-stamp, how that key would be published, and the authority's root."""
    now = datetime.now(UTC)  # As the authority's own clock has it.
    with authorities_in(folder) as authorities:
        key = load_key(authorities.signer)
        pdf = sign_pdf(unsigned, key, "Demo", now, authority=authority_at(authorities.stamps_at))
    published = {
        "key_id": key.key_id, "name": key.name, "certificate_pem": key.certificate_pem(),
        "valid_from": (now - timedelta(days=2)).isoformat(), "valid_until": (now + timedelta(days=90)).isoformat(),
        "used_from": now.isoformat(), "retired_at": None, "compromised_at": (now + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    armoured = base64.encodebytes(authorities.root.dump()).decode()
    return pdf, published, f"-----BEGIN CERTIFICATE-----\n{armoured}-----END CERTIFICATE-----\n"


@pytest.fixture(scope="module")
def browser(scene: Scene) -> Iterator[Browser]:
    with chromium_started() as browser:
        yield browser


@pytest.fixture
def bench(scene: Scene, browser: Browser, tmp_path: Path) -> Bench:
    bench = Bench(browser, tmp_path)
    bench.open(scene.kit.page)
    return bench


def test_what_is_genuine_and_how_much_is_known(scene: Scene, bench: Bench) -> None:
    kit = scene.kit
    for files in ({"pdf": kit.pdf}, {"credential": kit.credential}, {"token": kit.token}):
        assert bench.hand_in(**files, evidence=kit.evidence) == GOOD, files.keys()
        assert bench.hand_in(**files) == {"verdict": "open", **ALL_RIGHT, "log": "unknown", "status": "unknown"}
    text = bench.page.inner_text("#answer")
    assert kit.certificate.holder_name in text and kit.certificate.number in text
    assert bench.hand_in(evidence=kit.evidence) == {"verdict": "notice"}
    bench.page.set_input_files("#choice", [{"name": "c.pdf", "mimeType": "", "buffer": kit.pdf}])
    bench.page.wait_for_selector("[data-verdict=good]")
    with_another = bench.hand_in(
        pdf=kit.pdf, evidence=kit.changed(lambda proof: proof.update(number="AMS-2026-000009-07"))
    )
    assert with_another == {"verdict": "open", **ALL_RIGHT, "log": "unknown", "status": "unknown"}
    bench.page.clock.set_fixed_time(staging.TODAY + timedelta(days=30))
    assert bench.hand_in(pdf=kit.pdf, evidence=kit.evidence) == {**GOOD, "verdict": "open"}
    bench.page.clock.set_fixed_time(staging.TODAY + timedelta(days=4000))
    assert bench.hand_in(pdf=kit.pdf, evidence=kit.evidence)["verdict"] == "over"
    assert bench.asked == [(bench.folder / "page.html").as_uri()] and bench.faults == []


def test_whatever_was_changed_is_noticed(scene: Scene, bench: Bench) -> None:
    kit = scene.kit
    for way, pdf in scene.changed.items():
        said = bench.hand_in(pdf=pdf, evidence=kit.evidence)
        assert (said["verdict"], said["signature"]) == ("false", "wrong"), way
    assert bench.hand_in(pdf=scene.foreign)["signature"] == "wrong"
    for changed in (
        kit.credential.replace(kit.certificate.holder_name.encode(), b"Somebody Else"),
        kit.credential.replace(b'"licenseNumber"', b'"name": "Director", "licenseNumber"'),
        kit.credential.replace(b'"licenseNumber"', b'"unheard-of": "Director", "licenseNumber"'),
        kit.credential.replace(b'"@context": [', b'"@context": [{"another": "https://aval.example/another"},'),
    ):
        assert bench.hand_in(credential=changed)["verdict"] == "false"
    head, body, seal = kit.token.split(b".")
    claims = json.loads(base64.urlsafe_b64decode(body + b"=="))
    other = base64.urlsafe_b64encode(json.dumps({**claims, "licenseNumber": "AMS-2026-000009-07"}).encode()).rstrip(
        b"="
    )
    assert bench.hand_in(token=b".".join((head, other, seal)))["verdict"] == "false"
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=")
    assert bench.hand_in(token=b".".join((unsigned, body, seal)))["verdict"] == "false"


def test_a_proof_of_which_one_bit_differs_proves_nothing(scene: Scene, bench: Bench) -> None:
    kit = scene.kit

    def flipped(text: str) -> str:
        data = bytearray(base64.b64decode(text))
        data[-1] ^= 1
        return base64.b64encode(data).decode()

    def entry(proof: Any) -> None:
        proof["leaves"][0]["entry"] = flipped(proof["leaves"][0]["entry"])

    def in_proof(line: int) -> Callable[[Any], None]:
        def change(proof: Any) -> None:
            lines = proof["leaves"][0]["proof"].split("\n")
            *before, last = lines[line].split(" ")
            lines[line] = " ".join([*before, flipped(last)])
            proof["leaves"][0]["proof"] = "\n".join(lines)

        return change

    def status(proof: Any) -> None:
        found = proof["status_list"][0]["credentialSubject"]
        found["encodedList"] = found["encodedList"][:-8] + "AAAAAAAA"

    lines = json.loads(scene.reinstated)["leaves"][0]["proof"].split("\n")
    assert lines[2], "the tree has more than one entry, so the proof has a path"
    assert bench.hand_in(pdf=kit.pdf, evidence=kit.changed(entry))["log"] == "wrong"
    for line in (2, lines.index("") + 3, -2):
        content = json.loads(scene.reinstated)
        in_proof(line)(content)
        said = bench.hand_in(pdf=kit.pdf, evidence=json.dumps(content).encode())
        assert (said["verdict"], said["log"]) == ("false", "wrong"), line
    said = bench.hand_in(pdf=kit.pdf, evidence=kit.changed(status))
    assert (said["verdict"], said["status"]) == ("false", "wrong")
    left_out = json.loads(scene.suspended)
    del left_out["leaves"][1]
    assert bench.hand_in(pdf=kit.pdf, evidence=json.dumps(left_out).encode())["log"] == "wrong"


def test_what_happened_later_shows_in_the_log_and_in_the_status_list(scene: Scene, bench: Bench) -> None:
    kit = scene.kit
    for evidence, verdict in ((scene.suspended, "suspended"), (scene.reinstated, "good"), (scene.revoked, "revoked")):
        assert bench.hand_in(pdf=kit.pdf, evidence=evidence)["verdict"] == verdict
    bench.open(kit.page_of(lambda trust: trust.update(log_keys=[])))
    for evidence, verdict in ((scene.suspended, "suspended"), (scene.reinstated, "open"), (scene.revoked, "revoked")):
        said = bench.hand_in(credential=kit.credential, evidence=evidence)
        assert (said["verdict"], said["log"]) == (verdict, "unknown")


def test_a_key_counts_in_its_time_only(scene: Scene, bench: Bench) -> None:
    kit = scene.kit

    def key(**changes: Any) -> str:
        return kit.page_of(lambda trust: trust["signing_keys"][0].update(changes))

    lost_later, lost_before = "2026-11-24T17:00:00Z", "2026-09-01T00:00:00Z"
    bench.open(key(compromised_at=lost_later))
    assert bench.hand_in(pdf=kit.pdf)["verdict"] == "false"
    assert bench.hand_in(pdf=kit.pdf, evidence=kit.evidence) == GOOD
    bench.open(key(compromised_at=lost_before))
    assert bench.hand_in(pdf=kit.pdf, evidence=kit.evidence)["signature"] == "wrong"
    bench.open(key(retired_at=lost_before))
    assert bench.hand_in(pdf=kit.pdf)["verdict"] == "doubt"
    bench.open(key(valid_until=lost_before))
    assert bench.hand_in(pdf=kit.pdf)["verdict"] == "false"
    bench.open(kit.page_of(lambda trust: trust.update(signing_keys=[])))
    assert bench.hand_in(pdf=kit.pdf)["verdict"] == "false"
    bench.open(kit.page_of(lambda trust: trust.update(signing_keys=[], made_at=lost_before)))
    assert bench.hand_in(pdf=kit.pdf)["verdict"] == "doubt"

    def lost(trust: Any) -> None:
        trust["credential_keys"]["verificationMethod"][0]["revoked"] = lost_before

    bench.open(kit.page_of(lost))
    assert bench.hand_in(credential=kit.credential)["verdict"] == "false"


def test_a_time_stamp_proves_what_is_older_than_the_loss_of_a_key(scene: Scene, bench: Bench) -> None:
    def published(*roots: str) -> str:
        return scene.kit.page_of(
            lambda trust: trust.update(signing_keys=[scene.stamped_key], timestamp_roots_pem=list(roots))
        )

    bench.open(published(scene.root))
    assert bench.hand_in(pdf=scene.stamped)["signature"] == "right"
    bench.open(published())
    assert bench.hand_in(pdf=scene.stamped)["signature"] == "wrong"


def test_it_is_a_download_that_may_connect_to_nothing_and_reads_well_in_every_language(
    scene: Scene, browser: Browser, tmp_path: Path
) -> None:
    headers = scene.kit.headers
    assert headers["Content-Disposition"] == 'attachment; filename="aval-2026-11-24.html"'
    assert "script-src 'self'" in headers["Content-Security-Policy"] and len(scene.kit.page) < 700_000
    bench = Bench(browser, tmp_path, "phone")
    page = bench.open(scene.kit.page)
    assert page.evaluate("fetch('http://127.0.0.1:9').catch(error => error.name)") == "TypeError"
    assert any("Content Security Policy" in fault for fault in bench.faults)
    bench.hand_in(pdf=scene.kit.pdf)
    seen = set()
    for language in ("es", "en", "pt", "fr"):
        page.click(f"[data-language={language}]")
        assert page.get_attribute("html", "lang") == language
        seen.add(page.inner_text("#verdict"))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert len(seen) == 4
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert Axe().run(page).response["violations"] == []
    page.reload()
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "choice", "after the four languages the files are next"


def test_the_script_and_the_catalogue_know_the_same_sentences() -> None:
    sources = Path(__file__).parents[2] / "frontend" / "verifier"
    script = "".join(file.read_text() for pattern in ("*.js", "*.html") for file in sorted(sources.glob(pattern)))
    groups = "|".join(sorted({key.partition(".")[0] for key in WORDS if "." in key}))
    written = set(re.findall(rf'"((?:{groups})\.[a-z_]+)"', script))
    made = re.findall(rf"`({groups})\.\$\{{[^}}]+\}}(_\w+)?`", script)
    assert written <= WORDS.keys()
    for key in WORDS.keys() - written:
        group, _, rest = key.partition(".")
        is_made = any(group == prefix and rest.endswith(end) for prefix, end in made)
        assert is_made or f'"{key}"' in script, key

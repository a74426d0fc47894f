"""What is handed in is opened by a child that cannot harm us, and what is kept of it cannot harm its readers."""

import io
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from accreditation.demonstration.dossier import curriculum
from accreditation.errors import Invalid
from accreditation.storage import inspection
from accreditation.storage.child import ask
from accreditation.storage.inspection import inspect
from accreditation.storage.limits import limits_of
from accreditation.texts import say
from tests.storage.hostile import HOSTILE, HTML, MARK, pdf, picture, scratched, with_position

FORBIDDEN = (
    b"/JavaScript",
    b"/Launch",
    b"/SubmitForm",
    b"/EmbeddedFile",
    b"/XFA",
    b"/AA",
    HTML,
    MARK,
    b"PK\x03\x04",
    b"MZ\0",
)


def unpacked(content: bytes) -> bytes:
    """A PDF with its streams and objects in the open; a picture as it is."""
    if not content.startswith(b"%PDF"):
        return content
    opened = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as found:
        found.save(opened, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return opened.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_file_is_kept_as_it_came(name: str) -> None:
    made, fate = HOSTILE[name]
    content = made()
    started = time.monotonic()
    try:
        found = inspect(content)
    except Invalid as refusal:
        assert fate == "refused", refusal
        assert refusal.field == "file"
        assert len(say(refusal.reasons[0], "en")) > 20
    else:
        assert fate == "inert"
        kept = unpacked(found.content)
        assert [mark for mark in FORBIDDEN if mark in kept] == []
        assert found.preview.startswith(b"\x89PNG") and len(found.preview) < 100_000
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "good", [pdf(pages=3), picture("JPEG", (300, 200)), picture("PNG", (300, 200))], ids=["pdf", "jpeg", "png"]
)
def test_a_scratched_file_gets_a_verdict(good: bytes, seed: int) -> None:
    try:
        assert inspect(scratched(good, seed)).pages >= 1
    except Invalid as refusal:
        assert refusal.reasons


def test_an_honest_pdf_is_kept_byte_by_byte() -> None:
    found = inspect(curriculum())
    assert found.content == curriculum() and found.sha256 == found.received_sha256
    assert (found.media_type, found.pages, found.was_cleaned) == ("application/pdf", 1, False)


def test_a_photograph_stands_upright_without_its_position() -> None:
    told = Image.Exif()
    told[0x0112] = 6
    found = inspect(picture("JPEG", (80, 40), exif=told))
    with Image.open(io.BytesIO(found.content)) as kept:
        assert kept.size == (40, 80) and not kept.getexif()
    assert MARK in with_position() and MARK not in inspect(with_position()).content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"\0" * 26_300_000, "25 MB"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "password"),
        (pdf(pages=201), "200 pages"),
        (HTML, "Only PDF"),
    ],
    ids=["empty", "large", "locked", "long", "page"],
)
def test_a_refusal_says_why(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        inspect(content)
    assert sentence in say(refusal.value.reasons[0], "en")


def test_a_child_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    hangs = tmp_path / "examiner.py"  # type: ignore[operator]
    hangs.write_text("import signal; signal.pause()")
    monkeypatch.setattr(inspection, "EXAMINER", hangs)
    limits = {**limits_of("file", "child"), "wall_seconds": 1}
    monkeypatch.setattr(inspection, "limits_of", lambda *_parts: limits)
    with pytest.raises(Invalid):
        inspect(b"%PDF-1.7")


def test_the_child_reaches_no_secret_no_file_and_no_network(tmp_path: Path) -> None:
    """The limits of the child, asked from inside: what a broken parser would find."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json,os,socket,sys\nfrom accreditation.storage import confined\n"
        "confined.limit_this_process(json.loads(sys.argv[1]))\nconfined.open_nothing_more()\nfound = list(os.environ)\n"
        "for act in (lambda: open('/etc/passwd'), lambda: socket.socket(), lambda: bytearray(2 << 30)):\n"
        "    try:\n        act()\n        found.append('done')\n"
        "    except (OSError, MemoryError):\n        continue\nprint(json.dumps({'found': found}))"
    )
    said, _rest = ask(spy, b"", limits_of("file", "child"))
    assert set(said["found"]) <= {"PYTHONPATH", "LC_CTYPE"}

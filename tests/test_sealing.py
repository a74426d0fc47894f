"""What is sealed opens only with its key and in its place; keys can be changed without losing anything."""

import base64
import secrets
from pathlib import Path

import pytest

from accreditation.sealing import CannotOpen, KeyRing, key_ring


def key_file(folder: Path, *keys: bytes) -> str:
    path = folder / "data_keys"
    path.write_text("# the present one first\n" + "\n".join(base64.b64encode(key).decode() for key in keys) + "\n")
    return str(path)


@pytest.fixture
def ring() -> KeyRing:
    return key_ring("", "a secret of the installation")


def test_what_is_sealed_opens_in_its_place_alone(ring: KeyRing) -> None:
    sealed = ring.seal("AB123456", "row:1")
    assert "AB123456" not in sealed and sealed != ring.seal("AB123456", "row:1")
    assert ring.open(ring.current, sealed, "row:1") == "AB123456"
    with pytest.raises(CannotOpen):
        ring.open(ring.current, sealed, "row:2")


def test_a_flipped_byte_opens_nothing(ring: KeyRing) -> None:
    content = bytearray(base64.b64decode(ring.seal("AB123456", "row:1")))
    for place in (0, 12, len(content) - 1):
        changed = bytes(byte ^ (1 if at == place else 0) for at, byte in enumerate(content))
        with pytest.raises(CannotOpen):
            ring.open(ring.current, base64.b64encode(changed).decode(), "row:1")
    with pytest.raises(CannotOpen):
        ring.open(ring.current, "no base64 at all", "row:1")


def test_a_newer_key_seals_and_the_older_still_opens(ring: KeyRing, tmp_path: Path) -> None:
    first, second = secrets.token_bytes(32), secrets.token_bytes(32)
    old = key_ring(key_file(tmp_path, first), "a secret of the installation")
    new = key_ring(key_file(tmp_path, second, first), "a secret of the installation")
    sealed = old.seal("AB123456", "row:1")
    assert new.current != old.current and new.open(old.current, sealed, "row:1") == "AB123456"
    assert new.open(ring.current, ring.seal("C1", "row:1"), "row:1") == "C1"
    gone = key_ring(key_file(tmp_path, second), "another secret")
    with pytest.raises(CannotOpen):
        gone.open(old.current, sealed, "row:1")


def test_a_bad_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        key_ring(key_file(tmp_path, b"short"), "secret")


def test_a_ring_shows_no_key(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    shown = repr(key_ring(key_file(tmp_path, key), "secret"))
    assert key.hex() not in shown and str(key) not in shown and "2 keys" in shown

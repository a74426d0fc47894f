"""Files are kept whole, under keys of our own, and nothing outside the folder can be reached."""

import io
from pathlib import Path

import pytest

from accreditation.storage.files import Folder, NoSuchFile, storage_at


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "files")


def test_what_is_put_is_fetched(folder: Folder) -> None:
    key = folder.put(io.BytesIO(b"letter" * 500_000))
    assert folder.fetch(key) == b"letter" * 500_000
    assert folder.exists(key)
    assert folder.fetch(folder.put(b"other")) == b"other"


def test_what_is_deleted_is_gone(folder: Folder) -> None:
    key = folder.put(b"x")
    folder.delete(key)
    folder.delete(key)
    assert not folder.exists(key)
    with pytest.raises(NoSuchFile):
        folder.fetch(key)


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "", "a" * 31, "A" * 32, "a" * 32 + "\n", "/etc/passwd", "a\0" * 16]
)
def test_a_key_that_is_not_ours_reaches_nothing(folder: Folder, key: str) -> None:
    with pytest.raises(NoSuchFile):
        folder.open(key)


def test_a_link_planted_in_the_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    key = folder.put(b"x")
    secret = tmp_path / "secret"
    secret.write_text("secret")
    path = folder.root / key[:2] / key
    path.unlink()
    path.symlink_to(secret)
    assert not folder.exists(key)
    with pytest.raises(NoSuchFile):
        folder.open(key)


def test_a_failed_put_leaves_nothing(folder: Folder) -> None:
    class Broken(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise OSError("line lost")

    with pytest.raises(OSError, match="line lost"):
        folder.put(Broken())  # type: ignore[arg-type]
    assert [path for path in folder.root.rglob("*") if path.is_file()] == []


def test_an_address_leads_to_a_folder(tmp_path: Path) -> None:
    assert storage_at(f"file://{tmp_path}/my%20files") == Folder(tmp_path / "my files")
    with pytest.raises(ValueError, match="ftp"):
        storage_at("ftp://host/files")

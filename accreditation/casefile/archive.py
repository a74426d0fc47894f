"""Writing and opening the ZIP of a case file. What comes in is looked at as bytes: there is one way to read it, or it is refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime

from accreditation.errors import HouseError
from accreditation.texts import N_, Text

MOST_BYTES, MOST_FILES = 2_000_000_000, 20_000
_END, _LOCAL = 22, 30
_DESCRIPTOR, _ENCRYPTED = 0x8, 0x1
# What the library raises for bytes that are no whole archive, or for a way of packing that is not ours.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError)


class Refused(HouseError):
    """The archive is not one that was sealed here; `reasons` holds the sentence why."""


def refuse(reason: Text) -> Refused:
    return Refused(reason)


def written(files: Mapping[str, bytes], as_of: datetime) -> bytes:
    """The archive: names in order, every time the same, so that the same content is the same file."""
    buffer = io.BytesIO()
    stamp = (max(1980, as_of.year), as_of.month, as_of.day, as_of.hour, as_of.minute, as_of.second // 2 * 2)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def opened(content: bytes) -> dict[str, bytes]:
    """Every file by its name. Raises Refused for whatever could be read in two ways, or is not whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_tricks(content, archive, entries)
            return {entry.filename: _read(archive, entry) for entry in entries}
    except _DAMAGE as damage:
        raise refuse(N_("The archive is damaged or not complete.")) from damage


def _refuse_tricks(content: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)) or len({name.casefold() for name in names}) != len(names):
        raise refuse(N_("The archive holds two files of one name."))
    if any(_leads_elsewhere(name) for name in names):
        raise refuse(N_("The archive holds a file whose name leads out of it."))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refuse(N_("The archive holds an encrypted file."))
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise refuse(N_("The archive is damaged or not complete."))
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise refuse(N_("The archive would be too large to unpack."))
    if content[-_END : -_END + 4] != b"PK\x05\x06" or archive.comment:
        raise refuse(N_("Something was added behind the archive."))
    _refuse_gaps(content, archive, entries)


def _leads_elsewhere(name: str) -> bool:
    parts = name.split("/")
    return name.startswith("/") or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts)


def _refuse_gaps(content: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """One file begins where the one before ends, so that nothing lies before, between or behind them."""
    place = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        header = content[entry.header_offset : entry.header_offset + _LOCAL]
        if entry.header_offset != place or entry.flag_bits & _DESCRIPTOR:
            raise refuse(N_("Something lies in the archive beside its files."))
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        place = entry.header_offset + _LOCAL + name + extra + entry.compress_size
    if place != archive.start_dir:
        raise refuse(N_("Something lies in the archive beside its files."))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise refuse(N_("The archive is damaged or not complete."))
    return content

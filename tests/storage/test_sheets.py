"""What is said of a spreadsheet that cannot be read: the person learns which of the two it is, damaged or too large."""

import io
import zipfile

import openpyxl
import pytest

from accreditation.errors import Invalid
from accreditation.storage.sheets import read_sheet


def book() -> bytes:
    made = openpyxl.Workbook()
    for number in range(40):
        made.active.append([f"Nombre {number}", f"Apellido {number}"])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def spoilt(content: bytes, share: float) -> bytes:
    """Some bytes of the packed sheet are others, so far behind its beginning."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.getinfo("xl/worksheets/sheet1.xml")
    there = sheet.header_offset + 30 + len(sheet.filename) + int(sheet.compress_size * share)
    return content[:there] + b"\xff" * 24 + content[there + 24 :]


@pytest.mark.parametrize("share", [0, 0.5], ids=["no packing at all", "a wrong checksum"])
def test_a_sheet_whose_packing_is_broken_is_damaged_and_not_too_large(share: float) -> None:
    assert len(read_sheet(book()).lines) == 39
    with pytest.raises(Invalid, match="damaged"):
        read_sheet(spoilt(book(), share))

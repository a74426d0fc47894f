"""What a reader takes from the printed certificate: its words, and the address in its QR code."""

import io
import subprocess

import pikepdf
import segno

from tests.browser.browsing import PICTURES

RESOLUTION = 200
MM = RESOLUTION / 25.4
RIGHT_EDGE, SIDE = 297 - 22 - 2.5, 28  # of the code on the page, in mm, as templates/certificate draws it


def words_of(pdf: bytes) -> str:
    """What can be copied from the document, spaces folded."""
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


def draw(pdf: bytes, name: str) -> None:
    """The first page among the pictures."""
    command = ["pdftoppm", "-png", "-r", "96", "-singlefile", "-", str(PICTURES / name)]
    subprocess.run(command, input=pdf, capture_output=True, check=True)


def address_in(pdf: bytes) -> str:
    """The address behind the link under the code; fails where the drawn code does not say the same."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        notes = [note for note in opened.pages[0].Annots if "/A" in note and "/URI" in note.A]
        (address,) = {str(note.A.URI) for note in notes}
    expected = [bytes(row) for row in segno.make_qr(address, error="m", boost_error=False).matrix]
    assert any(_code_at(top, len(expected), strip) == expected for strip in [_strip(pdf)] for top in range(len(strip)))
    return address


def _strip(pdf: bytes) -> list[bytes]:
    """The column of the page in which the code stands, as rows of grey values."""
    left, width = round((RIGHT_EDGE - SIDE) * MM), round(SIDE * MM)
    crop = ["-x", str(left), "-y", "0", "-W", str(width), "-H", str(round(210 * MM))]
    drawn = subprocess.run(
        ["pdftoppm", "-gray", "-r", str(RESOLUTION), *crop, "-"], input=pdf, capture_output=True, check=True
    ).stdout
    _kind, size, _most, grey = drawn.split(b"\n", 3)
    across = int(size.split()[0])
    return [grey[start : start + across] for start in range(0, len(grey), across)]


def _code_at(top: int, modules: int, strip: list[bytes]) -> list[bytes]:
    """The middle of each module of a code that would begin at this row: 1 dark, 0 light."""
    pitch = SIDE * MM / modules
    middles = [int(pitch * (place + 0.5)) for place in range(modules)]
    rows = [strip[top + down] for down in middles if top + down < len(strip)]
    return [bytes(row[across] < 128 for across in middles) for row in rows]

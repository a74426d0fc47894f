"""A handed-in PDF: its pages counted, the first drawn, and what could act taken out, in the child process."""

import io
from typing import Any

from accreditation.storage.confined import Unfit, open_nothing_more
from accreditation.storage.inert_pdf import can_act, has_something_behind, made_inert
from accreditation.storage.pictures import preview_of


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

"""A handed-in picture, drawn afresh in the child process."""

import contextlib
import io
import struct
from typing import Any

from accreditation.storage.confined import Unfit, open_nothing_more


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

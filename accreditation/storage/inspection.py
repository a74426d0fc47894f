"""What a handed-in file really is: opened by a limited child process (`examiner.py`), never by this one."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from accreditation.errors import Invalid
from accreditation.storage.child import ask
from accreditation.storage.limits import MEGABYTE, limit, limits_of
from accreditation.texts import N_, Text

EXAMINER = Path(__file__).with_name("examiner.py")
ACCEPTED = ".pdf,.jpg,.jpeg,.png"
ENDINGS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept. `content` is what is stored: the bytes handed in, or a copy without what could act.

    `received_sha256` is the checksum of what was handed in, `sha256` of what is stored; `preview` a small PNG.
    """

    media_type: str
    content: bytes
    received_sha256: str
    sha256: str
    pages: int
    preview: bytes
    was_cleaned: bool


def _too_large() -> Text:
    return N_(
        "The file is larger than %(most)s MB. Scan it at 150 dpi, or save it smaller.",
        most=limit("file", "most_bytes") // MEGABYTE,
    )


def _sentence(code: str) -> Text:
    """What the person reads, and how to mend it."""
    if code == "pages":
        return N_(
            "The PDF has more than %(most)s pages. Hand in only the pages that matter.",
            most=limit("file", "most_pages"),
        )
    if code == "pixels":
        return N_(
            "The picture has more than %(most)s megapixels. Save it smaller, or scan the page instead.",
            most=limit("file", "most_pixels") // 1_000_000,
        )
    return {
        "other": N_("Only PDF, JPEG and PNG files are accepted. This file is something else."),
        "encrypted": N_("The PDF is locked with a password. Save a copy without the password and hand that in."),
        "broken": N_("The file is damaged and cannot be opened. Save or scan it again."),
        "heavy": N_("The file is too complicated to be checked. Print it into a new PDF, or scan it again."),
    }[code]


def refuse_size(size: int) -> None:
    """Invalid for an empty or a too large file, before a byte of it is looked at."""
    if size == 0:
        raise Invalid(N_("The file is empty. Choose another one."), field="file")
    if size > limit("file", "most_bytes"):
        raise Invalid(_too_large(), field="file")


def inspect(content: bytes) -> Inspected:
    """Opens the file in the child and takes its word. Takes up to some seconds: never inside a writing transaction.

    Raises Invalid (field "file") with the reason and the cure; whatever breaks or stops the child is a refusal too.
    """
    refuse_size(len(content))
    said, rest = ask(EXAMINER, content, limits_of("file", "child"))
    if "unfit" in said:
        raise Invalid(_sentence(said["unfit"]), field="file")
    kept, preview = rest[: said["kept"]], rest[said["kept"] :]
    stored = kept or content
    return Inspected(
        media_type=said["media_type"],
        content=stored,
        received_sha256=hashlib.sha256(content).hexdigest(),
        sha256=hashlib.sha256(stored).hexdigest(),
        pages=said["pages"],
        preview=preview,
        was_cleaned=said["cleaned"],
    )

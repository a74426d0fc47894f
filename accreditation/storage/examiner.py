"""The child process in which a handed-in file is opened: limited before it reads a byte, and on its own.

Run as a script by `inspection.py`, never imported: bytes on standard input, on standard output one line of JSON and
after it the bytes it announces. It says what it found by codes; the sentences for people stand in `inspection.py`.
"""

import json
import sys

from accreditation.storage.confined import Unfit, limit_this_process
from accreditation.storage.pdfs import examine_pdf
from accreditation.storage.pictures import examine_image

SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def media_type_of(content: bytes) -> str:
    """What the first bytes say, whatever the file is called."""
    for start, media_type in SIGNATURES.items():
        if content.startswith(start):
            return media_type
    raise Unfit("other")


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

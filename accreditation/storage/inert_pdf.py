"""What could act in a PDF: found, and taken out, in the child process."""

import io
import re
from typing import Any

# Behind the last %%EOF some programs leave a few bytes; whoever hides a second file there needs more.
MOST_BYTES_BEHIND_THE_END = 64
# Names that begin an act, as qpdf writes them out, whichever way the file spells them.
ACTING = re.compile(
    rb"/(?:JS|JavaScript|AA|Launch|SubmitForm|ImportData|GoToE|EF|EmbeddedFiles?|RichMedia\w*|Rendition|Movie|Sound|XFA)\b"
)


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
